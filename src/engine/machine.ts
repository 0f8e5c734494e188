// The model at hand: device, weights, trainer, sampler and tokenizer made for one run, and freed together.
// It must not know rounds, stores or events.

import { architectureOf, type Architecture } from '../config/architecture'
import type { RunConfig } from '../config/schema'
import type { Gpu } from '../gpu'
import { Model } from '../model/model'
import { Sampler } from '../model/sampler'
import { Trainer } from '../model/trainer'
import { ModelPlayer } from '../players/model'
import type { Tokenizer } from '../text/tokenizer'
import { capacities } from './capacity'
import type { Position, Snapshot } from './snapshot'

/** The model that a configuration asks for, with a tokenizer at hand. */
export function architectureFor(config: RunConfig, tokenizer: Tokenizer): Architecture {
  return { ...architectureOf(config.model.size, tokenizer.size), context: config.model.context }
}

export class Machine {
  readonly player: ModelPlayer

  private constructor(
    readonly gpu: Gpu,
    readonly model: Model,
    readonly trainer: Trainer,
    readonly sampler: Sampler,
    readonly tokenizer: Tokenizer,
  ) {
    this.player = new ModelPlayer('model', sampler, tokenizer, model.architecture.context)
  }

  /** Compiles and allocates everything; the machine owns the device from here on. Weights are zero until `initialise` or `restore`. */
  static async open(gpu: Gpu, architecture: Architecture, tokenizer: Tokenizer, config: RunConfig): Promise<Machine> {
    const capacity = capacities(architecture, config)
    const model = await Model.create(gpu, architecture)
    const [trainer, sampler] = await Promise.all([Trainer.create(model, capacity.trainer), Sampler.create(model, capacity.sampler)])
    return new Machine(gpu, model, trainer, sampler, tokenizer)
  }

  get architecture(): Architecture {
    return this.model.architecture
  }

  initialise(seed: number): void {
    this.model.initialise(seed)
    this.forget()
  }

  /** An optimizer that has seen nothing yet. */
  forget(): void {
    const { elements } = this.model.layout
    this.trainer.load({ step: 0, m: new Float32Array(elements), v: new Float32Array(elements) })
  }

  /** Waits for all work before it; equal bits in, equal bits out. */
  async snapshot(position: Position): Promise<Snapshot> {
    const values = await this.model.values()
    const optimizer = await this.trainer.state()
    return { architecture: this.architecture, tokenizer: this.tokenizer, values, optimizer, position }
  }

  restore({ values, optimizer }: Snapshot): void {
    this.model.load(values)
    if (optimizer === null) this.forget()
    else this.trainer.load(optimizer)
  }

  destroy(): void {
    this.gpu.destroy()
  }
}
