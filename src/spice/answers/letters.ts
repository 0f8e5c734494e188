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
/** `I think B`: whose opinion it is. */
const opinion =
  /^(?:I(?:\s+(?:would\s+)?(?:think|believe|choose|pick|select|guess|say)|['’]d\s+(?:say|choose|pick))|probably|most likely)(?:\s+(?:that|it(?:['’]s|\s+is)))?,?\s+(?=[^a-z])/u
/** `Mercury (B)` */
const letterBehind = /^(.{2,200}?)\s*\(([A-J])\)\.?$/su

/** The option's own words, or '' where they are not known. */
const textOf = (letter: string, texts: readonly string[]): string =>
  texts.find((_, i) => benchmarkLetters[i] === letter) ?? ''

/**
 * The same among any number of options, up to the ten of `benchmarkLetters`; `texts` are the options' own
 * words, where they are known.
 */
export function letterAmong(answer: string, options: number, texts: readonly string[] = []): string | null {
  const plain = withoutMarkup(bare(answer).normalize('NFKC'))
    .replace(/[*`"“”]|^['‘]|['’]$/gu, '')
    .trim()
    .replace(opinion, '')
  const behind = letterBehind.exec(plain)
  if (behind !== null && equalStrings(at(behind, 1), textOf(at(behind, 2), texts)))
    return benchmarkLetters.slice(0, options).includes(at(behind, 2)) ? at(behind, 2) : null
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
    /^(?:[-–—=]\s+\S|,?\s*(?:because|since|as(?! well))\s|,\s*(?:although|though|not|which|while)\s|\([^()]*\)\.?$)/u.test(
      rest,
    ) ||
    /^is (?:the )?(?:correct|right|answer|best|true)/iu.test(rest) ||
    equalStrings(rest, textOf(letter, texts))
  return setOff ? letter : null
}
