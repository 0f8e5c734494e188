// The gold is in the passage: an integer as a number of its own, an expression in any equal written form, a
// string as words in a row, a multiple choice by the text of its right option.

import { reason } from '../../protocol/refusal'
import type { GateResult, Task } from '../../protocol/records'
import { answers } from '../answers'
import { goldText } from '../task'
import type { Reading, Span } from '../text/reading'
import type { Gate } from './gate'
import { notApplicable, outcome } from './outcome'

const name = 'goldInPassage'

/** Where the passage has the gold, at its first place. */
export const locateGold = (task: Task, passage: Reading): Span | null =>
  answers[task.type].find(passage, goldText(task))

export function goldInPassage(task: Task, passage: Reading | null): GateResult {
  if (passage === null) return notApplicable(name)
  return outcome(
    name,
    locateGold(task, passage) === null ? reason('gold.notInPassage', { gold: goldText(task) }) : null,
  )
}

export const goldInPassageGate: Gate = {
  name,
  check: (task, { passage }) => ({ result: goldInPassage(task, passage) }),
  checksPrograms: false,
  checksCloze: false,
}
