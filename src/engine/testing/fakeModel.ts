// For the engine's tests: a model without a GPU that still depends on everything a run does to it. Its weight
// is one number that every optimizer step folds the batch into; what its two seats write is a script's.

import { at, last } from '../../base/at'
import { hash32, Random } from '../../base/random'
import { allowedIn, nextState, type TokenAutomaton } from '../../base/tokenAutomaton'
import type { Architecture } from '../../config/architecture'
import type { Gpu } from '../../gpu'
import { firstOptimizer } from '../../model/optimizerState'
import type { TrainingSequence } from '../../model/packing'
import { layoutOf } from '../../model/parameters'
import type { Generated } from '../../protocol/records'
import type { Player, PromptRequest } from '../../spice/seats'
import type { Tokenizer } from '../../text/tokenizer'
import type { GradientTrainer } from '../../training/learner'
import type { ModelRuntime } from '../runtime/modelRuntime'
import type { Position, Snapshot } from '../checkpoints/snapshot'
import type { SeatScript } from './seatScript'

/** Two integers below 2^24 in f32 hold the weight and the number of steps. */
const MOST = 1 << 24

/** A snapshot without values is one of the start: weight 0. */
const firstOf = (values: Snapshot['values']): number =>
  values === undefined || values === null || values.length === 0 ? 0 : at(values, 0)

export class FakeGpu {
  readonly info = { vendor: 'fake', architecture: '', description: 'a number', software: true }
  readonly limits = { maxBufferSize: 2 ** 31, maxStorageBufferBindingSize: 2 ** 30 }
  readonly counters = { submits: 0, maps: 0, dispatches: 0, pipelines: 0, bytes: 12 }
  gone = false
  readonly lost: Promise<{ reason: 'unknown' | 'destroyed'; message: string }>
  private lose: (loss: { reason: 'unknown' | 'destroyed'; message: string }) => void = () => undefined
  constructor() {
    this.lost = new Promise((resolve) => {
      this.lose = resolve
    })
  }
  crash(): void {
    this.gone = true
    this.lose({ reason: 'unknown', message: 'it crashed' })
  }
  destroy(): void {
    this.gone = true
    this.lose({ reason: 'destroyed', message: 'freed' })
  }
  check(): void {
    if (this.gone) throw new Error('the device is gone')
  }
  /** Only what the engine itself asks of a device. */
  get asGpu(): Gpu {
    return this as unknown as Gpu
  }
}

/** Called before each thing that takes time, so that a test can pause, crash or count there. */
export type Interruption = (what: 'accumulate' | 'step' | 'challenger' | 'reasoner') => Promise<void> | void

export class FakeModelRuntime implements ModelRuntime {
  weight = 0
  private steps = 0
  private gathered = 0

  constructor(
    private readonly device: FakeGpu,
    readonly architecture: Architecture,
    readonly tokenizer: Tokenizer,
    private readonly moment: Interruption,
    private readonly script: SeatScript,
  ) {}

  get gpu(): Gpu {
    return this.device.asGpu
  }

  readonly trainer: GradientTrainer = {
    accumulate: async (sequences: readonly TrainingSequence[], { set }) => {
      await this.moment('accumulate')
      this.device.check()
      for (const { tokens, advantage, from } of sequences)
        this.gathered = hash32(this.gathered, set, from, Math.round(advantage * 1e6), ...tokens)
      return {
        loss: (this.gathered % 1000) / 100,
        tokens: sequences.reduce((sum, { tokens, from }) => sum + tokens.length - from, 0),
        clippedShare: 0,
      }
    },
    step: async ({ learningRate }) => {
      await this.moment('step')
      this.device.check()
      this.steps += 1
      this.weight = hash32(this.weight, this.gathered, this.steps, Math.round(learningRate * 1e9)) % MOST
      this.gathered = 0
      return { norms: [this.weight / MOST, 1], norm: 1 }
    },
  }

  readonly player: Player = this.seat('fake', () => this.weight)

  async freeze({ values }: Snapshot): Promise<Player> {
    const weight = firstOf(values)
    return this.seat('frozen', () => weight)
  }

  private seat(name: string, weight: () => number): Player {
    const end = (): number => this.tokenizer.mark('end')
    return {
      name,
      spelling: {
        encode: (text) => this.tokenizer.encode(text),
        // The tokenizer is not there yet while the player is made.
        get end() {
          return end()
        },
      },
      encode: (parts) => this.tokenizer.encodeParts(parts),
      complete: async (requests, { seed, signal }) => {
        await this.moment(requests[0]?.seat === 'challenger' ? 'challenger' : 'reasoner')
        signal?.throwIfAborted()
        this.device.check()
        return requests.map((request) =>
          Array.from({ length: request.count }, (_, i) =>
            this.write(request, Random.from(seed, request.stream, i, weight())),
          ),
        )
      },
    }
  }

  /** Along the automaton, each allowed token with its own weight; `top` tells them. */
  private walk(automaton: TokenAutomaton, maxNewTokens: number, random: Random): Generated {
    const end = this.tokenizer.mark('end')
    const tokens: number[] = []
    const top: number[][] = []
    for (let state = 0; tokens.length < maxNewTokens && tokens.at(-1) !== end;) {
      const allowed = allowedIn(automaton, state) ?? [end]
      const weights = allowed.map(() => random.uniform() + 0.01)
      const sum = weights.reduce((total, each) => total + each, 0)
      const index = random.weighted(weights)
      top.push(allowed.slice(0, 5).flatMap((token, i) => [token, at(weights, i) / sum]))
      tokens.push(at(allowed, index))
      state = nextState(automaton, state, at(allowed, index)) ?? -1
    }
    const stopped = tokens.at(-1) === end
    const each = <T>(value: T): T[] => tokens.map(() => value)
    const text = this.tokenizer.decode(stopped ? tokens.slice(0, -1) : tokens)
    return { tokens, logp: each(-0.5), entropy: each(0.25), top, text, stopped }
  }

  private write({ seat, parts, maxNewTokens, automaton }: PromptRequest, random: Random): Generated {
    if (automaton !== undefined) return this.walk(automaton, maxNewTokens, random)
    const texts = parts.flatMap((part) => ('text' in part ? [part.text] : []))
    const text =
      seat === 'challenger' ? this.script.ask(at(texts, 0), random) : this.script.answer(last(texts), random)
    const tokens = [...this.tokenizer.encode(text), this.tokenizer.mark('end')].slice(0, maxNewTokens)
    const each = <T>(value: T): T[] => tokens.map(() => value)
    return {
      tokens,
      logp: each(-0.5),
      entropy: each(0.25),
      top: each([1, 0.5, 2, 0.2, 3, 0.1, 4, 0.1, 5, 0.1]),
      text,
      stopped: true,
    }
  }

  initialise(seed: number): void {
    this.weight = seed % MOST
    this.forget()
  }
  forget(): void {
    this.steps = 0
  }
  async snapshot(position: Position): Promise<Snapshot> {
    this.device.check()
    const { elements } = layoutOf(this.architecture)
    const values = new Float32Array(elements)
    values[0] = this.weight
    return {
      architecture: this.architecture,
      tokenizer: this.tokenizer,
      values,
      optimizer: {
        optimizer: firstOptimizer,
        step: this.steps,
        tensors: { m: new Float32Array(elements), v: new Float32Array(elements) },
      },
      position,
    }
  }
  async restore({ values, optimizer }: Snapshot): Promise<void> {
    this.weight = firstOf(values)
    this.steps = optimizer?.step ?? 0
  }
  release(): void {
    // Nothing of it is on the device.
  }
  destroy(): void {
    this.device.destroy()
  }
}
