// Formulas in plain algebra, equal where they are equal as mathematics.

import { ok } from '../../base/result'
import { refuse } from '../../protocol/refusal'
import { parseExpression } from '../algebra/algebraicExpression'
import type { AnswerKind } from './answerKind'
import { saysNumber } from './quantity'
import { equalAsExpressions, readsAsExpression } from './readExpression'

export const expression: AnswerKind = {
  name: 'expression',
  options: 0,
  chance: () => 0,
  readGold: (written) => {
    const parsed = parseExpression(written)
    return parsed.ok ? ok(written) : refuse('gold.notExpression', { why: parsed.error })
  },
  reads: readsAsExpression,
  says: saysNumber,
  equal: equalAsExpressions,
  vote: (answer) => answer,
  goldText: ({ gold }) => gold,
  isTruth: ({ gold }, truth) => equalAsExpressions(gold, truth),
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
