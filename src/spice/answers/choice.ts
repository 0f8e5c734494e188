// The letter of a multiple-choice answer: the one it begins with, alone or followed by a bracket, a point or a colon.
// The text behind it is not read, so an answer that merely contains an option earns nothing.

import { optionLetters, type OptionLetter } from '../prompts'

/** 'B) 149,600,000 km' is B, '(c)' is C, 'Bob' is no letter. */
export function leadingLetter(answer: string): OptionLetter | null {
  const match = /^[([]?\s*([A-Da-d])\s*(?:[)\].:]|$)/u.exec(answer.normalize('NFKC').trim())
  return optionLetters.find((letter) => letter === match?.[1]?.toUpperCase()) ?? null
}
