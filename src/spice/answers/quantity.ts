// Numbers as people write them in an answer: with currency, percent, units, words, powers of ten, as a
// fraction or an equation. Units are not converted and not checked: no question is at hand to check them by.

import { at } from '../../base/at'
import { numberOf } from '../text/numbers'
import { answeredSide } from './equations'
import { bare, withoutRemark } from './markup'
import { scales, spelledOut, wordNumber } from './numberWords'
import { saidOnce } from './restated'
import { parseMath } from '../algebra/parseExpression'
import {
  DisallowedExpressionError,
  joinSpacedGroups,
  latexCommas,
  plainSigns,
  withTimesSign,
} from '../algebra/tokens'
import type { Expression } from '../algebra/tree'

/** Words behind a number that make it another number, or no answer at all. */
const notUnits: ReadonlySet<string> = new Set(
  `or and to not no nor minus plus times squared cubed factorial is are was were than over between but wrong
  incorrect false half halves third thirds quarter quarters fourth fifth tenth until vs versus if when mod modulo
  oder und nicht hoch mal durch`.split(/\s+/u),
)
/** Units of so few letters that they could be variables: taken where a space or \text{} sets them apart. */
const shortUnits: ReadonlySet<string> = new Set('m g s h l L N J W V A K C F T Ω'.split(' '))
/** Units that may touch their number. */
const touching: ReadonlySet<string> = new Set(
  `mm cm dm km kg mg ml mL cl ms min hr hrs kW MW kWh Hz kHz MHz GHz Pa kPa ft in lb lbs oz mph kB MB GB TB am
  pm th st nd rd`.split(/\s+/u),
)
export const currencyBefore =
  /^([-+−–]?)\s*(?:(?:US|AU|CA|NZ|HK|A|C)?(?:\\?\$|[€£¥₹₩₽₺])|(?:USD|EUR|GBP|JPY|INR|CHF|CAD|AUD|CNY|Rs\.?|\\(?:euro|pounds|pound|(?:text|math)dollar(?:\{\})?))(?!\p{L}))\s*/u
const currencyBehind =
  /\s*(?:\\?\$|[€£¥₹₩₽₺]|\\(?:euro|pounds|pound))(?=$|\s*\/|\s+(?:per|an?|each|in)(?!\p{L}))/u
/**
 * 1.250 EUR: nobody writes tenths of a cent, so the point groups thousands; a dollar may be a price of fuel.
 */
const euroGroups = /^[-+−–]?\s*(?:(?:€|EUR)\s*\d{1,3}\.\d{3}|\d{1,3}\.\d{3}\s*(?:€|EUR|[Ee]uros?))$/u
/** Behind a sum of money: $18K, $3M. */
const moneyScales: Readonly<Record<string, string>> = {
  k: 'thousand',
  K: 'thousand',
  M: 'million',
  B: 'billion',
}
/** What says of a number how sure it is, and changes nothing. */
const adverb =
  /^(?:(?:approximately|approx\.|about|around|roughly|exactly|precisely|only|just|simply|(?:a|the) total of|etwa|genau|ungefähr)\s+){1,2}(?=\S)/iu
/** 12" and 6': inches and feet. */
const inchesOrFeet = /(?<=^\d+(?:\.\d+)?)\s?(?:["″]|''|['’′])$/u

export interface Quantity {
  /** Canonical: optional minus, digits, optional fraction. */
  readonly value: string
  /** What stands behind the number, or '' where nothing does. */
  readonly unit: string
  readonly percent: boolean
}

/** Commands of spacing and \text{} as plain text, so that a unit is a word. */
function plainUnits(text: string): string {
  const held = String.raw`\s*\\(?:text|mathrm|rm)\s*\{([^{}]*)\}((?:\^\{?-?\d\}?)?)\s*`
  return text
    .replace(new RegExp(String.raw`\\[dt]?frac\s*\{${held}\}\s*\{${held}\}`, 'gu'), ' $1$2/$3$4 ')
    .replace(
      /\\(?:mu|micro)(?:\s+|\s*(?:\\text|\\mathrm)\s*\{)(?=[a-zA-Z]{1,2}(?!\p{L}))([a-zA-Z]+)\}?/gu,
      'µ$1',
    )
    .replace(/\\(?:Omega|ohm)(?!\p{L})/gu, 'Ω')
    .replace(/\\(?:SI|qty|num)(?:\[[^[\]]*\])?\{([-+\d.,e]+)\}(?:\{[^{}]*\})?/gu, '$1')
    .replace(/(?<=[\p{L}}]\s*)\\cdot\s*(?=[\p{L}\\])/gu, '·')
    .replace(/\\(?:text(?:rm|bf|it|normal)?|mathrm|mathit|rm|mbox|operatorname)\s*\{([^{}]*)\}/gu, ' $1 ')
    .replace(/\^\s*\{?\s*\\?(?:circ|degree)\s*\}?|\\degree(?!\p{L})|°/gu, ' degrees ')
    .replace(/\^\s*\{?\s*(th|st|nd|rd)\s*\}?$/u, '$1')
    .replace(/\\pmod\s*\{\d+\}$/u, '')
    .replace(/\\%/gu, '%')
}

/** True where `rest` is a unit, or words that name what was counted. */
function isUnit(given: string, separate: boolean): boolean {
  // 12-foot; and 12人, where scripts without spaces set nothing apart.
  const rest = given.replace(/^-(?=\p{L}{2,})/u, '')
  const apart = separate || rest !== given || /^(?![万亿億兆千百十])\p{Lo}/u.test(rest)
  const tokens = rest.split(/[\s/·*]+/u).filter((token) => token !== '')
  if (tokens.length > 5) return false
  return tokens.every((token, i) => {
    const match = /^([\p{L}µμΩ][\p{L}'’.-]*?)\.?(?:\^?\{?-?[1-4]\}?|[²³])?$/u.exec(token)
    if (match === null) return /^[²³]$|^\^\{?-?[1-4]\}?$/u.test(token) && i > 0
    const word = at(match, 1)
    if (notUnits.has(word.toLowerCase())) return false
    if (!apart && i === 0) return touching.has(word) || shortUnits.has(word)
    return [...word].length > 1 || shortUnits.has(word) || i > 0 || /^\p{Lo}/u.test(word)
  })
}

/** `The largest n is 34`: a sentence that ends in what it says; one with a number before says more. */
const verbs =
  `is|are|was|were|equals|ha(?:s|ve|d)|gets?|got|takes?|took|needs?(?: to \\p{L}{3,12})?|must pay|costs?|pays?|paid|sells?|
  sold|buys?|bought|makes?|made|eats?|ate|earns?|earned|spends?|spent|receives?|received|travels?|travell?ed|saves?|
  saved|weighs?|reads?|walks?|walked|drives?|drove|uses?|used|gives?|gave`.replace(/\n\s*/gu, '')
const sentence = new RegExp(
  `^(?!.*(?<!\\p{L})(?:not|never|no)(?!\\p{L}))\\p{L}[^\\p{N}=]*(?<!\\p{L})(?:${verbs})\\s+(\\S.*)$`,
  'iu',
)
/** n: 42, Area: 42 */
const labelled = /^\s*\$?\s*\p{L}[\p{L}\s]{0,40}:\s*(?=\\?\$?-?\p{Nd})/u
/** What a percentage is of, or what it says of that. */
const percentage =
  /\s*(?:%|percent|per cent|pct\.?|Prozent)(?:\s+(?:of|der|von)\s[\p{L}\s'’-]{1,60}|\s+(?:increase|decrease|growth|reduction|discount|off|more|less|fewer|higher|lower|chance|probability|profit|loss|interest|tip|tax))?$/u

/** One number with what people write around it, or null. */
export function readQuantity(answer: string): Quantity | null {
  const plain = withoutRemark(bare(answer)).replace(
    /^\\(?:text\w*|mathrm)\s*\{([^{}\d=]*\s)\}\s*(?=\S)/u,
    '$1',
  )
  const side = answeredSide(sentence.exec(plain)?.[1] ?? plain.replace(labelled, ''))
  if (side === null) return null
  const numbered = plainUnits(plainSignsOfNumber(side))
    .trim()
    .replace(adverb, '')
    .replace(/^(?:\\?#|№|No\.)\s*(?=\p{Nd})/u, '')
    .replace(/^(?:minus|negative)\s+(?=\p{Nd})/iu, '-')
  let text = numbered.replace(currencyBefore, '$1').replace(currencyBehind, '').trim()
  const currency = text !== numbered
  const percent = percentage.exec(text)
  if (percent !== null) text = text.slice(0, percent.index)
  text = bare(text)
    // (5), while (1,2) is a point.
    .replace(/^\(([^(),]*|[^(),]*(?:,\d{3})+)\)$/su, '$1')
    .replace(inchesOrFeet, '')
    .trim()
  const digits = /^([-+−–]?\s*(?:\p{Nd}[\p{Nd}.,'’٬٫\u00a0\u2009\u202f]*|[.]\p{Nd}+))(\s*)(.*)$/su.exec(text)
  if (digits !== null) {
    const written = at(digits, 1)
      .replace(/[.,]$/u, '')
      .replace(/^([-+−–]?)\s*\./u, '$10.')
    const value = numberOf(written)
    const rest = at(digits, 3).trim()
    if (value === null) return null
    if (rest === '') return { value, unit: '', percent: percent !== null }
    if (percent !== null) return null
    const apart = at(digits, 2) !== ''
    const money = currency && !apart && Object.hasOwn(moneyScales, rest) ? moneyScales[rest] : undefined
    return scaled(value, money ?? (rest === 'k' && !apart ? 'thousand' : rest), apart || currency)
  }
  const below = /^(?:minus|negative)\s/iu.test(text)
  const words = text
    .toLowerCase()
    .split(/[\s-]+/u)
    .slice(below ? 1 : 0)
  const spelled = wordNumber(words)
  if (spelled === null) return null
  const rest = words.slice(spelled.count).join(' ')
  return rest === '' || isUnit(rest, true)
    ? {
        value: `${below && spelled.value > 0 ? '-' : ''}${spelled.value}`,
        unit: rest,
        percent: percent !== null,
      }
    : null
}

/** `5 million` is five million, `5 books` is five. */
function scaled(value: string, rest: string, apart: boolean): Quantity | null {
  const [first = '', ...others] = rest.split(/\s+/u)
  const scale = Object.hasOwn(scales, first) ? scales[first] : undefined
  if (scale === undefined) return isUnit(rest, apart) ? { value, unit: rest, percent: false } : null
  const unit = others.join(' ')
  if (unit !== '' && !isUnit(unit, true)) return null
  const [whole = '', fraction = ''] = value.split('.')
  const zeros = '0'.repeat(fraction.length)
  const product = (BigInt(whole + fraction) * BigInt(scale)).toString()
  const scaledValue = zeros === '' ? product : numberOf(shifted(product, fraction.length))
  return scaledValue === null ? null : { value: scaledValue, unit, percent: false }
}

/** The digits of an integer with a decimal point `places` from the right. */
function shifted(digits: string, places: number): string {
  const negative = digits.startsWith('-')
  const padded = digits.replace('-', '').padStart(places + 1, '0')
  return `${negative ? '-' : ''}${padded.slice(0, -places)}.${padded.slice(-places)}`
}

/** Groups of thousands as LaTeX sets them, and decimal commas in braces. */
function plainSignsOfNumber(text: string): string {
  const decimal = latexCommas(text).replace(/^([-+]?)0,(?=\d+$)/u, '$10.')
  return joinSpacedGroups(decimal)
    .replace(/\\[,;:! ]|~|\\quad(?!\p{L})/gu, ' ')
    .replace(/\\(?:left|right)(?!\p{L})/gu, '')
}

interface Fraction {
  readonly over: bigint
  readonly under: bigint
}

/** Digits that a power may have. */
const MOST_EXPONENT = 60n

/**
 * The value of one number that is not written out: a fraction, a power, a root, a number times a power of
 * ten, a mixed number. A sum or another product is a question, not an answer: null.
 */
function closedForm(e: Expression): Fraction | null {
  switch (e.kind) {
    case 'number': {
      const [whole = '', fraction = ''] = e.text.split('.')
      return { over: BigInt(whole + fraction), under: 10n ** BigInt(fraction.length) }
    }
    case 'negate': {
      const of = closedForm(e.of)
      return of === null ? null : { over: -of.over, under: of.under }
    }
    case 'call': {
      const of = e.name === 'sqrt' ? closedForm(e.of) : null
      if (of === null || of.over < 0n || of.over % of.under !== 0n) return null
      const root = BigInt(Math.round(Math.sqrt(Number(of.over / of.under))))
      return root * root === of.over / of.under ? { over: root, under: 1n } : null
    }
    case 'operate':
      return closedOperation(e)
    default:
      return null
  }
}

function closedOperation(e: Extract<Expression, { kind: 'operate' }>): Fraction | null {
  const left = closedForm(e.left)
  const right = closedForm(e.right)
  if (left === null || right === null) return null
  switch (e.operator) {
    case '/':
      return right.over === 0n ? null : { over: left.over * right.under, under: left.under * right.over }
    case '^': {
      const exponent = right.over % right.under === 0n ? right.over / right.under : null
      if (exponent === null || exponent > MOST_EXPONENT || exponent < -MOST_EXPONENT) return null
      if (exponent < 0n)
        return left.over === 0n ? null : { over: left.under ** -exponent, under: left.over ** -exponent }
      return { over: left.over ** exponent, under: left.under ** exponent }
    }
    case '*': {
      const ten =
        e.right.kind === 'operate' && e.right.operator === '^' && closedForm(e.right.left)?.over === 10n
      return ten ? { over: left.over * right.over, under: left.under * right.under } : null
    }
    default:
      // A mixed number: the reader gives it as a sum.
      return e.operator === '+' && e.left.kind === 'number' && e.right.kind === 'operate'
        ? { over: left.over * right.under + right.over * left.under, under: left.under * right.under }
        : null
  }
}

/** m + n, a - b: what a whole number may be asked for as; with factors it is an equation to be solved. */
const sumOfNames = /^\s*\$?\s*\p{L}(?:_\d)?(?:\s*[+-]\s*\p{L}(?:_\d)?)+\s*=\s*(?=[^=]+$)/u

/** The whole number that an answer states, in any form that people write; null where it states none. */
export function readInteger(written: string): string | null {
  const once = saidOnce(written, (one, other) => {
    const value = readInteger(one)
    return value !== null && value === readInteger(other)
  })
  if (once === null) return null
  const given = spelledOut(once)
  const plain = bare(given)
  const answer = euroGroups.test(plain)
    ? plain.replace('.', '')
    : given.replace(sumOfNames, '').replace(labelled, '')
  const quantity = readQuantity(answer)
  if (quantity !== null) return quantity.value.includes('.') ? null : quantity.value
  const side = answeredSide(withoutRemark(bare(answer)))
  if (side === null) return null
  const text = bare(
    withTimesSign(plainUnits(side)).replace(adverb, '').replace(currencyBefore, '$1').replace(/\s*%$/u, ''),
  )
  const formula = plainSigns(
    text.replace(/\s+\p{L}[^\\]*$/u, (unit) => (isUnit(unit.trim(), true) ? '' : unit)),
  )
  if (/[\d)}\]]\s*[-+]\s*[\d({\\]/u.test(formula)) return null
  try {
    const value = closedForm(parseMath(formula, { words: false }))
    if (value === null || value.under === 0n || value.over % value.under !== 0n) return null
    return (value.over / value.under).toString()
  } catch (error) {
    if (error instanceof DisallowedExpressionError) return null
    throw error
  }
}

/** A digit, a command or a sign of an equation: what could be meant as a number or a formula. */
export const saysNumber = (answer: string): boolean => /\p{N}|\\|[=+^]/u.test(answer)
