// Numbers and names of the question are in the passage: nothing is asked about that it does not speak of.

import type { GateResult, Task } from '../../protocol/records'
import { Reading } from '../text/reading'
import { unknownName } from './names'
import { notApplicable, outcome } from './outcome'

export function grounded(task: Task, passage: Reading | null): GateResult {
  if (passage === null) return notApplicable('grounded')
  const number = new Reading(task.question).numbers.find((token) => passage.findNumber(token.value) === null)
  if (number !== undefined) return outcome('grounded', `The number ${number.value} is not in the passage.`)
  const name = unknownName(task.question, passage)
  return outcome('grounded', name === null ? null : `"${name}" is not in the passage.`)
}
