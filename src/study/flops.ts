// What rounds cost in floating-point operations, counted from their records.

import type { RoundMetrics } from '../protocol/records'

/**
 * 2 x parameters for each token that is read or written in play, prompts too, and 6 x for each token of the
 * update, prompts too. Older records tell only the tokens with a loss. Probes and benchmarks are not in it.
 */
export function roundFlops(round: RoundMetrics, parameters: number): number {
  const updated = round.updateTokens ?? round.trainedTokens
  return parameters * (2 * (round.processedTokens - updated) + 6 * updated)
}

export const runFlops = (metrics: readonly RoundMetrics[], parameters: number): number =>
  metrics.reduce((sum, round) => sum + roundFlops(round, parameters), 0)
