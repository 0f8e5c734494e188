// Why a gate refused, in the language of the page.
import type { GateResult } from '../../protocol/records'
import { tellReason } from '../../protocol/refusal'
import { words } from '.'

/** Records from before a reason was kept as data, or of a later code, have its English sentence alone. */
export const reasonOf = ({ reason, why }: Pick<GateResult, 'reason' | 'why'>): string =>
  why === undefined || !Object.hasOwn(words.reasons, why.code) ? reason : tellReason(words.reasons, why)
