// Names of the files that a run's weights are saved as.

import { fileNameOf } from '../../protocol/runFileName'
import type { RunRecord } from '../../protocol/records'
import { WARM } from '../training/runRecorder'

export const weightsFileName = (run: Pick<RunRecord, 'id' | 'name'>, checkpoint: string): string =>
  `${fileNameOf(run)}-${checkpoint === WARM ? 'round-0' : /^\d+$/.test(checkpoint) ? `round-${checkpoint}` : checkpoint}.safetensors`
