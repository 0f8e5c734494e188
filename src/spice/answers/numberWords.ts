// Numbers in English words, and other spellings of one number: three quarters, 1_000, ^1/_2. It knows no unit
// and no equation.

import { at } from '../../base/at'
import { bare } from './markup'

export const scales: Readonly<Record<string, string>> = {
  ...{ hundred: '100', thousand: '1000', million: '1000000', billion: '1000000000' },
  ...{ trillion: '1000000000000', dozen: '12' },
}

const ones =
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
  seventeen eighteen nineteen`.split(/\s+/u)
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')

/**
 * English number words at the head of `words`: the value and how many words it took; null where none stands,
 * or more than one number.
 */
export function wordNumber(
  words: readonly string[],
): { readonly value: number; readonly count: number } | null {
  let total = 0
  let group = 0
  let count = 0
  for (const [i, word] of words.entries()) {
    const one = ones.indexOf(word)
    const ten = tens.indexOf(word)
    const last = group % 100
    if (one >= 0) {
      if (count > 0 && last !== 0 && (last < 20 || last % 10 !== 0 || one > 9)) return null
      group += one
    } else if (ten >= 0) {
      if (last !== 0) return null
      group += 20 + 10 * ten
    } else if (word === 'hundred' && i > 0) group *= 100
    else if (word === 'dozen' && i > 0) group *= 12
    else if ((word === 'thousand' || word === 'million' || word === 'billion') && i > 0) {
      total += group * Number(scales[word])
      group = 0
    } else if (word === 'and' && i > 0 && i + 1 < words.length) continue
    else break
    count = i + 1
  }
  return count === 0 ? null : { value: total + group, count }
}

/** A whole number in words alone; null for anything else. */
export function spelledNumber(text: string): number | null {
  const words = text
    .trim()
    .toLowerCase()
    .split(/[\s-]+/u)
  const below = words[0] === 'minus' || words[0] === 'negative'
  const spelled = wordNumber(below ? words.slice(1) : words)
  if (spelled === null || spelled.count + Number(below) !== words.length) return null
  return below ? -spelled.value : spelled.value
}

const denominators = 'half third quarter fourth fifth sixth seventh eighth ninth tenth'.split(' ')
const unders: Readonly<Record<string, number>> = {
  ...{ half: 2, halve: 2, third: 3, quarter: 4, fourth: 4, fifth: 5, sixth: 6, seventh: 7, eighth: 8 },
  ...{ ninth: 9, tenth: 10 },
}
const fraction = new RegExp(
  `^(?:(minus|negative) )?(?:([a-z -]+?) and )?(?:(an?|${ones.join('|')})[ -])?(halve|${denominators.join('|')})(s?)$`,
  'iu',
)

/** `three quarters` is 3/4, `two and a half` 5/2; null where it is none of them. */
function spelledFraction(text: string): string | null {
  const match = fraction.exec(text)
  if (match === null) return null
  const [under, plural] = [unders[at(match, 4).toLowerCase()], match[5] !== '']
  const many = (match[3] === undefined ? 'one' : match[3]).toLowerCase()
  const over = many.length < 3 ? 1 : ones.indexOf(many)
  const whole = match[2] === undefined ? 0 : spelledNumber(match[2])
  // A third is a place too, and `half` needs no number before it.
  const counted = match[3] !== undefined || under === 2
  if (under === undefined || whole === null || !counted || plural !== over > 1 || over >= 100) return null
  return `${match[1] === undefined ? '' : '-'}${whole * under + over}/${under}`
}

/** The number that other spellings stand for, as digits; any other text as it is. */
export function spelledOut(answer: string): string {
  const text = bare(answer)
  const grouped = /^[-+−–]?\d{1,3}(?:\\?_\d{3})+$/u.test(text) ? text.replace(/\\?_/gu, '') : null
  const raised = /^([-−]?)\^\{?(\d+)\}?\s*\/\s*_\{?(\d+)\}?$/u.exec(text)
  const plain = raised === null ? null : `${at(raised, 1)}${at(raised, 2)}/${at(raised, 3)}`
  const dozen = /^an? dozen(?!\p{L})/iu.test(text) ? text.replace(/^an?/iu, 'one') : null
  return grouped ?? plain ?? dozen ?? spelledFraction(text.replace(/\s+/gu, ' ')) ?? answer
}
