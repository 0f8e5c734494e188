// Numbers as people write them in an answer: with currency, percent, units, words, powers of ten, as a
// fraction or an equation. Units are not converted and not checked: no question is at hand to check them by.

import { at } from '../../base/at'
import { numberOf } from '../text/numbers'
import { answeredSide } from './equations'
import { bare, withoutRemark } from './markup'
import { scales, wordNumber } from './numberWords'
import { joinSpacedGroups, latexCommas } from '../algebra/tokens'

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
/** Behind a sum of money: $18K, $3M. */
const moneyScales: Readonly<Record<string, string>> = {
  k: 'thousand',
  K: 'thousand',
  M: 'million',
  B: 'billion',
}
/** What says of a number how sure it is, and changes nothing. */
export const adverb =
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
export function plainUnits(text: string): string {
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
export function isUnit(given: string, separate: boolean): boolean {
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
export const labelled = /^\s*\$?\s*\p{L}[\p{L}\s]{0,40}:\s*(?=\\?\$?-?\p{Nd})/u
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

/** A digit, a command or a sign of an equation: what could be meant as a number or a formula. */
export const saysNumber = (answer: string): boolean => /\p{N}|\\|[=+^]/u.test(answer)
