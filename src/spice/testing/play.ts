// A round for tests of the rules, with the line of metrics that it would leave beside an update of nothing.

import type { RoundMetrics } from '../../protocol/records'
import { metricsLine } from '../round/metrics'
import { playRound as play, type RoundRequest, type RoundResult } from '../round/round'
import type { UpdateReport } from '../seats'

export type { RoundRequest }

export interface TestRound extends RoundResult {
  readonly metrics: RoundMetrics
}

const noUpdate: UpdateReport = {
  gradNormChallenger: 0,
  gradNormReasoner: 0,
  trainedTokens: 0,
  processedTokens: 0,
  clippedShare: 0,
}

export async function playRound(request: RoundRequest): Promise<TestRound> {
  const result = await play(request)
  return {
    ...result,
    metrics: metricsLine({ ...result, update: noUpdate }, { probeAccuracy: 0, seconds: 0 }),
  }
}
