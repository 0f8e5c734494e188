// Where a checkpoint's file says that its run stands, from the file's header alone. The weights are not read.

import { ok, type Result } from '../../base/result'
import { fail } from '../../problems'
import { openSafetensors } from '../../formats/safetensorsFiles'
import { positionIn } from './snapshot'

export interface CheckpointPlace {
  readonly rounds: number
  readonly warmSteps: number
  /** False in a checkpoint of a warm start that is not over. */
  readonly warmed: boolean
}

export async function checkpointPlace(blob: Blob, name: string): Promise<Result<CheckpointPlace>> {
  const opened = await openSafetensors([{ name, blob }])
  if (!opened.ok) return opened
  const position = positionIn(opened.value.metadata)
  if (position === null) return fail('checkpoint-position')
  return ok({ rounds: position.rounds, warmSteps: position.warm.step, warmed: position.warmed })
}
