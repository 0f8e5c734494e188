// Names of the files that a run is saved as: by what the run is called, in letters that every system takes.

import { slug } from '../../base/slug'
import type { RunRecord } from '../../protocol/records'
import { WARM } from '../training/runRecorder'

const longest = 60

/** The run's id where its name has no letter. */
export const fileNameOf = ({ id, name }: Pick<RunRecord, 'id' | 'name'>): string => slug(name, longest) || id

export const weightsFileName = (run: Pick<RunRecord, 'id' | 'name'>, checkpoint: string): string =>
  `${fileNameOf(run)}-${checkpoint === WARM ? 'round-0' : /^\d+$/.test(checkpoint) ? `round-${checkpoint}` : checkpoint}.safetensors`
