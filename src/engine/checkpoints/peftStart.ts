// A run's first snapshot with an adapter that was trained elsewhere beside its weights.

import { ok, type Result } from '../../base/result'
import { openPeft, peftValues } from '../../checkpoint/peftFolder'
import type { AdapterSettings, BaseStorage } from '../../config/adapterSettings'
import type { NamedBlob } from '../../formats/bytes'
import { mergeAdapter } from '../../model/adapter'
import { wholeWeights, type Snapshot } from './snapshot'

/** What a run has to train to go on with the adapter of a PEFT folder. */
export async function peftSettings(files: readonly NamedBlob[]): Promise<Result<AdapterSettings>> {
  const peft = await openPeft(files)
  return peft.ok ? ok(peft.value.settings) : peft
}

/** `files` are those of a PEFT folder. The optimizer begins anew, as it saw none of the adapter's steps. */
export async function withPeft(
  start: Snapshot,
  files: readonly NamedBlob[],
  storage: BaseStorage,
): Promise<Result<Snapshot>> {
  const peft = await openPeft(files)
  if (!peft.ok) return peft
  const { architecture } = start
  const values = await peftValues(peft.value, architecture)
  if (!values.ok) return values
  const { settings } = peft.value
  const beside = { storage, settings, values: values.value }
  const rest = { ...start, optimizer: null }
  if (start.values === null) return ok({ ...rest, adapter: { ...beside, base: null } })
  const base = wholeWeights(start)
  return base.ok
    ? ok({
        ...rest,
        values: mergeAdapter(architecture, base.value, settings, values.value),
        adapter: { ...beside, base: base.value },
      })
    : base
}
