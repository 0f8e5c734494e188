// Checkpoints as players, for questions put to many of them in turn: models of one shape share one set of
// buffers, and weights are loaded when a player's turn comes. Opens no trainer.

import type { OpenedModel } from '../../checkpoint/openModel'
import type { Architecture } from '../../config/architecture'
import type { RunConfig } from '../../config/schema'
import type { Gpu } from '../../gpu'
import { Model } from '../../model/model'
import { Sampler } from '../../model/sampler'
import { ModelPlayer, type TokenSampler } from '../../players/modelPlayer'
import type { Player } from '../../spice/seats'
import { capacities } from '../runtime/capacity'
import { quantisedBaseOf } from '../runtime/memoryPlan'
import { modelBeside } from '../runtime/publishedModel'
import { wholeWeights, type Snapshot } from '../checkpoints/snapshot'
import { unwrap } from '../errors'

interface PooledModel {
  readonly model: Model
  readonly sampler: Sampler
  /** Whose weights are loaded. */
  holder: Snapshot | null
}

export class SeatPool {
  private readonly shared = new Map<string, Promise<PooledModel>>()

  constructor(
    private readonly gpu: Gpu,
    private readonly config: RunConfig,
  ) {}

  /** `elsewhere` is the model of others whose weights the snapshot does not hold; null where it holds all. */
  async player(name: string, snapshot: Snapshot, elsewhere: OpenedModel | null): Promise<Player> {
    const { architecture, tokenizer, adapter } = snapshot
    const held = elsewhere === null ? unwrap(wholeWeights(snapshot)) : (adapter?.values ?? null)
    const shared = await (elsewhere === null ? this.open(architecture) : this.openBeside(snapshot, elsewhere))
    const sampler: TokenSampler = {
      generate: (requests, settings) => {
        if (shared.holder !== snapshot && held !== null) shared.model.load(held)
        shared.holder = snapshot
        return shared.sampler.generate(requests, settings)
      },
    }
    return new ModelPlayer(name, sampler, tokenizer, architecture.context)
  }

  private open(architecture: Architecture): Promise<PooledModel> {
    return this.once(JSON.stringify(architecture), architecture, () => Model.create(this.gpu, architecture))
  }

  /** One model of others for all adapters of one shape; by itself where nothing was learned yet. */
  private openBeside(snapshot: Snapshot, elsewhere: OpenedModel): Promise<PooledModel> {
    const { architecture, published, adapter } = snapshot
    const storage = adapter?.storage ?? quantisedBaseOf(this.config)?.storage ?? 'f16'
    return this.once(
      JSON.stringify([architecture, published?.fingerprint, storage, adapter?.settings ?? null]),
      architecture,
      () => modelBeside(this.gpu, snapshot, elsewhere, storage),
    )
  }

  private once(key: string, architecture: Architecture, make: () => Promise<Model>): Promise<PooledModel> {
    const known = this.shared.get(key)
    if (known !== undefined) return known
    const opening = make().then(async (model): Promise<PooledModel> => ({
      model,
      sampler: await Sampler.create(model, capacities(architecture, this.config).sampler),
      holder: null,
    }))
    this.shared.set(key, opening)
    return opening
  }

  /** Frees the models; the device is the caller's. */
  async close(): Promise<void> {
    for (const opening of this.shared.values()) {
      const { model, sampler } = await opening
      sampler.destroy()
      model.destroy()
    }
    this.shared.clear()
  }
}
