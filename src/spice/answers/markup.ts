// What stands around an answer and is no part of it: emphasis, dollar signs, boxes, \text{} and the like.

import { at } from '../../base/at'

/** Commands that only style what they hold in braces. */
const style =
  '(?:text(?:bf|it|rm|tt|sf|sc|normal|color\\{[a-z]{1,20}\\})?|math(?:rm|bf|it|sf|tt|bb|cal)|emph|mbox|hbox|' +
  'boldsymbol|bm|underline|ce|color\\{[a-z]{1,20}\\})'
/** Commands that style what follows them up to the end of the group, and signs of a conclusion. */
const styledFromHere =
  /^(?:\\(?:bf|it|rm|sf|tt|em|bfseries|itshape|(?:foot|normal)size|small|[lL]arge|LARGE|[hH]uge|(?:display|text)style|therefore|implies|Rightarrow)(?!\p{L})|[∴⇒])\s*/u
const styled = new RegExp(`\\\\${style}\\s*\\{([^{}]*)\\}`, 'gu')

/** Index of the brace that closes the one at `open`, or -1; `\{` and `\}` do not count. */
export function closingBrace(text: string, open: number): number {
  let depth = 0
  for (let i = open; i < text.length; i++) {
    const letter = text[i]
    if (letter === '\\') i += 1
    else if (letter === '{') depth += 1
    else if (letter === '}') {
      depth -= 1
      if (depth === 0) return i
    }
  }
  return -1
}

/** What a command or a bare brace holds where it wraps the whole text, else null. */
function unwrapped(text: string): string | null {
  const opening = new RegExp(`^(?:\\\\(?:${style}|boxed|fbox|framebox)\\s*)?\\{`, 'u').exec(text)
  if (opening === null) return null
  const open = opening[0].length - 1
  return closingBrace(text, open) === text.length - 1 ? text.slice(open + 1, -1) : null
}

/** `text` without what wraps it and without the full stop behind it. */
export function bare(text: string): string {
  let out = text.trim()
  for (let i = 0; i < 8; i++) {
    const before = out
    out = out
      .replace(/^\*+\s*|\s*\*+$/gu, '')
      .replace(/^(`+)([^`]*)\1$/u, '$2')
      .replace(/^(__?)([^_]+)\1$/u, '$2')
      .replace(
        /^\$+([^$]*[^$\\])\$+$|^\$(\\\$[^$]*)\$$/u,
        (_, inner?: string, money?: string) => inner ?? money ?? '',
      )
      .replace(/^\\\{([^{},]*)\\\}$/u, '$1')
      .replace(styledFromHere, '')
      .replace(/(?:\\\\|;)$/u, '')
      .replace(
        /^\\\((.*)\\\)$|^\\\[(.*)\\\]$/su,
        (_, inline?: string, block?: string) => inline ?? block ?? '',
      )
      .replace(/(?<!\.)[.。]$/u, '')
      .replace(/(?<=[^\\])\\[ ,;:!]?\s*$/u, '')
      .trim()
    out = (unwrapped(out) ?? out).trim()
    if (out === before) break
  }
  return out
}

/** LaTeX in a text of words: styles go, their contents stay; H_2O and CO_{2} lose the sign of their index. */
export function withoutMarkup(text: string): string {
  let out = text
  for (let i = 0; i < 4 && /\\/u.test(out); i++) {
    const before = out
    out = out.replace(styled, '$1')
    if (out === before) break
  }
  return out
    .replace(/\\[()[\]]|\$/gu, '')
    .replace(/\\([%$&#_{}])/gu, '$1')
    .replace(/\\[ ,;:!]|~/gu, ' ')
    .replace(/_(?:\{(\d+)\}|(\d))/gu, '$1$2')
}

/** A remark in brackets behind an answer: `4 (since ...)`; a list of two answers is none. */
const remark =
  /(?<!(?:sin|cos|tan|cot|sec|csc|log|ln|exp|sqrt|abs)h?\s*)(?<!\s)\s*(?:\\text\s*\{\s*)?\((\p{L}{2,})[^()]*\)\}?$/u
export function withoutRemark(text: string): string {
  const match = remark.exec(text)
  if (match === null || match.index === 0) return text
  return /^(?:or|and|not|to|plus|minus|times)$/iu.test(at(match, 1))
    ? text
    : text.slice(0, match.index).trim()
}

/** Sides of the equations in `text`, trimmed; one where there is none. */
export const sidesOf = (text: string): string[] =>
  text.split(/(?<![<>!=:]):?=(?!=)|\\in(?!\p{L})(?=\s*\\\{)/u).map((side) => side.trim())

/** x, x_1, f(x), \\theta, |AB|, Total cost: what an answer is the value of. */
const name =
  /^(?:\\?\p{L}[\p{L}\s.]{0,40}(?:_\{?\w{1,4}\}?)?'?\s*(?:\([\p{L}\d, ]{1,20}\))?|\|\p{L}{1,4}\||\p{L}{1,2}\s*:\s*\p{L}{1,2}|\\[dtc]?frac\{\p{L}{1,4}\}\{\p{L}{1,4}\})$/u
export const isName = (side: string): boolean =>
  name.test(
    side
      .replace(/\$|\\(?:measured)?angle(?!\p{L})|\\triangle(?!\p{L})/gu, ' ')
      .replace(
        /\\(?:text\w*|math\w+|over(?:line|rightarrow)|wide(?:hat|tilde)|vec|hat|bar)\s*\{([^{}]*)\}/gu,
        '$1',
      )
      .trim(),
  )
/** Plain arithmetic without a letter: the working before an equals sign. */
const isArithmetic = (side: string): boolean =>
  /\p{N}/u.test(side) && !/\p{L}/u.test(side.replace(/\\\p{L}+/gu, ''))

/** What stands before an approximation, where that is a value; behind it, where it is a name. */
function exactly(text: string): string {
  const [before, after] = text.split(/\\(?:approx|sim|simeq)(?!\p{L})|[≈∼]/u, 2).map((part) => part.trim())
  if (before === undefined || after === undefined) return text
  return before === '' || isName(before) ? after : before
}

/**
 * The side of an equation that is the answer: `x = 5`, `5 = x`, `2 + 3 = 5`. The text itself where there is
 * no
 * equation; null where it states more than one thing, or an equation that is itself the answer (2x + y = 1).
 */
export function answeredSide(text: string): string | null {
  const sides = sidesOf(exactly(text))
  const [first, last] = [at(sides, 0), at(sides, sides.length - 1)]
  if (sides.length === 1) return first
  if (
    sides.some(
      (side, i) => (side === '' && i > 0) || /[,;](?!\d{3}|\\!)|(?<!\p{L})(?:or|and)(?!\p{L})/iu.test(side),
    )
  )
    return null
  const before = sides.slice(0, -1)
  const working = before.every(
    (side, i) =>
      (side === '' && i === 0) ||
      isName(side) ||
      (isArithmetic(side) && isArithmetic(last.replace(/\\(?:text\w*|mathrm)\s*\{[^{}\d]*\}/gu, ''))),
  )
  if (working) return last
  return sides.length === 2 && isName(last) && isArithmetic(first) ? first : null
}
