// Equality of string answers: exact after folding (case, width, composition, digits of any script), with
// white space collapsed, quotes and closing punctuation at either end left out, and one leading English
// article dropped.
// Nothing inside is ignored and nothing is searched for: "Paris, France" is not "Paris", and C++ is not C.

import { fold } from '../text/words'

const edges = /^[\s"'“”‘’«»„`.,;:!?。！？、，؛،¿¡]+|[\s"'“”‘’«»„`.,;:!?。！？、，؛،؟]+$/gu

export function normaliseString(text: string): string {
  const folded = fold(text).replace(/\s+/gu, ' ')
  const trimmed = folded.replace(edges, '')
  const bare = trimmed.replace(/^(?:an?|the) (?=\S)/u, '')
  // An answer that is nothing but punctuation is compared as written.
  return bare === '' ? folded.trim() : bare
}

export const equalStrings = (a: string, b: string): boolean => normaliseString(a) === normaliseString(b)
