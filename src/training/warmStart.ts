// The warm start: likelihood training on examples of the corpus and of both seats' formats, before the first
// round.
// Step s draws its batch from a generator keyed by (seed, s) alone, so the position is all that a resumed
// warm start needs.

import { hashText, Random } from '../base/random'
import type { RunConfig } from '../config/schema'
import { problem, ProblemError } from '../problems'
import type { TrainingSequence } from '../model/packing'
import type { WarmStartPoint } from '../protocol/records'
import type { GradientTrainer } from './learner'

/**
 * One example; its weights are relative: the loss of a batch is the weighted mean over its predicted tokens.
 * `progress` is the share of the warm start's steps that are done, 0 to 1, for examples that grow harder.
 */
export type DrawExample = (random: Random, progress: number) => Promise<TrainingSequence> | TrainingSequence

export interface WarmPosition {
  /** Steps done. */
  readonly step: number
  /** Tokens that went through the model in them. */
  readonly tokens: number
  readonly seconds: number
}

export interface WarmStartOptions {
  readonly config: RunConfig
  readonly seed: number
  readonly from: WarmPosition
  /** Asked before each step and each draw; true ends the warm start at a step's boundary. */
  readonly stopping: () => boolean
  /** After each step; `point` is there at those kept for the loss curve. */
  readonly onStep: (position: WarmPosition, point: WarmStartPoint | null) => Promise<void> | void
  /** Milliseconds. */
  readonly now: () => number
}

/** Steps over which the learning rate rises. */
const RISE = 60
/** Share of the peak at which the cosine ends. */
const FLOOR = 0.1
/** About how many points the loss curve keeps. */
const POINTS = 400
/** Examples in a row without a predicted token, after which the corpus has nothing to teach. */
const PATIENCE = 1000

/**
 * Learning rate of step `step` (0-based) of `steps`: linear rise, then a cosine from the peak to a tenth of
 * it.
 */
export function warmStartRate(step: number, steps: number, peak: number): number {
  const rise = Math.min(RISE, Math.ceil(steps / 10))
  if (step < rise) return (peak * (step + 1)) / rise
  const share = (step - rise) / Math.max(1, steps - rise)
  return peak * (FLOOR + (1 - FLOOR) * 0.5 * (1 + Math.cos(Math.PI * share)))
}

const predicted = ({ tokens, from }: TrainingSequence): number => tokens.length - from

function totalWeight(sequence: TrainingSequence): number {
  const { weight } = sequence
  return typeof weight === 'number'
    ? weight * predicted(sequence)
    : weight.reduce((sum, each) => sum + each, 0)
}

/**
 * Draws sequences until they hold `tokens` tokens, at least one. Throws when the source gives nothing to
 * learn.
 */
export async function drawBatch(
  draw: DrawExample,
  random: Random,
  tokens: number,
  progress = 1,
): Promise<TrainingSequence[]> {
  const batch: TrainingSequence[] = []
  let held = 0
  let empty = 0
  for (;;) {
    const sequence = await draw(random, progress)
    if (predicted(sequence) < 1) {
      empty += 1
      if (empty >= PATIENCE) throw new ProblemError(problem('warm-start-short'))
      continue
    }
    empty = 0
    if (batch.length > 0 && held + sequence.tokens.length > tokens) return batch
    batch.push(sequence)
    held += sequence.tokens.length
    if (held >= tokens) return batch
  }
}

/** Scales the weights of a batch so that they sum to 1: its loss is then a mean, in nats. */
export function normalised(batch: readonly TrainingSequence[]): TrainingSequence[] {
  const total = batch.reduce((sum, sequence) => sum + totalWeight(sequence), 0)
  return batch.map((sequence) => ({
    ...sequence,
    weight:
      typeof sequence.weight === 'number'
        ? sequence.weight / total
        : sequence.weight.map((each) => each / total),
  }))
}

/**
 * Goes on from `from` to the configured number of steps, or until `stopping`. Returns the position reached.
 */
export async function warmStart(
  trainer: GradientTrainer,
  draw: DrawExample,
  options: WarmStartOptions,
): Promise<WarmPosition> {
  const { config, seed, stopping, onStep, now } = options
  const { steps, batchTokens, learningRate: peak, weightDecay } = config.warmStart
  const every = Math.max(1, Math.floor(steps / POINTS))
  let position = options.from
  const began = now() - 1000 * position.seconds
  while (position.step < steps && !stopping()) {
    const { step } = position
    const batch = normalised(
      await drawBatch(draw, Random.from(seed, hashText('warm start'), step), batchTokens, step / steps),
    )
    const { loss } = await trainer.accumulate(batch, { set: 0, temperature: 1, clip: null })
    if (!Number.isFinite(loss))
      throw new ProblemError(problem('warm-start-loss', { loss: String(loss), step }))
    const learningRate = warmStartRate(step, steps, peak)
    await trainer.step({ ...config.update, learningRate, weightDecay })
    position = {
      step: step + 1,
      tokens: position.tokens + batch.reduce((sum, sequence) => sum + sequence.tokens.length, 0),
      seconds: (now() - began) / 1000,
    }
    const kept = step % every === 0 || position.step === steps
    await onStep(
      position,
      kept
        ? { step: position.step, loss, learningRate, tokens: position.tokens, seconds: position.seconds }
        : null,
    )
  }
  return position
}
