// Whole numbers in any script's digits, compared by value.

import { ok } from '../../base/result'
import { refuse } from '../../protocol/refusal'
import { integerOf, numberOf } from '../text/numbers'
import type { AnswerKind } from './answerKind'
import { saysNumber } from './quantity'
import { readInteger } from './readInteger'

const equal = (answer: string, gold: string): boolean => {
  const value = readInteger(answer)
  return value !== null && value === readInteger(gold)
}

export const integer: AnswerKind = {
  name: 'integer',
  options: 0,
  chance: () => 0,
  readGold: (written) =>
    integerOf(written) === null ? refuse('gold.notInteger', { gold: written }) : ok(written),
  reads: (answer) => readInteger(answer) !== null,
  says: saysNumber,
  equal,
  vote: (answer) => answer,
  goldText: ({ gold }) => gold,
  isTruth: ({ gold }, truth) => equal(gold, truth),
  find: (text, answer) => {
    const value = numberOf(answer)
    return value === null ? null : text.findNumber(value)
  },
  wording: {
    title: 'Integer',
    rule: 'The answer is a whole number, written in digits without a unit: work it out from what the document says.',
    example: {
      question:
        'A baker sells 12 loaves in the morning and twice as many in the afternoon. How many loaves does the baker sell?',
      options: [],
      gold: '36',
    },
  },
}
