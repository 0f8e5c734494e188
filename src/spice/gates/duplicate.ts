// Not asked before: neither in this round nor among the last accepted questions.

import { reason } from '../../protocol/refusal'
import type { GateResult, Task } from '../../protocol/records'
import type { Gate } from './gate'
import { outcome } from './outcome'
import type { QuestionWindow } from './questionWindow'

const name = 'duplicate'

export const duplicate = (task: Task, window: QuestionWindow): GateResult =>
  outcome(name, window.hasTask(task) ? reason('question.repeated', {}) : null)

export const duplicateGate: Gate = {
  name,
  check: (task, { window }) => ({ result: duplicate(task, window) }),
  checksPrograms: true,
  checksCloze: true,
}
