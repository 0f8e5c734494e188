// Mathematics as people and models type it, plain or LaTeX, cut into tokens. It knows no grammar and no
// value.

import { reason, type Reason } from '../../protocol/refusal'
import { asciiDigits } from '../text/splitWords'

export type MathToken =
  | { readonly kind: 'number'; readonly text: string }
  /** A letter or a Greek name, with its index: x, x_1, theta. `word` marks a letter of a longer run. */
  | { readonly kind: 'name'; readonly text: string; readonly word: boolean }
  | { readonly kind: 'function'; readonly text: string }
  /** \frac, \sqrt, \binom, \overline: what takes arguments in braces. */
  | { readonly kind: 'command'; readonly text: 'frac' | 'sqrt' | 'binom' }
  | { readonly kind: 'sign'; readonly text: string }

/** Thrown for a text that is no algebra, with the reason. */
export class DisallowedExpressionError extends Error {
  override readonly name = 'NotAllowed'
  constructor(readonly why: Reason) {
    super(why.code)
  }
}
const unknownSymbol = (letter: string): DisallowedExpressionError =>
  new DisallowedExpressionError(reason('algebra.letter', { letter }))

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const subscripts = '₀₁₂₃₄₅₆₇₈₉'
const vulgarFractions: Readonly<Record<string, string>> = {
  ...{ '½': '1/2', '⅓': '1/3', '⅔': '2/3', '¼': '1/4', '¾': '3/4', '⅕': '1/5', '⅖': '2/5', '⅗': '3/5' },
  ...{ '⅘': '4/5', '⅙': '1/6', '⅚': '5/6', '⅛': '1/8', '⅜': '3/8', '⅝': '5/8', '⅞': '7/8' },
}
const greekLetters: Readonly<Record<string, string>> = {
  ...{ α: 'alpha', β: 'beta', γ: 'gamma', δ: 'delta', ε: 'epsilon', ζ: 'zeta', η: 'eta', θ: 'theta' },
  ...{ λ: 'lambda', μ: 'mu', ν: 'nu', ξ: 'xi', π: 'pi', ρ: 'rho', σ: 'sigma', τ: 'tau', φ: 'phi' },
  ...{ χ: 'chi', ψ: 'psi', ω: 'omega', Γ: 'Gamma', Δ: 'Delta', Θ: 'Theta', Λ: 'Lambda', Σ: 'Sigma' },
  ...{ Φ: 'Phi', Ψ: 'Psi', Ω: 'Omega' },
}
const greekNames: ReadonlySet<string> = new Set(Object.values(greekLetters))

/** Functions of one argument, by every name that is written for them. */
const functions: Readonly<Record<string, string>> = {
  ...{ sqrt: 'sqrt', abs: 'abs', exp: 'exp', ln: 'ln', log: 'log', lg: 'log10' },
  ...{ sin: 'sin', cos: 'cos', tan: 'tan', cot: 'cot', sec: 'sec', csc: 'csc' },
  ...{ asin: 'asin', acos: 'acos', atan: 'atan', arcsin: 'asin', arccos: 'acos', arctan: 'atan' },
  ...{ sinh: 'sinh', cosh: 'cosh', tanh: 'tanh' },
}

/** \operatorname{cos}: a function's name in braces. */
const namedInBraces = new RegExp(
  `\\\\(?:operatorname\\*?|mathrm|text(?:rm)?)\\s*\\{\\s*(${Object.keys(functions).join('|')})\\s*\\}`,
  'gu',
)

/** Commands that only say how something looks; what they hold stays. */
const looks =
  /\\(?:left\.|right\.|left|right|[bB]igg?[lr]?|displaystyle|textstyle|limits|mathrm|mathbf|mathit|mathsf|mathtt|mathbb|mathcal|boldsymbol|bm|text(?:bf|it|rm|tt|sf|normal)?|emph|operatorname\*?|mbox|hbox|textcolor\{[a-z]+\}|color\{[a-z]+\}|ensuremath)(?![\p{L}])/gu
const spaces = /\\(?:[,;:! ]|quad|qquad|thinspace|enspace|hspace\{[^{}]*\})|[~\u00a0\u2009\u202f]/gu

/** 70{,}000 and 70,\!000 have a comma between their thousands, 0{,}5 and 0{.}5 a decimal point. */
export const latexCommas = (text: string): string =>
  text.replace(/\{,\}(?=\d{3}(?!\d))|,\\!\s*(?=\d{3}(?!\d))/gu, ',').replace(/\{,\}|\{\.\}/gu, '.')

/** 70\,000, 70~000 and 70 000 without what sets their thousands apart. */
export const joinSpacedGroups = (text: string): string =>
  text.replace(/(?<![\d.,])\d{1,3}(?:(?:\\[,;! ]|[~ \u00a0\u2009\u202f])\d{3})+(?!\d)/gu, (group) =>
    group.replace(/\D/gu, ''),
  )

/** 3 x 4 and 3 x 10^8, where the letter is a sign. */
export const withTimesSign = (text: string): string =>
  text.replace(/(?<=\d)\s*[xX]\s*(?=10\s*(?:\^|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]))|(?<=\d)\s+[xX]\s+(?=\d)/gu, '*')

/** One way to write signs of other keyboards, digit groups, LaTeX's spaces and looks. */
export function plainSigns(text: string): string {
  let out = withTimesSign(text)
    .replace(/[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]/gu, (sign) => {
      const [over = '', under = ''] = (vulgarFractions[sign] ?? '').split('/')
      return `\\frac{${over}}{${under}}`
    })
    .replace(/⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|ⁿ/gu, (run) =>
      run === 'ⁿ'
        ? '^{n}'
        : `^{${[...run].map((each) => (each === '⁻' ? '-' : superscripts.indexOf(each))).join('')}}`,
    )
    .replace(/[₀₁₂₃₄₅₆₇₈₉]+/gu, (run) => `_{${[...run].map((each) => subscripts.indexOf(each)).join('')}}`)
  out = asciiDigits(out.normalize('NFKC'))
    .replace(/\p{L}/gu, (letter) =>
      greekLetters[letter] === undefined ? letter : ` \\${greekLetters[letter]} `,
    )
    .replace(/√/gu, '\\sqrt ')
    .replace(/∛/gu, '\\sqrt[3]')
    .replace(/∞/gu, '\\infty ')
    .replace(/\*\*/gu, '^')
    .replace(/[×·⋅∙∗•]|\\(?:cdot|times|ast)(?!\p{L})/gu, '*')
    .replace(/[÷∕⁄]|\\div(?!\p{L})/gu, '/')
    .replace(/[−–﹣]/gu, '-')
    .replace(namedInBraces, '\\$1 ')
  out = latexCommas(out)
    .replace(/\\[lr]?vert(?!\p{L})|\\mid(?!\p{L})/gu, '|')
    .replace(/\\lparen/gu, '(')
    .replace(/\\rparen/gu, ')')
    .replace(/\\dots(?!\p{L})|\\ldots(?!\p{L})/gu, '…')
    .replace(looks, ' ')
  // Before the spaces go.
  out = joinSpacedGroups(out)
    .replace(spaces, ' ')
    .replace(/(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d)/gu, (group) => group.replaceAll(',', ''))
    // 1 1/2 is one and a half.
    .replace(/(?<![\d.^_/*])(\d+)\s+(?:and\s+)?(\d+)\s*\/\s*(\d+)(?![\d.])/gu, '$1\\frac{$2}{$3}')
    .replace(/(?<![\d.^_/*])(\d+)\s+and\s+(?=\\[dtc]?frac)/gu, '$1')
  return out.trim()
}

/** 0.\overline{3}, 0.(3): the digits that repeat, as the fraction that they are. */
function repeating(whole: string, fixed: string, digits: string): string {
  const over = BigInt(whole + fixed + digits) - BigInt(whole + fixed)
  const under = '9'.repeat(digits.length) + '0'.repeat(fixed.length)
  return `(${over}/${under})`
}

/** Tokens of `text`, at most `most`; throws DisallowedExpressionError for what is no mathematics. */
export function mathTokens(text: string, most: number): MathToken[] {
  const source = plainSigns(text).replace(
    /(\d{1,9})\.(\d{0,6})(?:\\(?:overline|bar|dot)\s*\{?\s*(\d{1,6})\s*\}?|\((\d{1,6})\))/gu,
    (_, whole: string, fixed: string, bar: string | undefined, bracket: string | undefined) =>
      repeating(whole, fixed, bar ?? bracket ?? ''),
  )
  const out: MathToken[] = []
  const pattern =
    /\s+|(\d+(?:\.\d+)?|\.\d+)(?:[eE]([+-]?\d{1,3})(?![\p{L}\d]))?|\\(\p{L}+)|(\p{L}\p{M}*(?:\p{L}\p{M}*)*)|([-+*/^_!()[\]{}|:])|(.)/gsuy
  for (let match = pattern.exec(source); match !== null; match = pattern.exec(source)) {
    const [, number, exponent, command, word, sign, other] = match
    if (other !== undefined) throw unknownSymbol(other)
    if (out.length >= most) throw unknownSymbol('…')
    if (number !== undefined) {
      out.push({ kind: 'number', text: number.startsWith('.') ? `0${number}` : number })
      if (exponent !== undefined) {
        if (Math.abs(Number(exponent)) > 99) throw unknownSymbol(number + 'e' + exponent)
        out.push({ kind: 'sign', text: '*' }, { kind: 'number', text: '10' }, { kind: 'sign', text: '^' })
        if (exponent.startsWith('-')) out.push({ kind: 'sign', text: '-' })
        out.push({ kind: 'number', text: exponent.replace(/^[+-]/u, '') })
      }
    } else if (command !== undefined) out.push(commandToken(command))
    else if (word !== undefined) out.push(...wordTokens(word))
    else if (sign !== undefined) out.push({ kind: 'sign', text: sign })
  }
  return out
}

function commandToken(command: string): MathToken {
  if (/^(?:[dtcsx]?|nice)frac$/u.test(command)) return { kind: 'command', text: 'frac' }
  if (command === 'sqrt') return { kind: 'command', text: 'sqrt' }
  if (command === 'over' || command === 'choose') return { kind: 'sign', text: command }
  if (/^[dt]?binom$/u.test(command)) return { kind: 'command', text: 'binom' }
  const called = Object.hasOwn(functions, command) ? functions[command] : undefined
  if (called !== undefined) return { kind: 'function', text: called }
  const name = command.replace(/^var/u, '')
  if (greekNames.has(name)) return { kind: 'name', text: name, word: false }
  throw unknownSymbol(`\\${command}`)
}

/** A run of letters: a function, a Greek name, or letters side by side, as in xyz. */
function wordTokens(word: string): MathToken[] {
  const called = Object.hasOwn(functions, word) ? functions[word] : undefined
  if (called !== undefined) return [{ kind: 'function', text: called }]
  if (greekNames.has(word)) return [{ kind: 'name', text: word, word: false }]
  const letters = [...word]
  return letters.map((text) => ({ kind: 'name', text, word: letters.length > 1 }))
}
