// The verifier: does a completion's final answer equal the gold? Rules only, by answer type; every call is
// bounded by the size limits of the answer, and an answer beyond them is wrong.

import type { Task, Verdict } from '../protocol/records'
import type { AnswerType } from '../config/schema'
import { answers } from './answers'
import { judgeCloze } from './cloze/answering'
import { solves } from './programs/programTasks'
import { answerFor, finalAnswer } from './text/finalAnswer'

/** Longest answer that is looked at, in code units. */
export const longestAnswer = 400

/**
 * True where `answer` equals `gold` as answers of that type. Never throws. `options` are those of a choice.
 */
export function equalAnswers(
  type: AnswerType,
  answer: string,
  gold: string,
  options: readonly string[] = [],
): boolean {
  return (
    answer.length <= longestAnswer &&
    gold.length <= longestAnswer &&
    answers[type].equal(answer, gold, options)
  )
}

export interface JudgedAnswer {
  readonly answer: string | null
  readonly verdict: Verdict
}

/**
 * Reads and judges one completion. `stopped` false means that the token budget cut it off: its answer may be
 * half written and does not count.
 */
export function judge(
  completion: { readonly text: string; readonly stopped: boolean },
  task: Pick<Task, 'type' | 'gold'> & {
    readonly options?: Task['options']
    readonly program?: Task['program']
    readonly cloze?: Task['cloze']
  },
): JudgedAnswer {
  const { type, gold, options = [], program, cloze } = task
  if (cloze !== undefined) return judgeCloze(completion, { options, gold })
  const answer = completion.stopped ? answerIn(completion.text, type, options, program !== undefined) : null
  if (answer === null) return { answer: null, verdict: 'noAnswer' }
  const right =
    program === undefined
      ? equalAnswers(type, answer, gold, options)
      : answer.length <= longestAnswer && solves(answer, program)
  return { answer, verdict: right ? 'right' : 'wrong' }
}

function answerIn(
  text: string,
  type: AnswerType,
  options: readonly string[],
  program: boolean,
): string | null {
  if (program) return finalAnswer(text)
  const kind = answers[type]
  return answerFor(
    text,
    (answer) => answer.length <= longestAnswer && kind.reads(answer, options),
    (answer) => kind.says(answer),
    kind.options > 0,
  )
}
