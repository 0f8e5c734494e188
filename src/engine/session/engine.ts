// The parts of an engine, which its handlers work with.

import type { Evaluations } from '../inspect/evaluations'
import type { CorpusLibrary } from '../library/corpusLibrary'
import type { ModelLibrary } from '../library/modelLibrary'
import type { DevicePool } from '../runtime/devicePool'
import type { RunParts } from '../training/openRun'

export interface Engine extends RunParts {
  readonly corpora: CorpusLibrary
  readonly models: ModelLibrary
  readonly devices: DevicePool
  readonly evaluations: Evaluations
}
