// Equality of answers in words: exact after folding (case, width, composition, digits of any script), with
// white space collapsed, quotes and closing punctuation at either end left out, and one leading English
// article dropped.
// Nothing inside is ignored and nothing is searched for: "Paris, France" is not "Paris", and C++ is not C.

import { fold } from '../text/splitWords'
import { withoutMarkup } from './markup'

const edges = /^[\s"'“”‘’«»„`.,;:!?。！？、，؛،¿¡]+|[\s"'“”‘’«»„`.,;:!?。！？、，؛،؟]+$/gu

/**
 * A formula or an abbreviation in brackets behind a name: `Carbon dioxide (CO2)`; `Mercury (planet)` says
 * more.
 */
const abbreviation = /\s+\((?=[^()]*[\p{Lu}\d])(?![^()]*\p{Ll}{3})[^()\s]+\)$/u
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

export function normaliseString(text: string): string {
  const plain = withoutMarkup(text)
    .trim()
    .replace(abbreviation, '')
    // An exponent is no digit of the number before it.
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]+/gu, (run) => `^${[...run].map((each) => superscripts.indexOf(each)).join('')}`)
    .replace(/(?<=[\p{L}\p{N}])[‐‑–—](?=[\p{L}\p{N}])/gu, '-')
  const folded = fold(plain).replace(/\s+/gu, ' ')
  const trimmed = folded.replace(edges, '')
  const bare = trimmed.replace(/^(?:an?|the) (?=\S)/u, '')
  // An answer that is nothing but punctuation is compared as written.
  return bare === '' ? folded.trim() : bare
}

export const equalStrings = (a: string, b: string): boolean => normaliseString(a) === normaliseString(b)
