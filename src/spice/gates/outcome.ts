// The three outcomes of a gate, as records.

import type { GateName } from '../../config/schema'
import type { Reason } from '../../protocol/refusal'
import type { GateResult } from '../../protocol/records'
import { inEnglish } from '../englishReasons'

export const passed = (gate: GateName): GateResult => ({ gate, passed: true, reason: '' })
export const refused = (gate: GateName, why: Reason): GateResult => ({
  gate,
  passed: false,
  reason: inEnglish(why),
  why,
})
export const notApplicable = (gate: GateName): GateResult => ({ ...passed(gate), notApplicable: true })
/** `why` null is a pass. */
export const outcome = (gate: GateName, why: Reason | null): GateResult =>
  why === null ? passed(gate) : refused(gate, why)
