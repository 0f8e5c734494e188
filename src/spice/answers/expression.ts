// Formulas in plain algebra, equal where they are equal as mathematics.

import { ok } from '../../base/result'
import { refuse } from '../../protocol/reasons'
import { equalExpressions, parseExpression } from '../algebra/expression'
import type { AnswerKind } from './kind'

const equal = (answer: string, gold: string): boolean => {
  const value = parseExpression(answer)
  const goldValue = parseExpression(gold)
  return value.ok && goldValue.ok && equalExpressions(value.value, goldValue.value)
}

export const expression: AnswerKind = {
  name: 'expression',
  options: 0,
  chance: () => 0,
  readGold: (written) => {
    const parsed = parseExpression(written)
    return parsed.ok ? ok(written) : refuse('gold.notExpression', { why: parsed.error })
  },
  equal,
  vote: (answer) => answer,
  goldText: ({ gold }) => gold,
  isTruth: ({ gold }, truth) => equal(gold, truth),
  find: (text, answer) => text.findExpression(answer),
  wording: {
    title: 'Expression',
    rule: 'The answer is a formula in plain algebra, such as 2*x + 5.',
    example: {
      question: 'A rectangle is x wide and 3 longer than wide. What is its area?',
      options: [],
      gold: 'x*(x + 3)',
    },
  },
}
