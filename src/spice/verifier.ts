// The verifier: does a completion's final answer equal the gold? Rules only, by answer type; every call is
// bounded by the size limits of the answer, and an answer beyond them is wrong.

import type { Task, Verdict } from '../protocol/records'
import { unreachable } from '../base/result'
import type { AnswerType } from '../config/schema'
import { leadingLetter } from './answers/letters'
import { equalExpressions, parseExpression } from './algebra/expression'
import { finalAnswer } from './text/finalAnswer'
import { equalStrings } from './answers/string'
import { solves } from './programs/tasks'
import { integerOf } from './text/numbers'

/** Longest answer that is looked at, in code units. */
export const longestAnswer = 400

/** True where `answer` equals `gold` as answers of that type. Never throws. */
export function equalAnswers(type: AnswerType, answer: string, gold: string): boolean {
  if (answer.length > longestAnswer) return false
  switch (type) {
    case 'integer': {
      const value = integerOf(answer)
      return value !== null && value === integerOf(gold)
    }
    case 'expression': {
      const value = parseExpression(answer)
      const goldValue = parseExpression(gold)
      return value.ok && goldValue.ok && equalExpressions(value.value, goldValue.value)
    }
    case 'string':
      return equalStrings(answer, gold)
    case 'mcq': {
      const letter = leadingLetter(answer)
      return letter !== null && letter === leadingLetter(gold)
    }
    default:
      return unreachable(type)
  }
}

export interface Judged {
  readonly answer: string | null
  readonly verdict: Verdict
}

/**
 * Reads and judges one completion. `stopped` false means that the token budget cut it off: its answer may be
 * half written and does not count.
 */
export function judge(
  completion: { readonly text: string; readonly stopped: boolean },
  task: Pick<Task, 'type' | 'gold'> & { readonly program?: Task['program'] },
): Judged {
  const answer = completion.stopped ? finalAnswer(completion.text) : null
  if (answer === null) return { answer: null, verdict: 'noAnswer' }
  if (task.program !== undefined)
    return {
      answer,
      verdict: answer.length <= longestAnswer && solves(answer, task.program) ? 'right' : 'wrong',
    }
  return { answer, verdict: equalAnswers(task.type, answer, task.gold) ? 'right' : 'wrong' }
}
