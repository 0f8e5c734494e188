// The model at hand: device, weights, trainer, sampler and tokenizer made for one run, and freed together.
// It must not know rounds, stores or events.

import { architectureOf, type Architecture } from '../config/architecture'
import type { RunConfig } from '../config/schema'
import type { Gpu } from '../gpu'
import { mergeAdapter } from '../model/adapter'
import { Model } from '../model/model'
import { Sampler } from '../model/sampler'
import { Trainer } from '../model/trainer'
import { ModelPlayer } from '../players/model'
import type { Player } from '../spice/seats'
import type { Tokenizer } from '../text/tokenizer'
import type { GradientTrainer } from '../training/learner'
import { capacities, type Capacities } from './capacity'
import { checkPlan, frozenOf, roomOf } from './plan'
import type { Position, Snapshot } from './snapshot'
import { EngineFailure } from './trouble'

/** The model that a configuration asks for, with a tokenizer at hand. */
export function architectureFor(config: RunConfig, tokenizer: Tokenizer): Architecture {
  return { ...architectureOf(config.model.size, tokenizer.size), context: config.model.context }
}

/** What a run needs of the model at hand. */
export interface ModelAtHand {
  readonly gpu: Pick<Gpu, 'info' | 'lost' | 'counters'>
  readonly architecture: Architecture
  readonly tokenizer: Tokenizer
  readonly player: Player
  readonly trainer: GradientTrainer
  initialise(seed: number): void
  /** An optimizer that has seen nothing yet. */
  forget(): void
  snapshot(position: Position): Promise<Snapshot>
  /** An adapter that the snapshot has not yet begins from the seed. */
  restore(snapshot: Snapshot, seed: number): void
  /** A player with these weights for good, whatever the model learns; its tokens are the model's. */
  freeze(values: Float32Array): Promise<Player>
  /** Frees everything, the device with it. */
  destroy(): void
}

export type OpenMachine = (gpu: Gpu, architecture: Architecture, tokenizer: Tokenizer, config: RunConfig) => Promise<ModelAtHand>

export class Machine implements ModelAtHand {
  readonly player: ModelPlayer
  /** The weights beside an adapter, as they were loaded. */
  private base: Float32Array | null = null

  private constructor(
    readonly gpu: Gpu,
    readonly model: Model,
    readonly trainer: Trainer,
    readonly sampler: Sampler,
    readonly tokenizer: Tokenizer,
    private readonly samplerCapacity: Capacities['sampler'],
  ) {
    this.player = new ModelPlayer('model', sampler, tokenizer, model.architecture.context)
  }

  /** Compiles and allocates everything; the machine owns the device from here on. Weights are zero until `initialise` or `restore`. */
  static async open(gpu: Gpu, architecture: Architecture, tokenizer: Tokenizer, config: RunConfig): Promise<Machine> {
    const planned = checkPlan(architecture, config, roomOf(gpu, config))
    if (!planned.ok) throw new EngineFailure(planned.error)
    const capacity = capacities(architecture, config)
    const model = await Model.create(gpu, architecture, frozenOf(config))
    const [trainer, sampler] = await Promise.all([Trainer.create(model, capacity.trainer), Sampler.create(model, capacity.sampler)])
    return new Machine(gpu, model, trainer, sampler, tokenizer, capacity.sampler)
  }

  get architecture(): Architecture {
    return this.model.architecture
  }

  initialise(seed: number): void {
    if (this.model.base !== null) {
      throw new EngineFailure({ code: 'adapter-base', message: 'An adapter stands beside weights that have learned already. Begin with built-in weights or a checkpoint, or train all weights.' }, 'weights.trained')
    }
    this.model.initialise(seed)
    this.forget()
  }

  forget(): void {
    const { elements } = this.model.layout
    this.trainer.load({ step: 0, m: new Float32Array(elements), v: new Float32Array(elements) })
  }

  /** Waits for all work before it; equal bits in, equal bits out. */
  async snapshot(position: Position): Promise<Snapshot> {
    const { architecture, tokenizer, model, base } = this
    const own = await model.values()
    const optimizer = await this.trainer.state()
    if (model.base === null || model.adapter === null || base === null) return { architecture, tokenizer, values: own, optimizer, position }
    const adapter = { storage: model.base.storage, settings: model.adapter, base, values: own }
    return { architecture, tokenizer, values: mergeAdapter(architecture, base, model.adapter, own), adapter, optimizer, position }
  }

  restore({ values, adapter, optimizer }: Snapshot, seed: number): void {
    if (this.model.base === null) this.model.load(values)
    else {
      this.base = adapter?.base ?? values
      this.model.writeAll(this.base)
      if (adapter === undefined) this.model.initialise(seed)
      else this.model.load(adapter.values)
    }
    if (optimizer === null) this.forget()
    else this.trainer.load(optimizer)
  }

  async freeze(values: Float32Array): Promise<Player> {
    const storage = this.model.base?.storage
    const model = await Model.create(this.gpu, this.architecture, storage === undefined ? null : { storage, adapter: null })
    model.writeAll(values)
    const sampler = await Sampler.create(model, this.samplerCapacity)
    return new ModelPlayer('frozen', sampler, this.tokenizer, this.architecture.context)
  }

  destroy(): void {
    this.gpu.destroy()
  }
}
