// One to three words. Two are equal exactly after folding (case, width, composition, digits of any script),
// with white space collapsed, quotes and closing punctuation at either end left out, and one leading English
// article dropped.
// Nothing inside is ignored and nothing is searched for: "Paris, France" is not "Paris", and C++ is not C.

import { ok } from '../../base/result'
import { refuse } from '../../protocol/reasons'
import { countWords, fold } from '../text/words'
import type { AnswerKind } from './kind'

/** Most words of a string answer (the paper's App. E). */
const mostWords = 3

const edges = /^[\s"'“”‘’«»„`.,;:!?。！？、，؛،¿¡]+|[\s"'“”‘’«»„`.,;:!?。！？、，؛،؟]+$/gu

export function normaliseString(text: string): string {
  const folded = fold(text).replace(/\s+/gu, ' ')
  const trimmed = folded.replace(edges, '')
  const bare = trimmed.replace(/^(?:an?|the) (?=\S)/u, '')
  // An answer that is nothing but punctuation is compared as written.
  return bare === '' ? folded.trim() : bare
}

const equal = (a: string, b: string): boolean => normaliseString(a) === normaliseString(b)

export const string: AnswerKind = {
  name: 'string',
  options: 0,
  /** Half for a question of two answers. */
  chance: (gold) => (['yes', 'no', 'true', 'false'].includes(normaliseString(gold)) ? 0.5 : 0),
  readGold: (written) => {
    const words = countWords(written)
    if (words === 0) return refuse('gold.noWord', {})
    return words > mostWords ? refuse('gold.tooManyWords', { words, most: mostWords }) : ok(written)
  },
  equal,
  vote: (answer) => answer,
  goldText: ({ gold }) => gold,
  isTruth: ({ gold }, truth) => equal(gold, truth),
  find: (text, answer) => text.findWords(answer),
  gap: (word) => ({ options: [], gold: word }),
  wording: {
    title: 'String',
    rule: 'The answer is a name or term of one to three words.',
    example: {
      question: 'Which gas do plants take from the air to make sugar?',
      options: [],
      gold: 'Carbon dioxide',
    },
  },
}
