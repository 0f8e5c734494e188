// An answer that is said twice: in digits and in words, as a fraction and as a decimal, in two units. Both
// have to say the same; where they differ, it is two answers.

import { at } from '../../base/at'
import { bare } from './markup'
import { spelledNumber } from './numberWords'
import { readQuantity } from './quantity'

/** Metres, kilograms, litres and seconds in a unit. */
const sizes: Readonly<Record<string, readonly [of: 'm' | 'kg' | 'l' | 's', size: number]>> = {
  ...{ mm: ['m', 0.001], cm: ['m', 0.01], m: ['m', 1], km: ['m', 1000] },
  ...{ in: ['m', 0.0254], inches: ['m', 0.0254], ft: ['m', 0.3048], feet: ['m', 0.3048] },
  ...{ yd: ['m', 0.9144], yards: ['m', 0.9144], mi: ['m', 1609.344], miles: ['m', 1609.344] },
  ...{ g: ['kg', 0.001], kg: ['kg', 1], oz: ['kg', 0.028349523125], lb: ['kg', 0.45359237] },
  ...{ lbs: ['kg', 0.45359237], pounds: ['kg', 0.45359237], ml: ['l', 0.001], l: ['l', 1] },
  ...{
    s: ['s', 1],
    seconds: ['s', 1],
    min: ['s', 60],
    minutes: ['s', 60],
    h: ['s', 3600],
    hours: ['s', 3600],
  },
}

/** 4.7 in of 12 cm: as many as the digits that are written tell. */
function sameSize(one: string, other: string): boolean {
  const [a, b] = [readQuantity(one), readQuantity(other)]
  if (a === null || b === null) return false
  const [from, to] = [sizes[a.unit.toLowerCase()], sizes[b.unit.toLowerCase()]]
  if (from === undefined || to === undefined || from[0] !== to[0]) return false
  const digits = at(b.value.split('.').concat(''), 1).length
  return Math.abs((Number(a.value) * from[1]) / to[1] - Number(b.value)) <= 0.5 * 10 ** -digits * (1 + 1e-9)
}

const inBrackets = /^(.*[^\s(])\s*\((?:(?:or|i\.e\.,?|that is,?)\s+)?([^()]+)\)\s*(\p{L}[\p{L} /]{0,40})?$/su
const twice = /^(.+?),?\s+(?:or|i\.e\.,?|that is,?)\s+(.+)$/su
const oneOfMany = /[,;](?!\d{3})|(?<!\p{L})(?:or|and|not)(?!\p{L})|[%()]/iu

/**
 * The answer as it is said first: `7 (seven) apples` is `7 apples`, `3/4 or 0.75` is 3/4. The answer itself
 * where it is said once; null where it is said twice and differs: `7 (eight)`. `isSame` compares two sides.
 */
export function saidOnce(answer: string, isSame: (one: string, other: string) => boolean): string | null {
  const text = bare(answer)
  const brackets = inBrackets.exec(text)
  if (brackets !== null) {
    const [first, second, behind = ''] = [at(brackets, 1), at(brackets, 2).trim(), brackets[3]]
    const once = `${first} ${behind}`.trim()
    const other = /^not\s+(?=[-+−]?\p{Nd}[\p{Nd},.]*$)/iu.exec(second)
    if (other !== null && behind === '') return isSame(first, second.slice(other[0].length)) ? null : first
    const inWords = [first, second].filter((side) => spelledNumber(side) !== null).length
    const secondIsNumber = /^[-+−]?\p{Nd}[\p{Nd},.]*$/u.test(second)
    if (inWords === 2 || (inWords === 1 && (secondIsNumber || spelledNumber(second) !== null)))
      return isSame(first, second) ? once : null
    // Eight apples (8)
    if (secondIsNumber && /^\p{L}/u.test(first) && readQuantity(first) !== null)
      return isSame(first, second) ? once : null
    if (behind === '' && /\p{L}/u.test(first) && /^[-+−]?\p{Nd}/u.test(second) && sameSize(first, second))
      return first
    return answer
  }
  const both = twice.exec(text)
  if (both === null || oneOfMany.test(at(both, 1)) || oneOfMany.test(at(both, 2))) return answer
  return isSame(at(both, 1), at(both, 2)) ? at(both, 1) : null
}
