// A run's model on a machine: as GpuModelRuntime, with the machine's questions in place of a device. What the
// run records and how it goes on is the same.

import type { LoadOptions } from '../../checkpoint/loadModel'
import { mergedSource } from '../../checkpoint/mergedSource'
import type { OpenedModel } from '../../checkpoint/openModel'
import type { PublishedReference } from '../../checkpoint/publishedReference'
import type { Architecture } from '../../config/architecture'
import type { FrozenSettings } from '../../config/adapterSettings'
import type { RunConfig } from '../../config/schema'
import { initialValues } from '../../model/initialise'
import { problem } from '../../problems'
import { ModelPlayer } from '../../players/modelPlayer'
import type { ModelTokenizer } from '../../players/modelTokenizer'
import type { Player } from '../../spice/seats'
import { wholeWeights, type Position, type Snapshot } from '../checkpoints/snapshot'
import { EngineError, unwrap } from '../errors'
import { quantisedBaseOf } from '../runtime/memoryPlan'
import { cutForScore, snapshotOf, type ModelRuntime } from '../runtime/modelRuntime'
import { printMachine, type MachineLink } from './machineLink'
import { MachineModel } from './machineModel'

export class MachineRuntime implements ModelRuntime {
  readonly player: Player
  readonly gpu: ModelRuntime['gpu']
  /** The weights beside an adapter, as they were loaded; null where they are a published model's. */
  private base: Float32Array | null = null
  private published: PublishedReference | undefined

  private constructor(
    link: MachineLink,
    private readonly model: MachineModel,
    readonly architecture: Architecture,
    readonly tokenizer: ModelTokenizer,
    private readonly frozen: FrozenSettings | null,
  ) {
    const { scorer } = model
    this.player = new ModelPlayer(
      ...(['model', model.sampler('model'), tokenizer, architecture.context] as const),
      scorer && ((sequences) => scorer(cutForScore(sequences, architecture))),
    )
    this.gpu = {
      info: { vendor: '', architecture: '', description: printMachine(link.about), software: false },
      counters: { submits: 0, maps: 0, dispatches: 0, pipelines: 0, bytes: 0 },
      // A machine that is gone says so where it is asked.
      lost: new Promise(() => undefined),
    }
  }

  static async open(
    link: MachineLink,
    architecture: Architecture,
    tokenizer: ModelTokenizer,
    config: RunConfig,
  ): Promise<MachineRuntime> {
    const frozen = quantisedBaseOf(config)
    const { optimizer } = config.update
    const model = await MachineModel.open(link, architecture, frozen?.adapter ?? null, optimizer)
    return new MachineRuntime(link, model, architecture, tokenizer, frozen)
  }

  get trainer(): ModelRuntime['trainer'] {
    return this.model.trainer
  }

  async initialise(seed: number): Promise<void> {
    if (this.frozen !== null) throw new EngineError(problem('adapter-base'), 'weights.trained')
    await this.model.load('weights', initialValues(this.model.layout, seed))
    await this.forget()
  }

  forget(): Promise<void> {
    return this.model.loadOptimizer(null)
  }

  async snapshot(position: Position): Promise<Snapshot> {
    const { values, optimizer } = await this.model.save()
    const { architecture, tokenizer, published, frozen, base } = this
    return snapshotOf({ architecture, tokenizer, published, frozen, base }, { values, optimizer, position })
  }

  async restore(
    snapshot: Snapshot,
    seed: number,
    published: OpenedModel | null,
    options: Pick<LoadOptions, 'onProgress' | 'signal'> = {},
  ): Promise<void> {
    const { model, frozen } = this
    const { adapter, optimizer } = snapshot
    this.published = snapshot.published
    this.base =
      published !== null || frozen === null ? null : (adapter?.base ?? unwrap(wholeWeights(snapshot)))
    if (published !== null) await model.loadFrom('weights', published.weights, options)
    else await model.load('weights', this.base ?? unwrap(wholeWeights(snapshot)))
    if (frozen !== null) await model.load('adapter', adapter?.values ?? initialValues(model.layout, seed))
    await model.loadOptimizer(optimizer)
  }

  async freeze(snapshot: Snapshot, published: OpenedModel | null): Promise<Player> {
    const { architecture, adapter } = snapshot
    if (published === null) await this.model.load('frozen', unwrap(wholeWeights(snapshot)))
    else
      await this.model.loadFrom(
        'frozen',
        adapter === undefined
          ? published.weights
          : mergedSource(published.weights, architecture, adapter.settings, adapter.values),
      )
    return new ModelPlayer('frozen', this.model.sampler('frozen'), this.tokenizer, architecture.context)
  }

  /** The machine is whoever's opened it, and goes on to the next model. */
  destroy(): void {
    this.base = null
  }

  release(): void {
    this.destroy()
  }
}
