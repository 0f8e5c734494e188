// The gold by majority, as R-Zero has it: the answer that most attempts give. Nobody knows whether it is
// right.

import type { Task } from '../../protocol/records'
import { answers } from '../answers'
import { equalAnswers, judge } from '../verifier'

/**
 * The task with the most frequent answer as its gold, the earliest where several are; attempts without an
 * answer do not
 * vote. Where none votes, the task is as it was.
 */
export function majorityVote(
  task: Task,
  completions: readonly { readonly text: string; readonly stopped: boolean }[],
): Task {
  const tally: { answer: string; votes: number }[] = []
  for (const completion of completions) {
    const written = judge(completion, task).answer
    const answer = written === null ? null : answers[task.type].vote(written)
    // What is no answer of the type equals nothing, itself included.
    if (answer === null || !equalAnswers(task.type, answer, answer)) continue
    const known = tally.find((each) => equalAnswers(task.type, answer, each.answer))
    if (known === undefined) tally.push({ answer, votes: 1 })
    else known.votes += 1
  }
  const most = Math.max(...tally.map(({ votes }) => votes))
  const winner = tally.find(({ votes }) => votes === most)
  return winner === undefined ? task : { ...task, gold: winner.answer, written: task.gold }
}
