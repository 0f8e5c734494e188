// Learning: micro-batches through forward, loss and backward into one gradient set a seat, then a step of
// the optimizer on their sum.
// Everything is made once; a micro-batch is two writes and one run, and nothing is read back before its end.
import { at, get, last } from '../base/at'
import { policySettings } from '../ops'
import type { Model } from './model'
import type { OptimizerState, UpdateSettings } from './optimizerState'
import { automataOf, pack, type Capacity, type MicroBatch, type TrainingSequence } from './packing'
import { buildTrainer, STATS, type TrainerMemory, type TrainerParts } from './trainerParts'

export interface TrainerSettings extends Capacity, TrainerMemory {
  /** Gradient sets whose norms are known apart: one a seat. */
  readonly sets: number
}

export interface LossSettings {
  readonly set: number
  readonly temperature: number
  /** Null for likelihood weighted by the advantage, else PPO's bounds. */
  readonly clip: { readonly low: number; readonly high: number } | null
}

export interface LossReport {
  /** Sum over predicted tokens. */
  readonly loss: number
  /** Predicted tokens. */
  readonly tokens: number
  /** By sequence, of tokens[from ..]. */
  readonly logProbs: readonly Float32Array[]
  /** Mean over predicted tokens, nats. */
  readonly entropy: number
  /** Share of predicted tokens without gradient because their ratio left the bounds. */
  readonly clippedShare: number
}

export class Trainer {
  private steps = 0

  private constructor(
    readonly model: Model,
    private readonly settings: TrainerSettings,
    private readonly parts: TrainerParts,
  ) {}

  /** Compiles and allocates everything. Throws GpuMemoryError where it does not fit. */
  static async create(model: Model, settings: TrainerSettings): Promise<Trainer> {
    const parts = await buildTrainer(model, settings)
    await model.gpu.allocated()
    return new Trainer(model, settings, parts)
  }

  /**
   * Adds the gradients of the sequences' losses to a set. All work is submitted before the first await unless
   * there are automata, or more micro-batches than the history holds. Throws RangeError, before any work,
   * for a sequence that does not fit.
   */
  async accumulate(
    sequences: readonly TrainingSequence[],
    { set, temperature, clip }: LossSettings,
  ): Promise<LossReport> {
    if (set >= this.settings.sets)
      throw new RangeError(`the trainer has ${this.settings.sets} gradient sets, not a set ${set}`)
    if (clip !== null && sequences.some(({ oldLogProbs }) => oldLogProbs === undefined))
      throw new RangeError('a clipped loss needs the old log-probabilities of every sequence')
    const { gpu, architecture } = this.model
    const { inputs, lossSettings, history, passes, constrained } = this.parts
    const batches = pack(sequences, architecture.vocabulary, this.settings)
    const automata = automataOf(sequences, architecture.vocabulary)
    const free = automata.start.size === 0
    const pass = at(free ? passes : await constrained.load(automata), set)
    const tally = new LossTally(sequences)
    for (let first = 0; first < batches.length; first += history.length) {
      const chunk = batches.slice(first, first + history.length)
      chunk.forEach((batch, i) => {
        const kept = history[i]
        if (kept === undefined) return
        gpu.write(lossSettings, policySettings({ temperature, clip }))
        inputs.load(batch)
        if (batch.state !== null) constrained.setStates(batch.state)
        gpu.run([...pass, ...kept.keep])
      })
      const stats = await gpu.read(history.slice(0, chunk.length).map(({ stats: slot }) => slot))
      chunk.forEach((batch, i) => tally.take(batch, new Float32Array(at(stats, i))))
    }
    return tally.report()
  }

  /**
   * One step of the optimizer on the sum of the sets, which are empty afterwards. `norms` by set and `norm`
   * of the sum are before clipping.
   */
  async step(settings: UpdateSettings): Promise<{ norms: number[]; norm: number }> {
    const { gpu } = this.model
    const { optimizer, hyper, limit, norms, sumNorm, update } = this.parts
    this.steps += 1
    gpu.write(hyper, optimizer.hyperparameters(settings, this.steps))
    gpu.write(limit, Float32Array.of(settings.maxNorm, 0, 0, 0))
    gpu.run(update)
    const read = await gpu.read([...norms, sumNorm])
    const values = read.map((bytes) => at(new Float32Array(bytes), 0))
    return { norms: values.slice(0, -1), norm: last(values) }
  }

  /** Gradients gathered but not yet stepped are not part of the state: save after a step. */
  async state(): Promise<OptimizerState> {
    const { optimizer, state } = this.parts
    const step = this.steps
    const read = await this.model.gpu.read(state)
    const tensors = optimizer.state.map((name, i) => [name, new Float32Array(at(read, i))] as const)
    return { optimizer: optimizer.name, step, tensors: Object.fromEntries(tensors) }
  }

  load({ optimizer: name, step, tensors }: OptimizerState): void {
    const { optimizer, state } = this.parts
    const { elements } = this.model.layout
    if (name !== optimizer.name)
      throw new RangeError(`the optimizer's state is that of ${name}, the trainer has ${optimizer.name}`)
    const given = new Map(Object.entries(tensors))
    const held = optimizer.state.map((each) => get(given, each))
    if (held.some(({ length }) => length !== elements)) {
      const lengths = held.map(({ length }) => length).join(' and ')
      throw new RangeError(`the optimizer's state has ${lengths} elements, the model ${elements}`)
    }
    state.forEach((tensor, i) => this.model.gpu.write(tensor, at(held, i)))
    this.steps = step
  }

  /** As if there had been no step yet. */
  forget(): void {
    this.model.gpu.run(this.parts.state.map((tensor) => ({ kind: 'clear', tensor })))
    this.steps = 0
  }

  /** The gradients of one set, in the arena's layout. */
  async gradients(set: number): Promise<Float32Array> {
    const chosen = this.parts.gradients[set]
    if (chosen === undefined) throw new RangeError(`the trainer has no gradient set ${set}`)
    return this.model.gpu.readFloats(chosen.arena)
  }

  destroy(): void {
    this.parts.destroy()
  }
}

/** Adds up what micro-batches report, in f64, and puts log-probabilities back to their sequences. */
class LossTally {
  private loss = 0
  private tokens = 0
  private entropy = 0
  private clipped = 0
  private readonly logProbs: Float32Array[]

  constructor(sequences: readonly TrainingSequence[]) {
    this.logProbs = sequences.map(({ tokens, from }) => new Float32Array(tokens.length - from))
  }

  take({ parts, lossRows }: MicroBatch, stats: Float32Array): void {
    for (let row = 0; row < lossRows; row++) {
      this.entropy += at(stats, STATS * row + 1)
      this.loss += at(stats, STATS * row + 2)
      this.clipped += at(stats, STATS * row + 3)
    }
    this.tokens += lossRows
    for (const { sequence, lossStart, lossCount } of parts) {
      const logProbs = this.logProbs[sequence]
      if (logProbs === undefined) continue
      for (let i = 0; i < lossCount; i++) logProbs[i] = at(stats, STATS * (lossStart + i))
    }
  }

  report(): LossReport {
    const { loss, tokens, logProbs } = this
    const mean = (sum: number): number => (tokens === 0 ? 0 : sum / tokens)
    return { loss, tokens, logProbs, entropy: mean(this.entropy), clippedShare: mean(this.clipped) }
  }
}
