// The letter of a multiple-choice answer: the one it begins with, alone or followed by a bracket, a point or
// a colon.
// The text behind it is not read, so an answer that merely contains an option earns nothing.

export const optionLetters = ['A', 'B', 'C', 'D'] as const
export type OptionLetter = (typeof optionLetters)[number]
/** Letters of a question from elsewhere, which may have more options than a task of ours. */
export const benchmarkLetters = 'ABCDEFGHIJ'

/** 'B) 149,600,000 km' is B, '(c)' is C, 'Bob' is no letter. */
export function leadingLetter(answer: string): OptionLetter | null {
  return optionLetters.find((letter) => letter === letterAmong(answer, optionLetters.length)) ?? null
}

/** The same among any number of options, up to the ten of `benchmarkLetters`. */
export function letterAmong(answer: string, options: number): string | null {
  const letter = /^[([]?\s*([A-Ja-j])\s*(?:[)\].:]|$)/u
    .exec(answer.normalize('NFKC').trim())?.[1]
    ?.toUpperCase()
  return letter !== undefined && benchmarkLetters.slice(0, options).includes(letter) ? letter : null
}
