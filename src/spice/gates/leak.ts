// The gold, as a token, is not in the stem. Options are exempt: a multiple choice leaks where its stem names
// the gold option and none of the others, for then the stem gives the answer away; a stem that names several
// gives away nothing.

import { reason } from '../../protocol/refusal'
import type { GateResult, Task } from '../../protocol/records'
import { answers } from '../answers'
import { goldText } from '../task'
import { Reading } from '../text/reading'
import type { Gate } from './gate'
import { outcome } from './outcome'

const name = 'leak'

export function leak(task: Task): GateResult {
  const stem = new Reading(task.question)
  const answer = answers[task.type]
  const gold = goldText(task)
  if (answer.find(stem, gold) === null) return outcome(name, null)
  const others = task.options.filter((option) => option !== gold && answer.find(stem, option) !== null)
  return outcome(name, others.length > 0 ? null : reason('question.holdsGold', { gold }))
}

export const leakGate: Gate = {
  name,
  check: (task) => ({ result: leak(task) }),
  checksPrograms: false,
  checksCloze: true,
}
