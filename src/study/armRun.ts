// What a report needs of one finished run.

import type { ProbeRecord, RoundMetrics } from '../protocol/records'
import type { Evaluation } from '../protocol/studyReport'

export interface ArmRun {
  readonly arm: string
  readonly seed: number
  readonly metrics: readonly RoundMetrics[]
  readonly probes: readonly ProbeRecord[]
  /** Trained parameters, for the cost. */
  readonly parameters: number
  readonly device: string
  /** Null where nothing was measured beyond the run itself. */
  readonly evaluation: Evaluation | null
}
