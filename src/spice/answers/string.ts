// One to three words, equal as `words.ts` says.

import { ok } from '../../base/result'
import { refuse } from '../../protocol/refusal'
import { countWords } from '../text/splitWords'
import type { AnswerKind } from './answerKind'
import { equalStrings, normaliseString } from './words'

/** Most words of a string answer (the paper's App. E). */
const mostWords = 3

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
  reads: () => true,
  says: () => true,
  equal: equalStrings,
  vote: (answer) => answer,
  goldText: ({ gold }) => gold,
  isTruth: ({ gold }, truth) => equalStrings(gold, truth),
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
