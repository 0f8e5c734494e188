// What the Challenger wrote reads as a task. The prompt style reads it; whatever comes to the other gates has
// passed this one.

import type { Reason } from '../../protocol/refusal'
import type { GateResult } from '../../protocol/records'
import type { Gate } from './gate'
import { parseGate as name } from './names'
import { passed, refused } from './outcome'

export const unparsed = (why: Reason): GateResult => refused(name, why)

export const parse: Gate = {
  name,
  check: () => ({ result: passed(name) }),
  checksPrograms: true,
  checksCloze: true,
}
