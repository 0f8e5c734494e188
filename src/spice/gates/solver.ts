// The gold is what a solver makes of the question alone. The one gate on the gold that needs no passage, so
// that a game with a corpus and one without can be held to the same: a question that the solver cannot read
// is refused in both.

import { reason } from '../../protocol/refusal'
import type { GateResult, Task } from '../../protocol/records'
import type { PassageAnalyser } from '../analyser'
import { answers } from '../answers'
import { longestAnswer } from '../verifier'
import type { Gate } from './gate'
import { outcome } from './outcome'

const name = 'solver'

/** True or false where the solver has an answer, null where it cannot read the question. */
export function rightGold(task: Task, analyser: PassageAnalyser): boolean | null {
  const truth = analyser.truth(task)
  if (truth === null) return null
  return task.gold.length <= longestAnswer && answers[task.type].isTruth(task, truth)
}

export function solver(task: Task, analyser: PassageAnalyser): GateResult {
  const right = rightGold(task, analyser)
  if (right === null) return outcome(name, reason('solver.unreadable', {}))
  return outcome(name, right ? null : reason('solver.otherAnswer', { answer: analyser.truth(task) ?? '' }))
}

export const solverGate: Gate = {
  name,
  check: (task, { analyser }) => ({ result: solver(task, analyser) }),
  checksPrograms: false,
  checksCloze: false,
}
