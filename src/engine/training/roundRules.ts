// The rules of a round for a trainer that is not the lab's: it is asked for completions, ids in and ids out,
// and given what a round would have taught. Opens no device and stores nothing.

import { learningRateAt } from '../../config/learningRate'
import type { RunLink } from '../../config/link'
import { ModelPlayer, type TokenSampler } from '../../players/modelPlayer'
import type { CorpusStore } from '../../protocol/ports'
import type { Episode, RoundMetrics, Seat } from '../../protocol/records'
import { selfPlayRound } from '../../spice/algorithm'
import type { PassRates } from '../../spice/round/state'
import { metricsLine } from '../../spice/round/metrics'
import type { Trajectory, UpdateReport } from '../../spice/seats'
import { storyAnalyser } from '../../spice/stories/analyse'
import type { Snapshot } from '../checkpoints/snapshot'
import type { PassageSource } from '../passages/passageSource'
import { openPassages } from '../passages/runPassages'

/** A completion to learn from: loss = -weight x advantage x sum of log p, clipped or not. */
export interface RuledTrajectory {
  readonly seat: Seat
  readonly prompt: readonly number[]
  readonly tokens: readonly number[]
  /** As the sampler gave them. */
  readonly logp: readonly number[]
  readonly advantage: number
  /** Of each of its tokens. */
  readonly weight: number
}

export interface RuledRound {
  readonly trajectories: readonly RuledTrajectory[]
  readonly learningRate: number
  /** Norms and counts of an update are 0: whoever trains knows them. */
  readonly metrics: RoundMetrics
  readonly episodes: readonly Episode[]
  /** What the next round is given. */
  readonly questions: readonly string[]
  /** The same, where the Challenger is paid for progress. */
  readonly passRates?: PassRates
}

const nothingLearned: UpdateReport = {
  gradNormChallenger: 0,
  gradNormReasoner: 0,
  trainedTokens: 0,
  processedTokens: 0,
  clippedShare: 0,
}

const ruled = ({ seat, prompt, completion, advantage, weight }: Trajectory): RuledTrajectory => ({
  ...{ seat, prompt, advantage, weight },
  tokens: completion.tokens,
  logp: completion.logp,
})

export class RoundRules {
  private constructor(
    private readonly linked: RunLink,
    private readonly player: ModelPlayer,
    private readonly passages: PassageSource,
  ) {}

  static async open(
    { tokenizer, architecture: { context } }: Pick<Snapshot, 'tokenizer' | 'architecture'>,
    corpora: { readonly store: Pick<CorpusStore, 'documents' | 'text'>; readonly ids: readonly string[] },
    linked: RunLink,
    sampler: TokenSampler,
  ): Promise<RoundRules> {
    const passages = await openPassages(corpora.store, corpora.ids, linked.config, { tokenizer, context })
    return new RoundRules(linked, new ModelPlayer('model', sampler, tokenizer, context), passages)
  }

  /** `questions` and `passRates`: what the round before gave; none before the first. */
  async round(
    round: number,
    questions: readonly string[],
    now: () => number,
    passRates: PassRates = {},
  ): Promise<RuledRound> {
    const { config, seed } = this.linked
    const trajectories: Trajectory[] = []
    const began = now()
    const played = await selfPlayRound({
      ...{ config, seed, round, questions, passRates },
      passages: this.passages,
      challenger: this.player,
      reasoner: this.player,
      learner: {
        update: (all) => {
          trajectories.push(...all)
          return Promise.resolve(nothingLearned)
        },
      },
      analyser: storyAnalyser,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    })
    return {
      trajectories: trajectories.map(ruled),
      learningRate: learningRateAt(config, round),
      metrics: metricsLine(played, { probeAccuracy: null, seconds: (now() - began) / 1000 }),
      episodes: played.episodes,
      questions: played.questions,
      ...(played.passRates === undefined ? {} : { passRates: played.passRates }),
    }
  }
}
