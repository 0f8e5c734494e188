// What a round learns: trajectories become gradients, one set a seat, and gradients one or more optimizer
// steps.
// With one step a round the ratio to the sampling policy is 1, and the loss is the likelihood weighted by the
// advantage (Dr. GRPO, arXiv 2503.20783, with the weight of `Trajectory`); with more it is clipped (PPO,
// arXiv 1707.06347, Eq. 7).

import { at } from '../base/at'
import { hash32, hashText, Random } from '../base/random'
import type { RunConfig } from '../config/schema'
import { temperatureOf } from '../config/temperature'
import type { TrainingSequence } from '../model/packing'
import type { UpdateSettings } from '../model/optimizerState'
import type { LossReport, LossSettings } from '../model/trainer'
import type { Seat } from '../protocol/records'
import type { Learner, Trajectory, UpdateReport } from '../spice/seats'

/** What learning needs of the trainer: gradients gather in a set a seat, a step empties both. */
export interface GradientTrainer {
  accumulate(
    sequences: readonly TrainingSequence[],
    settings: LossSettings,
  ): Promise<Pick<LossReport, 'loss' | 'tokens' | 'clippedShare'>>
  /** `norms` by set, before clipping. */
  step(settings: UpdateSettings): Promise<{ readonly norms: readonly number[]; readonly norm: number }>
}

const setOf: Readonly<Record<Seat, 0 | 1>> = { challenger: 0, reasoner: 1 }

function sequenceOf(
  { prompt, completion, automaton, advantage, weight }: Trajectory,
  scale: number,
  clipped: boolean,
): TrainingSequence {
  return {
    tokens: Uint32Array.from([...prompt, ...completion.tokens]),
    from: prompt.length,
    weight: weight * scale,
    advantage,
    ...(clipped ? { oldLogProbs: Float32Array.from(completion.logp) } : {}),
    ...(automaton === undefined ? {} : { automaton }),
  }
}

/** Tokens that go through the model: sequences with one prompt share its rows (see src/model/packing). */
export function processedBy(sequences: readonly TrainingSequence[]): number {
  const prompts = new Map(sequences.map(({ tokens, from }) => [tokens.subarray(0, from).join(' '), from]))
  return (
    sequences.reduce((sum, { tokens, from }) => sum + tokens.length - from, 0) +
    [...prompts.values()].reduce((sum, length) => sum + length, 0)
  )
}

/** Cuts a list into `parts` runs whose lengths differ by one at most. */
export function portions<T>(items: readonly T[], parts: number): T[][] {
  return Array.from({ length: parts }, (_, i) =>
    items.slice(Math.floor((i * items.length) / parts), Math.floor(((i + 1) * items.length) / parts)),
  )
}

export class PolicyLearner implements Learner {
  constructor(
    private readonly trainer: GradientTrainer,
    private readonly options: {
      readonly config: RunConfig
      readonly seed: number
      /** Keys the order of minibatches, so that a resumed run repeats it. */
      readonly round: number
    },
  ) {}

  /**
   * A trajectory without advantage has a gradient of zero, so it is left out of the computation; its weight
   * has counted it already.
   * Where no trajectory is left, nothing is stepped: the weights stay as they are.
   */
  async update(
    trajectories: readonly Trajectory[],
    { learningRate }: { readonly learningRate: number },
  ): Promise<UpdateReport> {
    const { config, seed, round } = this.options
    const { steps, clip } = config.update
    const random = Random.from(hash32(seed, hashText('minibatches')), round)
    const batches = steps === 1 ? [trajectories] : portions(random.shuffled(trajectories), steps)

    const norms = { challenger: 0, reasoner: 0 }
    let [stepped, trainedTokens, processedTokens, clippedTokens] = [0, 0, 0, 0]
    for (const batch of batches) {
      const learned = batch.filter(
        ({ advantage, completion, weight }) =>
          advantage !== 0 && weight !== 0 && completion.tokens.length > 0,
      )
      if (learned.length === 0) continue
      // A minibatch's loss is a mean over its own trajectories, the weights are shares of the whole round.
      const scale = trajectories.length / batch.length
      for (const seat of ['challenger', 'reasoner'] as const) {
        const sequences = learned
          .filter((trajectory) => trajectory.seat === seat)
          .map((trajectory) => sequenceOf(trajectory, scale, steps > 1))
        if (sequences.length === 0) continue
        const { tokens, clippedShare } = await this.trainer.accumulate(sequences, {
          set: setOf[seat],
          temperature: temperatureOf(config.game, seat),
          clip: steps > 1 ? { low: clip, high: clip } : null,
        })
        trainedTokens += tokens
        clippedTokens += clippedShare * tokens
        processedTokens += processedBy(sequences)
      }
      const report = await this.trainer.step({ ...config.update, learningRate })
      norms.challenger += at(report.norms, setOf.challenger)
      norms.reasoner += at(report.norms, setOf.reasoner)
      stepped += 1
    }
    const mean = (sum: number): number => (stepped === 0 ? 0 : sum / stepped)
    return {
      gradNormChallenger: mean(norms.challenger),
      gradNormReasoner: mean(norms.reasoner),
      trainedTokens,
      processedTokens,
      clippedShare: trainedTokens === 0 ? 0 : clippedTokens / trainedTokens,
    }
  }
}
