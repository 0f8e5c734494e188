// A round of further warm start in place of self-play: the control that asks what the same number of learned
// tokens would have brought without any game. Examples are those of the end of the warm start.

import { hash32, hashText, Random } from '../base/random'
import type { RunConfig } from '../config/schema'
import { problem, ProblemError } from '../problems'
import type { UpdateReport } from '../spice/seats'
import type { TrainingSequence } from '../model/packing'
import { processedBy, type GradientTrainer } from './learner'
import { normalised, type DrawExample } from './warmStart'

const predicted = ({ tokens, from }: TrainingSequence): number => tokens.length - from

/** Examples in a row without a predicted token, after which the corpus has nothing to teach. */
const PATIENCE = 1000

/** Examples until they have `wanted` tokens with a loss; the last one is cut where it would go beyond. */
export async function drawLearned(
  draw: DrawExample,
  random: Random,
  wanted: number,
): Promise<TrainingSequence[]> {
  const drawn: TrainingSequence[] = []
  let left = wanted
  for (let empty = 0; left > 0;) {
    const sequence = await draw(random, 1)
    const count = Math.min(left, predicted(sequence))
    if (count < 1) {
      empty += 1
      if (empty >= PATIENCE) throw new ProblemError(problem('practice-short'))
      continue
    }
    empty = 0
    const { tokens, from, weight } = sequence
    drawn.push({
      ...sequence,
      tokens: tokens.subarray(0, from + count),
      weight: typeof weight === 'number' ? weight : weight.subarray(0, count),
    })
    left -= count
  }
  return drawn
}

/** Batches of at most `most` tokens, prompts counted, at least one sequence each, in order. */
export function batchesOf(sequences: readonly TrainingSequence[], most: number): TrainingSequence[][] {
  const batches: TrainingSequence[][] = []
  let held = Infinity
  for (const sequence of sequences) {
    if (held + sequence.tokens.length > most) {
      batches.push([])
      held = 0
    }
    batches.at(-1)?.push(sequence)
    held += sequence.tokens.length
  }
  return batches
}

/**
 * Learns from `update.exampleTokens` tokens of examples, an optimizer step a batch of the warm start's size.
 */
export async function practise(
  trainer: GradientTrainer,
  draw: DrawExample,
  options: {
    readonly config: RunConfig
    readonly seed: number
    readonly round: number
    readonly learningRate: number
    readonly signal?: AbortSignal
  },
): Promise<UpdateReport> {
  const { config, seed, round, learningRate, signal } = options
  const { exampleTokens } = config.update
  const { weightDecay } = config.warmStart
  const drawn = await drawLearned(draw, Random.from(hash32(seed, hashText('practice')), round), exampleTokens)
  // What was drawn is learned whole: a round that is broken off between two steps would go on from half of
  // it.
  signal?.throwIfAborted()
  const batches = batchesOf(drawn, config.warmStart.batchTokens)
  let norms = 0
  for (const batch of batches) {
    await trainer.accumulate(normalised(batch), { set: 0, temperature: 1, clip: null })
    const { norm } = await trainer.step({ ...config.update, learningRate, weightDecay })
    norms += norm
  }
  return {
    gradNormChallenger: 0,
    gradNormReasoner: norms / batches.length,
    trainedTokens: drawn.reduce((sum, sequence) => sum + predicted(sequence), 0),
    processedTokens: batches.reduce((sum, batch) => sum + processedBy(batch), 0),
    clippedShare: 0,
  }
}
