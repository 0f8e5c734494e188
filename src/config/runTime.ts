// About how long a run will take, from the measured speed of a device: until its first round, a round, all of
// it. An estimate for a person who is about to press Start; no run depends on it.

import type { Architecture } from './architecture'
import type { RunConfig } from './schema'

/** As measured on the device, with the kernels that a run would use. */
export interface DeviceSpeed {
  /** Floating point operations a second in a product of the size of a layer's; a multiply-add is two. */
  readonly flops: number
  /** Seconds of a dispatch that has next to nothing to compute. */
  readonly dispatch: number
}

/** What the estimate has to know of a model. */
export interface ModelShape {
  /** Weights that a token goes through, the head among them. */
  readonly parameters: number
  readonly layers: number
}

/** Seconds. */
export interface RunTime {
  /** From Start until the first round is done: opening, warm-up and the first probe included. */
  readonly first: number
  readonly round: number
  readonly whole: number
}

/** Kernels of one layer and around the layers, in decoding one token. */
const LAYER_DISPATCHES = 12
const OTHER_DISPATCHES = 8
/** Forward and backward with the gradients against forward alone. */
const TRAINING = 3
/** What attention, norms and rows that stand empty add to the products of the weights. */
const BESIDE_PRODUCTS = 1.6
/** Share of its budget that a completion takes, and of the kept candidates that are valid. */
const WRITTEN = 0.5
const VALID = 0.4
/** Tokens of a question. */
const QUESTION = 48
/** Sequences that are decoded side by side. */
const SLOTS = 128
/** Seconds to read the model and to compile its kernels. */
const OPENING = 5

export const shapeOf = (a: Architecture): ModelShape => {
  const { width, layers, heads, kvHeads, headDim, hidden, vocabulary } = a
  const attention = width * headDim * (2 * heads + 2 * kvHeads)
  return { layers, parameters: layers * (attention + 3 * width * hidden) + width * vocabulary }
}

export interface RunTimeRequest {
  readonly config: RunConfig
  readonly shape: ModelShape
  /** Whether a supervised warm-up comes first. */
  readonly warm: boolean
  /** Rounds that are done already. */
  readonly done?: number
  /** What rounds on this device took against their estimate; 1 where none has been measured. */
  readonly correction?: number
}

const tokenSeconds = ({ flops }: DeviceSpeed, { parameters }: ModelShape): number =>
  (2 * parameters * BESIDE_PRODUCTS) / flops
const stepSeconds = ({ dispatch }: DeviceSpeed, { layers }: ModelShape): number =>
  (layers * LAYER_DISPATCHES + OTHER_DISPATCHES) * dispatch

export interface Writing {
  readonly sequences: number
  /** Different prompts among them, and the tokens of each. */
  readonly prompts: number
  readonly promptTokens: number
  /** Most new tokens of a sequence. */
  readonly budget: number
}

/** Seconds to sample. */
export const writingSeconds = (
  speed: DeviceSpeed,
  shape: ModelShape,
  { sequences, prompts, promptTokens, budget }: Writing,
): number =>
  Math.ceil(sequences / SLOTS) * budget * stepSeconds(speed, shape) +
  (prompts * promptTokens + sequences * budget * WRITTEN) * tokenSeconds(speed, shape)

/** Seconds forward and backward, in batches of so many tokens. */
export const trainingSeconds = (
  speed: DeviceSpeed,
  shape: ModelShape,
  tokens: number,
  batchTokens: number,
): number =>
  TRAINING *
  (tokens * tokenSeconds(speed, shape) +
    Math.ceil(tokens / Math.max(256, batchTokens)) * stepSeconds(speed, shape))

/** About how long a run takes by these numbers. */
export function estimateRun(
  speed: DeviceSpeed,
  { config, shape, warm, done = 0, correction = 1 }: RunTimeRequest,
): RunTime {
  const { game, probe, warmStart, update } = config
  const writing = (sequences: number, prompts: number, promptTokens: number, budget: number): number =>
    writingSeconds(speed, shape, { sequences, prompts, promptTokens, budget })
  const training = (tokens: number): number => trainingSeconds(speed, shape, tokens, warmStart.batchTokens)
  const candidates = game.passages * game.groupSize
  const tasks = Math.max(1, candidates * VALID)
  const attempts = tasks * game.groupSize
  const asking = writing(candidates, game.passages, game.passageTokens, game.challengerTokens)
  const answering = writing(attempts, tasks, QUESTION, game.reasonerTokens)
  const learning = training(
    candidates * (game.passageTokens + game.challengerTokens * WRITTEN) +
      attempts * (QUESTION + game.reasonerTokens * WRITTEN),
  )
  const probing = writing(probe.questions, probe.questions, QUESTION, game.reasonerTokens)
  const round =
    correction *
    (update.source === 'examples' ? training(update.exampleTokens) : asking + answering + learning)
  const probes = correction * probing
  const left = Math.max(0, game.rounds - done)
  const warming = warm ? correction * training(warmStart.steps * warmStart.batchTokens) : 0
  return {
    first: OPENING + warming + probes + round,
    round: round + probes / probe.every,
    whole: OPENING + warming + left * round + (Math.ceil(left / probe.every) + 1) * probes,
  }
}
