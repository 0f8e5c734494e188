// Checkpoints as players, for questions put to many of them in turn: models of one shape share one set of buffers, and
// weights are loaded when a player's turn comes. Opens no trainer.

import type { Architecture } from '../config/architecture'
import type { RunConfig } from '../config/schema'
import type { Gpu } from '../gpu'
import { Model } from '../model/model'
import { Sampler } from '../model/sampler'
import { ModelPlayer, type TokenSampler } from '../players/model'
import type { Player } from '../spice/seats'
import { capacities } from './capacity'
import { heldWeights, type Snapshot } from './snapshot'
import { must } from './trouble'

interface Shared {
  readonly model: Model
  readonly sampler: Sampler
  /** Whose weights are loaded. */
  holder: Snapshot | null
}

export class SeatPool {
  private readonly shared = new Map<string, Promise<Shared>>()

  constructor(
    private readonly gpu: Gpu,
    private readonly config: RunConfig,
  ) {}

  async player(name: string, snapshot: Snapshot): Promise<Player> {
    const { architecture, tokenizer } = snapshot
    const held = must(heldWeights(snapshot))
    const shared = await this.open(architecture)
    const sampler: TokenSampler = {
      generate: (requests, settings) => {
        if (shared.holder !== snapshot) shared.model.load(held)
        shared.holder = snapshot
        return shared.sampler.generate(requests, settings)
      },
    }
    return new ModelPlayer(name, sampler, tokenizer, architecture.context)
  }

  private open(architecture: Architecture): Promise<Shared> {
    const key = JSON.stringify(architecture)
    const known = this.shared.get(key)
    if (known !== undefined) return known
    const opening = (async (): Promise<Shared> => {
      const model = await Model.create(this.gpu, architecture)
      return { model, sampler: await Sampler.create(model, capacities(architecture, this.config).sampler), holder: null }
    })()
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
