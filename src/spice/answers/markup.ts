// What stands around an answer and is no part of it: emphasis, dollar signs, boxes, \text{}, remarks and
// reasons. It knows no number and no equation.

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
      .replace(/^["“«„]([^"“”«»„]*)["”»“]$/u, '$1')
      .replace(
        /^\$+([^$]*[^$\\])\$+$|^\$(\\\$[^$]*)\$$/u,
        (_, inner?: string, money?: string) => inner ?? money ?? '',
      )
      .replace(/^\\\{([^{},]*)\\\}$/u, '$1')
      .replace(/^<(b|strong|i|em|u|code|mark|span|p)(?:\s[^<>]*)?>(.*)<\/\1>$/isu, '$2')
      .replace(/^[✅✔☑✓]\ufe0f?\s*|\s*[✅✔☑✓]\ufe0f?$/gu, '')
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

/** A reason behind an answer: `8, since 5 + 3 = 8`. */
const why = /(?<=[\p{L}\p{N})}\]$%])\s*(?:,\s*|\s)(?:because|since|weil)\s.*$/isu
/** A remark in brackets behind an answer: `4 (since ...)`; a list of two answers is none. */
const remark =
  /(?<!(?:sin|cos|tan|cot|sec|csc|log|ln|exp|sqrt|abs)h?\s*)(?<!\s)\s*(?:\\text\s*\{\s*)?\((\p{L}{2,})[^()]*\)\}?$/u
export function withoutRemark(given: string): string {
  const text = given.replace(why, '')
  const match = remark.exec(text)
  if (match === null || match.index === 0) return text
  return /^(?:or|and|not|to|plus|minus|times)$/iu.test(at(match, 1))
    ? text
    : text.slice(0, match.index).trim()
}
