// The verifier: does a completion's final answer equal the gold? Rules only, by answer type; every call is
// bounded by the size limits of the answer, and an answer beyond them is wrong.

import type { Task, Verdict } from '../protocol/records'
import type { AnswerType } from '../config/schema'
import { answers } from './answers'
import { solves } from './programs/tasks'
import { finalAnswer } from './text/finalAnswer'

/** Longest answer that is looked at, in code units. */
export const longestAnswer = 400

/** True where `answer` equals `gold` as answers of that type. Never throws. */
export function equalAnswers(type: AnswerType, answer: string, gold: string): boolean {
  return answer.length <= longestAnswer && answers[type].equal(answer, gold)
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
