// The model runtime: device, weights, trainer, sampler and tokenizer made for one run, and freed together.
// It must not know rounds, stores or events.

import { problem } from '../../problems'
import { loadWeights, type LoadOptions } from '../../checkpoint/loadModel'
import type { OpenedModel } from '../../checkpoint/openModel'
import type { PublishedReference } from '../../checkpoint/publishedReference'
import { architectureOf, type Architecture } from '../../config/architecture'
import type { FrozenSettings } from '../../config/adapterSettings'
import type { RunConfig } from '../../config/schema'
import type { Gpu } from '../../gpu'
import { mergeAdapter } from '../../model/adapter'
import { Model } from '../../model/model'
import { Sampler } from '../../model/sampler'
import { Scorer } from '../../model/scorer'
import { Trainer } from '../../model/trainer'
import { ModelPlayer, type SequenceScorer, type TokenSampler } from '../../players/modelPlayer'
import type { Player } from '../../spice/seats'
import type { ModelTokenizer } from '../../players/modelTokenizer'
import type { Tokenizer } from '../../text/tokenizer'
import type { GradientTrainer } from '../../training/learner'
import { capacities, scorerCapacity, type Capacities } from './capacity'
import { DeferredTrainer } from './deferredTrainer'
import { bindingOf, checkPlan, quantisedBaseOf, roomOf } from './memoryPlan'
import { modelBeside } from './publishedModel'
import { wholeWeights, type Position, type Snapshot } from '../checkpoints/snapshot'
import { EngineError, unwrap } from '../errors'

/** The model that a configuration asks for, with a given tokenizer. */
export function architectureFor(config: RunConfig, tokenizer: Tokenizer): Architecture {
  return { ...architectureOf(config.model.size, tokenizer.size), context: config.model.context }
}

/** What a run needs of its model. */
export interface ModelRuntime {
  readonly gpu: Pick<Gpu, 'info' | 'lost' | 'counters'>
  readonly architecture: Architecture
  readonly tokenizer: ModelTokenizer
  readonly player: Player
  readonly trainer: GradientTrainer
  initialise(seed: number): Promise<void> | void
  /** An optimizer that has seen nothing yet. */
  forget(): Promise<void> | void
  snapshot(position: Position): Promise<Snapshot>
  /**
   * An adapter that the snapshot has not yet begins from the seed. `published` holds the weights that a
   * snapshot has not.
   */
  restore(
    snapshot: Snapshot,
    seed: number,
    published: OpenedModel | null,
    options?: Pick<LoadOptions, 'onProgress' | 'signal'>,
  ): Promise<void>
  /** A player with a snapshot's weights for good, whatever the model learns; its tokens are the model's. */
  freeze(snapshot: Snapshot, published: OpenedModel | null): Promise<Player>
  /** Frees everything, the device with it. */
  destroy(): void
  /** Frees everything but the device. */
  release(): Promise<void> | void
}

export type OpenModelRuntime = (
  gpu: Gpu,
  architecture: Architecture,
  tokenizer: ModelTokenizer,
  config: RunConfig,
) => Promise<ModelRuntime>

/**
 * A snapshot from what learned: all weights, or an adapter beside a frozen base, which is null where it is
 * a published model's.
 */
export function snapshotOf(
  {
    architecture,
    tokenizer,
    published,
    frozen,
    base,
  }: Pick<Snapshot, 'architecture' | 'tokenizer'> & {
    readonly published: PublishedReference | undefined
    readonly frozen: FrozenSettings | null
    readonly base: Float32Array | null
  },
  {
    values: own,
    optimizer,
    position,
  }: Pick<Snapshot, 'optimizer' | 'position'> & { readonly values: Float32Array },
): Snapshot {
  const rest = {
    ...{ architecture, tokenizer },
    ...(published === undefined ? {} : { published }),
    ...{ optimizer, position },
  }
  if (frozen === null || frozen.adapter === null) return { ...rest, values: own }
  const adapter = { storage: frozen.storage, settings: frozen.adapter, base, values: own }
  return {
    ...rest,
    values: base === null ? null : mergeAdapter(architecture, base, frozen.adapter, own),
    adapter,
  }
}

/** The same sequences for whatever computes, so that a score means the same everywhere. */
export const cutForScore = (
  sequences: Parameters<SequenceScorer>[0],
  architecture: Architecture,
): { tokens: Uint32Array; from: number }[] =>
  sequences.map(({ tokens, from }) => ({
    tokens: tokens.subarray(0, from + scorerCapacity(architecture).lossRows),
    from,
  }))

const weightsOf = (snapshot: Snapshot): Float32Array => unwrap(wholeWeights(snapshot))

export class GpuModelRuntime implements ModelRuntime {
  readonly player: ModelPlayer
  /** The weights beside an adapter, as they were loaded; null where they are a published model's. */
  private base: Float32Array | null = null
  private published: PublishedReference | undefined

  private constructor(
    readonly gpu: Gpu,
    readonly model: Model,
    readonly trainer: DeferredTrainer,
    readonly sampler: Sampler,
    readonly tokenizer: ModelTokenizer,
    private readonly samplerCapacity: Capacities['sampler'],
  ) {
    const { context } = model.architecture
    this.player = new ModelPlayer('model', this.firstTokens, tokenizer, context, (sequences) =>
      this.scores(sequences),
    )
  }

  /** The sampler; what learns is compiled once the first tokens are there to be shown. */
  private readonly firstTokens: TokenSampler = {
    generate: (requests, settings) =>
      this.sampler.generate(requests, {
        ...settings,
        onBlock: (tokensOf) => {
          settings.onBlock?.(tokensOf)
          this.trainer.begin()
        },
      }),
  }

  private scoring: Promise<Scorer> | undefined

  /** The scorer is made when the first sequence is scored, which few runs do. */
  private async scores(sequences: Parameters<SequenceScorer>[0]): Promise<Float32Array[]> {
    const { architecture } = this.model
    this.scoring ??= Scorer.create(this.model, scorerCapacity(architecture))
    const scorer = await this.scoring
    return scorer.scoreFrom(cutForScore(sequences, architecture))
  }

  /**
   * Compiles and allocates what writes; what learns follows. The runtime owns the device from here on.
   * Weights are zero until `initialise` or `restore`.
   */
  static async open(
    gpu: Gpu,
    architecture: Architecture,
    tokenizer: ModelTokenizer,
    config: RunConfig,
  ): Promise<GpuModelRuntime> {
    unwrap(checkPlan(architecture, config, roomOf(bindingOf(gpu), config)))
    const capacity = capacities(architecture, config)
    const model = await Model.create(gpu, architecture, quantisedBaseOf(config))
    const trainer = new DeferredTrainer(() => Trainer.create(model, capacity.trainer))
    const sampler = await Sampler.create(model, capacity.sampler)
    return new GpuModelRuntime(gpu, model, trainer, sampler, tokenizer, capacity.sampler)
  }

  get architecture(): Architecture {
    return this.model.architecture
  }

  async initialise(seed: number): Promise<void> {
    if (this.model.base !== null) {
      throw new EngineError(problem('adapter-base'), 'weights.trained')
    }
    this.model.initialise(seed)
    await this.forget()
  }

  forget(): Promise<void> {
    return this.trainer.forget()
  }

  /** Waits for all work before it; equal bits in, equal bits out. */
  async snapshot(position: Position): Promise<Snapshot> {
    const { architecture, tokenizer, model, base, published } = this
    const values = await model.values()
    const optimizer = await this.trainer.state()
    const frozen = model.base === null ? null : { storage: model.base.storage, adapter: model.adapter }
    return snapshotOf({ architecture, tokenizer, published, frozen, base }, { values, optimizer, position })
  }

  async restore(
    snapshot: Snapshot,
    seed: number,
    published: OpenedModel | null,
    options: Pick<LoadOptions, 'onProgress' | 'signal'> = {},
  ): Promise<void> {
    const { model } = this
    const { adapter, optimizer } = snapshot
    this.published = snapshot.published
    this.base = published !== null || model.base === null ? null : (adapter?.base ?? weightsOf(snapshot))
    if (published !== null) await loadWeights(model, published.weights, options)
    else if (this.base === null) model.load(weightsOf(snapshot))
    else model.writeAll(this.base)
    if (model.base !== null && adapter === undefined) model.initialise(seed)
    else if (model.base !== null && adapter !== undefined) model.load(adapter.values)
    await (optimizer === null ? this.forget() : this.trainer.load(optimizer))
  }

  async freeze(snapshot: Snapshot, published: OpenedModel | null): Promise<Player> {
    const storage = this.model.base?.storage ?? null
    const model =
      published === null
        ? await Model.create(
            this.gpu,
            this.architecture,
            storage === null ? null : { storage, adapter: null },
          )
        : await modelBeside(this.gpu, snapshot, published, storage)
    if (published === null) model.writeAll(weightsOf(snapshot))
    const sampler = await Sampler.create(model, this.samplerCapacity)
    return new ModelPlayer('frozen', sampler, this.tokenizer, this.architecture.context)
  }

  destroy(): void {
    this.gpu.destroy()
  }

  async release(): Promise<void> {
    const scorer = await this.scoring
    for (const each of [scorer, this.sampler, this.trainer, this.model]) await each?.destroy()
  }
}
