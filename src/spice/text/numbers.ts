// Numbers as tokens of a text, in any script's digits, with a canonical value to compare by.
// 42, +42, ٤٢, 42.0 and 042 are one number; the 42 inside 142, 4.42 or A42 is none.

import { at } from '../../base/at'
import { asciiDigits } from './splitWords'

export interface NumberToken {
  /** Canonical: optional minus, digits without leading zeros, optional fraction without trailing zeros. */
  readonly value: string
  readonly start: number
  readonly end: number
}

const digit = '\\p{Nd}'
const comma = "[,٬，'’\\u00a0\\u2009\\u202f]"
const point = '[.٫．]'
const unsigned = [
  `${digit}{1,3}(?:${comma}${digit}{3})+(?!${digit})(?:${point}${digit}+)?`, // 149,600,000.5
  `${digit}{1,2}(?:,${digit}{2})+,${digit}{3}(?!${digit})(?:${point}${digit}+)?`, // 12,34,567
  `${digit}{1,3}(?:\\.${digit}{3})+,${digit}{1,2}(?!${digit})`, // 1.234,50
  `${digit}{1,3}(?:\\.${digit}{3}){2,}(?!${digit})`, // 1.234.567
  `${digit}+(?:${point}|,)${digit}+`, // 3.14 and 3,14
  `${digit}+`,
].join('|')
const sign = '[-+−–﹣－＋]'
// A number does not begin inside a word of a script with capitals; a sign counts only where nothing to
// subtract from stands before it.
const pattern = new RegExp(
  `(?:(?<![\\p{L}\\p{N})\\]])(${sign}))?(?<![\\p{Lu}\\p{Ll}\\p{Nd}])(${unsigned})`,
  'gu',
)
const whole = new RegExp(`^(${sign})?\\s*(${unsigned})$`, 'u')
const grouped = new RegExp(
  `^(?:${digit}{1,3}(?:${comma}${digit}{3})+|${digit}{1,2}(?:,${digit}{2})+,${digit}{3})(?:${point}${digit}+)?$`,
  'u',
)
const groupedByPoints = new RegExp(
  `^${digit}{1,3}(?:(?:\\.${digit}{3}){2,}|(?:\\.${digit}{3})+,${digit}{1,2})$`,
  'u',
)

function canonical(signText: string | undefined, body: string): string {
  const plain = groupedByPoints.test(body)
    ? body.replaceAll('.', '').replace(',', '.')
    : grouped.test(body)
      ? body.replace(new RegExp(comma, 'gu'), '')
      : body.replace(',', '.')
  const [integer = '', fraction = ''] = asciiDigits(plain.replace(new RegExp(point, 'u'), '.')).split('.')
  const head = integer.replace(/^0+(?=\d)/, '')
  const tail = fraction.replace(/0+$/, '')
  const value = tail === '' ? head : `${head}.${tail}`
  const negative = signText !== undefined && !/[+＋]/u.test(signText)
  return negative && value !== '0' ? `-${value}` : value
}

/** Every number of the text, in order. */
export function numbersIn(text: string): NumberToken[] {
  return [...text.matchAll(pattern)].map((match) => ({
    value: canonical(match[1], at(match, 2)),
    start: match.index,
    end: match.index + match[0].length,
  }))
}

/** The value of a text that is one number and nothing else, or null. */
export function numberOf(text: string): string | null {
  const match = whole.exec(text.trim())
  return match === null ? null : canonical(match[1], at(match, 2))
}

/** The value of a text that is one whole number, or null; 42.0 is whole, 42.5 is not. */
export function integerOf(text: string): string | null {
  const value = numberOf(text)
  return value === null || value.includes('.') ? null : value
}
