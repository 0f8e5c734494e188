// A tokenizer for scripts and tests: the five marks, then one token a character. Text can never become a
// mark.

import { marks, type Mark, type PromptPart } from '../spice/seats'

export const markId = (mark: Mark): number => marks.indexOf(mark)
const firstCharacter = marks.length

export const encodeText = (text: string): number[] =>
  Array.from(text, (character) => firstCharacter + (character.codePointAt(0) ?? 0))

export const encodeParts = (parts: readonly PromptPart[]): number[] =>
  parts.flatMap((part) => ('mark' in part ? [markId(part.mark)] : encodeText(part.text)))

/** Marks are left out. */
export const decodeTokens = (tokens: readonly number[]): string =>
  tokens
    .filter((token) => token >= firstCharacter)
    .map((token) => String.fromCodePoint(token - firstCharacter))
    .join('')
