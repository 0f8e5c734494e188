// The three outcomes of a gate, as records.

import type { GateResult } from '../../protocol/records'
import type { GateName } from '../../config/schema'

export const passed = (gate: GateName): GateResult => ({ gate, passed: true, reason: '' })
/** `reason` is one plain sentence. */
export const refused = (gate: GateName, reason: string): GateResult => ({ gate, passed: false, reason })
export const notApplicable = (gate: GateName): GateResult => ({
  gate,
  passed: true,
  reason: '',
  notApplicable: true,
})
/** `reason` null is a pass. */
export const outcome = (gate: GateName, reason: string | null): GateResult =>
  reason === null ? passed(gate) : refused(gate, reason)
