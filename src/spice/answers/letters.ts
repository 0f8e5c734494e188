// The letter of a multiple-choice answer: the one it begins with, in any of the ways that people set it off.
// The text behind it is read only to tell `B Mercury` from a sentence that begins with the word A, so an
// answer that merely contains an option earns nothing.

import { at } from '../../base/at'
import { bare, withoutMarkup } from './markup'
import { equalStrings } from './words'

export const optionLetters = ['A', 'B', 'C', 'D'] as const
export type OptionLetter = (typeof optionLetters)[number]
/** Letters of a question from elsewhere, which may have more options than a task of ours. */
export const benchmarkLetters = 'ABCDEFGHIJ'

/** 'B) 149,600,000 km' is B, '(c)' is C, 'Bob' is no letter. */
export function leadingLetter(answer: string, texts: readonly string[] = []): OptionLetter | null {
  return optionLetters.find((letter) => letter === letterAmong(answer, optionLetters.length, texts)) ?? null
}

/** A second letter: `A or B`, `(A), (B)` choose nothing. */
const another = /^\s*(?:or|and|oder|und|,|\/|&)\s*[([]?[A-J](?!\p{L})/iu

/**
 * The same among any number of options, up to the ten of `benchmarkLetters`; `texts` are the options' own
 * words, where they are known.
 */
export function letterAmong(answer: string, options: number, texts: readonly string[] = []): string | null {
  const plain = withoutMarkup(bare(answer).normalize('NFKC'))
    .replace(/[*`"“”]|^['‘]|['’]$/gu, '')
    .trim()
  const written = plain.replace(/^(?:option|choice|answer|letter)\s+(?=[([]?[A-J](?!\p{L}))/iu, '')
  const named = written !== plain
  const match = /^[([{]?\s*([A-Ja-j])(?![\p{L}\p{N}'’])\s*([)\]}.:]*)\s*(.*)$/su.exec(written)
  if (match === null) return null
  const letter = at(match, 1).toUpperCase()
  const [sign, rest] = [at(match, 2), at(match, 3)]
  if (!benchmarkLetters.slice(0, options).includes(letter) || another.test(rest)) return null
  const setOff =
    rest === '' ||
    sign !== '' ||
    named ||
    /^(?:[-–—=]\s+\S|(?:because|since)\s)/u.test(rest) ||
    /^is (?:the )?(?:correct|right|answer|best|true)/iu.test(rest) ||
    equalStrings(rest, texts.find((_, i) => benchmarkLetters[i] === letter) ?? '')
  return setOff ? letter : null
}
