// Numbers and names of the question are in the passage: nothing is asked about that it does not speak of.

import { reason } from '../../protocol/reasons'
import type { GateResult, Task } from '../../protocol/records'
import { Reading } from '../text/reading'
import { unknownName } from './unknownNames'
import { notApplicable, outcome } from './outcome'

export function grounded(task: Task, passage: Reading | null): GateResult {
  if (passage === null) return notApplicable('grounded')
  const number = new Reading(task.question).numbers.find((token) => passage.findNumber(token.value) === null)
  if (number !== undefined) return outcome('grounded', reason('question.number', { number: number.value }))
  const name = unknownName(task.question, passage)
  return outcome('grounded', name === null ? null : reason('question.name', { name }))
}
