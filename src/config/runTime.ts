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
/** Sequences that are decoded side by side. */
const SLOTS = 128
/** Seconds to read the model and to compile its kernels. */
const OPENING = 5
/** Share of the tokens of a round whose completion has an advantage: the others have no gradient. */
const LEARNED = 0.6
/** Places at which the options of a gap part, and tokens of the prose whose perplexity is asked. */
const FORKS = 2
const PERPLEXITY_TOKENS = 1280

export const shapeOf = (a: Architecture): ModelShape => {
  const { width, layers, heads, kvHeads, headDim, hidden, vocabulary } = a
  const attention = width * headDim * (2 * heads + 2 * kvHeads)
  return { layers, parameters: layers * (attention + 3 * width * hidden) + width * vocabulary }
}

/** What is to be known of the completions of a seat. */
export interface SeatFacts {
  /** Tokens of a prompt. */
  readonly prompt: number
  /** Tokens of a completion, on average and at most. */
  readonly written: number
  readonly longest: number
}

export interface RoundFacts {
  readonly challenger: SeatFacts
  readonly reasoner: SeatFacts
  /** Share of the candidates that are valid. */
  readonly valid: number
}

export const roundPhases = ['asking', 'answering', 'learning', 'probing'] as const
export type RoundPhase = (typeof roundPhases)[number]

/** What each phase took against its estimate, and the seconds from Start to the first of them. */
export interface Corrections extends Readonly<Record<RoundPhase, number>> {
  readonly opening: number
}

export interface RunTimeRequest {
  readonly config: RunConfig
  readonly shape: ModelShape
  /** Whether a supervised warm-up comes first. */
  readonly warm: boolean
  /** Rounds that are done already. */
  readonly done?: number
  /** Left out: what is usual. */
  readonly facts?: RoundFacts
  /** Left out: nothing was timed. */
  readonly corrections?: Corrections
}

/** Shares of the budgets, and tokens, of the runs that come with the lab. */
const usual = {
  passages: { challenger: 0.33, reasoner: 0.16, prompt: 12, question: 48, valid: 0.5 },
  cloze: { challenger: 15, reasoner: 7, prompt: 110, question: 60, valid: 1 },
} as const

/** Of a round that nobody has seen yet. */
export function usualFacts({ game }: RunConfig): RoundFacts {
  const { passageTokens, challengerTokens, reasonerTokens, world } = game
  const { challenger, reasoner, prompt, question, valid } = usual[world === 'cloze' ? 'cloze' : 'passages']
  const seat = (tokens: number, usually: number, budget: number): SeatFacts =>
    usually < 1
      ? { prompt: tokens, written: usually * budget, longest: budget }
      : { prompt: tokens, written: Math.min(usually, budget), longest: Math.min(2 * usually, budget) }
  return {
    challenger: seat(passageTokens + prompt, challenger, challengerTokens),
    reasoner: seat(question, reasoner, reasonerTokens),
    valid,
  }
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
  /** New tokens of a sequence, on average and at most. */
  readonly written: number
  readonly longest: number
}

/** Seconds to sample. */
export const writingSeconds = (
  speed: DeviceSpeed,
  shape: ModelShape,
  { sequences, prompts, promptTokens, written, longest }: Writing,
): number =>
  Math.ceil(sequences / SLOTS) * longest * stepSeconds(speed, shape) +
  (prompts * promptTokens + sequences * written) * tokenSeconds(speed, shape)

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

/** How often a passage is asked about: again as long as nothing was valid and tries are left. */
function waves({ game }: RunConfig, valid: number): number {
  const nothing = (1 - valid) ** game.groupSize
  const most = Math.ceil(Math.max(game.groupSize, game.maxCandidates) / game.groupSize)
  return Array.from({ length: most }, (_, wave) => nothing ** wave).reduce((sum, share) => sum + share, 0)
}

export interface RoundTokens {
  /** A prompt counts once for its group. */
  readonly prompted: number
  readonly generated: number
  /** That go forward and backward, prompts included. */
  readonly learned: number
}

/** Of a round of play, without its probe. */
export function roundTokens(config: RunConfig, { challenger, reasoner, valid }: RoundFacts): RoundTokens {
  const { passages, groupSize } = config.game
  const asked = waves(config, valid) * passages
  const tasks = valid * passages * groupSize
  const prompted = passages * challenger.prompt + tasks * reasoner.prompt
  const kept = passages * groupSize * challenger.written + tasks * groupSize * reasoner.written
  return {
    prompted: prompted + (asked - passages) * challenger.prompt,
    generated: kept + (asked - passages) * groupSize * challenger.written,
    learned: LEARNED * (prompted + kept),
  }
}

/** Seconds of each phase of a round whose probe is due. */
export function phaseSeconds(
  speed: DeviceSpeed,
  { config, shape, facts = usualFacts(config) }: Pick<RunTimeRequest, 'config' | 'shape' | 'facts'>,
): Readonly<Record<RoundPhase, number>> {
  const { game, probe, warmStart, update } = config
  const writing = (prompts: number, each: number, { prompt, written, longest }: SeatFacts): number =>
    writingSeconds(speed, shape, {
      ...{ sequences: each * prompts, prompts, promptTokens: prompt, written, longest },
    })
  const plays = update.source !== 'examples' && update.source !== 'reading'
  const learned = plays ? roundTokens(config, facts).learned : update.exampleTokens
  // A gap is asked by its options: a prompt and one token wherever they part.
  const probing =
    game.world === 'cloze'
      ? writing(FORKS * probe.questions, 1, { ...facts.reasoner, written: 1, longest: 1 }) +
        PERPLEXITY_TOKENS * tokenSeconds(speed, shape)
      : writing(probe.questions, 1, facts.reasoner)
  return {
    asking: plays ? waves(config, facts.valid) * writing(game.passages, game.groupSize, facts.challenger) : 0,
    answering: plays
      ? writing(facts.valid * game.passages * game.groupSize, game.groupSize, facts.reasoner)
      : 0,
    learning: trainingSeconds(speed, shape, learned, warmStart.batchTokens),
    probing,
  }
}

/** About how long a run takes by these numbers. */
export function estimateRun(
  speed: DeviceSpeed,
  { config, shape, warm, done = 0, facts = usualFacts(config), corrections }: RunTimeRequest,
): RunTime {
  const { game, probe, warmStart } = config
  const seconds = phaseSeconds(speed, { config, shape, facts })
  const corrected = (phase: RoundPhase): number => (corrections?.[phase] ?? 1) * seconds[phase]
  const round = corrected('asking') + corrected('answering') + corrected('learning')
  const probes = corrected('probing')
  const left = Math.max(0, game.rounds - done)
  const { steps, batchTokens } = warmStart
  const warming = warm
    ? (corrections?.learning ?? 1) * trainingSeconds(speed, shape, steps * batchTokens, batchTokens)
    : 0
  const before = (corrections?.opening ?? OPENING) + warming
  return {
    first: before + probes + round,
    round: round + probes / probe.every,
    whole: before + left * round + (Math.ceil(left / probe.every) + 1) * probes,
  }
}
