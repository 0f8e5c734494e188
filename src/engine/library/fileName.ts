// Names of the files that a run is saved as: by what the run is called, in letters that every system takes.

import type { RunRecord } from '../../protocol/records'
import { WARM } from '../training/runRecorder'

const longest = 60

/** Letters and digits of any script, joined by hyphens; the run's id where its name has none. */
export function fileNameOf({ id, name }: Pick<RunRecord, 'id' | 'name'>): string {
  const words = name.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  return words.join('-').toLowerCase().slice(0, longest).replace(/-$/, '') || id
}

export const weightsFileName = (run: Pick<RunRecord, 'id' | 'name'>, checkpoint: string): string =>
  `${fileNameOf(run)}-${checkpoint === WARM ? 'round-0' : /^\d+$/.test(checkpoint) ? `round-${checkpoint}` : checkpoint}.safetensors`
