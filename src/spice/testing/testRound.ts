// A round for tests of the rules: on given passages, with a learner that only keeps what it is given.

import { withValue } from '../../config/config'
import type { Passage, RoundMetrics } from '../../protocol/records'
import { selfPlayRound, type RoundResult } from '../algorithm'
import { metricsLine } from '../round/metrics'
import type { RoundPhase, RoundSetup } from '../round/state'
import type { Learner, Trajectory } from '../seats'

export interface RoundRequest extends Pick<
  RoundSetup,
  'config' | 'seed' | 'round' | 'challenger' | 'reasoner' | 'analyser' | 'passRates'
> {
  /** One episode each, in order. */
  readonly passages: readonly Passage[]
  readonly history: readonly string[]
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: {
    readonly phase: RoundPhase
    readonly done: number
    readonly total: number
  }) => void
}

export interface TestRound extends RoundResult {
  readonly trajectories: readonly Trajectory[]
  readonly history: readonly string[]
  /** The line beside an update of nothing. */
  readonly metrics: RoundMetrics
}

/** Learns nothing and remembers everything. */
export class RecordingLearner implements Learner {
  trajectories: readonly Trajectory[] = []
  learningRate = 0

  async update(
    trajectories: readonly Trajectory[],
    { learningRate }: { readonly learningRate: number },
  ): ReturnType<Learner['update']> {
    this.trajectories = trajectories
    this.learningRate = learningRate
    return {
      gradNormChallenger: 0,
      gradNormReasoner: 0,
      trainedTokens: 0,
      processedTokens: 0,
      clippedShare: 0,
    }
  }
}

export async function playRound(request: RoundRequest): Promise<TestRound> {
  const { passages, history, signal, onProgress, config, ...rest } = request
  const left = [...passages]
  const learner = new RecordingLearner()
  const result = await selfPlayRound({
    ...rest,
    config: withValue(config, 'game.passages', passages.length),
    passages: {
      draw: async () => {
        const passage = left.shift()
        if (passage === undefined) throw new Error('more passages were drawn than there are episodes')
        return passage
      },
    },
    learner,
    questions: history,
    signal: signal ?? new AbortController().signal,
    onProgress: (phase, done, total) => {
      if (phase !== 'updating') onProgress?.({ phase, done, total })
    },
  })
  return {
    ...result,
    trajectories: learner.trajectories,
    history: result.questions,
    metrics: metricsLine(result, { probeAccuracy: 0, seconds: 0 }),
  }
}
