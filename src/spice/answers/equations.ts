// Which side of an equation is the answer: `x = 5`, `5 = x`, `2 + 3 = 5`. It reads no value.

import { at } from '../../base/at'

/** Sides of the equations in `text`, trimmed; one where there is none. In brackets a sign divides nothing. */
export function sidesOf(text: string): string[] {
  const sides: string[] = []
  let start = 0
  for (const { index, 0: sign } of text.matchAll(/(?<![<>!=:]):?=(?!=)|\\in(?!\p{L})(?=\s*\\\{)/gu)) {
    if (isOpen(text.slice(start, index))) continue
    sides.push(text.slice(start, index).trim())
    start = index + sign.length
  }
  return [...sides, text.slice(start).trim()]
}

/** True where a bracket is opened that is not closed. */
function isOpen(text: string): boolean {
  let depth = 0
  for (const [letter] of text.matchAll(/[({})]/gu)) depth += letter === '(' || letter === '{' ? 1 : -1
  return depth > 0
}

/** x, x_1, k_{max}, f(x), f^{-1}(x), \\theta, |AB|, Total cost: what an answer is the value of. */
const name =
  /^(?:\\?\p{L}[\p{L}\s.]{0,40}(?:_\{?\\?\w{1,6}\}?)?(?:\^\{?-1\}?)?'{0,2}\s*(?:\([\p{L}\d, ]{1,20}\))?|\|\p{L}{1,4}\||\p{L}{1,2}\s*:\s*\p{L}{1,2}|\\[dtc]?frac\{\p{L}{1,4}\}\{\p{L}{1,4}\}|\(\p{L}\s*\\circ\s*\p{L}\)\s*\(\p{L}\))$/u
/** A function's value, a probability, a sum or a limit, with whatever it is of. */
const valueOf =
  /^(?:\\(?:lfloor|lceil|sum|prod|i{0,2}int|oint|lim|gcd|det|dim|deg|max|min|log|ln|exp|sin|cos|tan|cot|sec|csc|arcsin|arccos|arctan)(?!\p{L})|(?:gcd|lcm|log|ln|det|dim|deg|max|min|sin|cos|tan|Pr?|Var|Cov|E)\s*[([])/u
export const isName = (side: string): boolean => {
  const plain = side
    .replace(/\$|\\(?:measured)?angle(?!\p{L})|\\triangle(?!\p{L})/gu, ' ')
    .replace(
      /\\(?:text\w*|math\w+|operatorname\*?|over(?:line|rightarrow)|wide(?:hat|tilde)|vec|hat|bar)\s*\{([^{}]*)\}/gu,
      '$1',
    )
    .trim()
  return name.test(plain) || valueOf.test(plain)
}

/** A word beside a number, as in 5 apples and 50% of 20; letters that touch a number are factors. */
const wordApart = /(?<=[\d%}]\s+)(?:\p{L}{3,}|of|cm|mm|km|kg)(?!\p{L})|(?<!\p{L})(?:of)(?!\p{L})/gu
/** Plain arithmetic without a letter: the working before an equals sign. */
const isArithmetic = (side: string): boolean =>
  /\p{N}/u.test(side) &&
  !/\p{L}/u.test(
    side
      .replace(/\\\p{L}+/gu, '')
      .replace(/(?<=\d)\s+x\s+(?=\d)/gu, ' * ')
      .replace(wordApart, ''),
  )
/** One number in digits, grouped or not. */
const isDigits = (side: string): boolean => /^[-+−]?\p{Nd}[\p{Nd},.]*$/u.test(side)

/** What stands before an approximation, where that is a value; behind it, where it is a name. */
function exactly(text: string): string {
  const [before, after] = text.split(/\\(?:approx|sim|simeq)(?!\p{L})|[≈∼]/u, 2).map((part) => part.trim())
  if (before === undefined || after === undefined) return text
  return before === '' || (isName(before) && !/^(?:\\?pi|π|e)$/u.test(before)) ? after : before
}

/** Without what is in brackets, whose commas divide arguments. */
const outside = (side: string): string => side.replace(/\([^()]*\)|\[[^[\]]*\]/gu, '')
/** More than one thing is stated: 5, 6 and `5 or 6`; 5,000 is one. */
const isList = (side: string): boolean => /[,;](?!\d{3}|\\!)|(?<!\p{L})(?:or|and)(?!\p{L})/iu.test(side)

/**
 * The side of an equation that is the answer: `x = 5`, `5 = x`, `2 + 3 = 5`. The text itself where there is
 * none; null where it states more than one thing, or an equation that is itself the answer (2x + y = 1).
 */
export function answeredSide(given: string): string | null {
  const text = given
    // \text{Area = } 5, (x = 5)
    .replace(/\\(?:text\w*|mathrm)\s*\{([^{}=]*=)\s*\}/u, '$1')
    .replace(/^\(([^()]*[^()=<>!]=[^()]*)\)$/u, '$1')
  const sides = sidesOf(exactly(text))
  const [first, last] = [at(sides, 0), at(sides, sides.length - 1)]
  if (sides.length === 1) return first
  if (
    sides.some(
      (side, i) =>
        (side === '' && i > 0) || isList(i < sides.length - 1 && isName(side) ? outside(side) : side),
    )
  )
    return null
  const before = sides.slice(0, -1)
  const result = last.replace(/\\(?:text\w*|mathrm)\s*\{[^{}\d]*\}/gu, '')
  const working = before.every(
    (side, i) => (side === '' && i === 0) || isName(side) || (isArithmetic(side) && isArithmetic(result)),
  )
  // 12 = 3 * 4 states what comes of it first.
  if (working) return sides.length === 2 && isDigits(first) && !isDigits(result.trim()) ? first : last
  return sides.length === 2 && isName(last) && isArithmetic(first) ? first : null
}
