// The gold, as a token, is not in the stem. Options are exempt: a multiple choice leaks where its stem names
// the gold option and none of the others, for then the stem gives the answer away; a stem that names several
// gives away nothing.

import { reason } from '../../protocol/reasons'
import type { GateResult, Task } from '../../protocol/records'
import { answers } from '../answers'
import { goldText } from '../task'
import { Reading } from '../text/reading'
import { outcome } from './outcome'

export function leak(task: Task): GateResult {
  const stem = new Reading(task.question)
  const answer = answers[task.type]
  const gold = goldText(task)
  if (answer.find(stem, gold) === null) return outcome('leak', null)
  const others = task.options.filter((option) => option !== gold && answer.find(stem, option) !== null)
  return outcome('leak', others.length > 0 ? null : reason('question.holdsGold', { gold }))
}
