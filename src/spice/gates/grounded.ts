// Numbers and names of the question are in the passage: nothing is asked about that it does not speak of.

import { reason } from '../../protocol/refusal'
import type { GateResult, Task } from '../../protocol/records'
import { Reading } from '../text/reading'
import { unknownName } from './unknownNames'
import type { Gate } from './gate'
import { notApplicable, outcome } from './outcome'

const name = 'grounded'

export function grounded(task: Task, passage: Reading | null): GateResult {
  if (passage === null) return notApplicable(name)
  const number = new Reading(task.question).numbers.find((token) => passage.findNumber(token.value) === null)
  if (number !== undefined) return outcome(name, reason('question.number', { number: number.value }))
  const unknown = unknownName(task.question, passage)
  return outcome(name, unknown === null ? null : reason('question.name', { name: unknown }))
}

export const groundedGate: Gate = {
  name,
  check: (task, { passage }) => ({ result: grounded(task, passage) }),
  checksPrograms: false,
  checksCloze: false,
}
