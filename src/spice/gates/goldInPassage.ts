// The gold is in the passage: an integer as a number of its own, an expression in any equal written form, a
// string as words in a row, a multiple choice by the text of its right option.

import { reason } from '../../protocol/reasons'
import type { GateResult, Task } from '../../protocol/records'
import { answers } from '../answers'
import { goldText } from '../task'
import type { Reading, Span } from '../text/reading'
import { notApplicable, outcome } from './outcome'

/** Where the passage has the gold, at its first place. */
export const locateGold = (task: Task, passage: Reading): Span | null =>
  answers[task.type].find(passage, goldText(task))

export function goldInPassage(task: Task, passage: Reading | null): GateResult {
  if (passage === null) return notApplicable('goldInPassage')
  return outcome(
    'goldInPassage',
    locateGold(task, passage) === null ? reason('gold.notInPassage', { gold: goldText(task) }) : null,
  )
}
