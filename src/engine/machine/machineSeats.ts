// Checkpoints as players on a machine, for questions put to many of them in turn: as SeatPool, with a machine
// in place of a device. Weights travel when a player's turn comes.

import { mergedSource } from '../../checkpoint/mergedSource'
import type { OpenedModel } from '../../checkpoint/openModel'
import { ModelPlayer, type TokenSampler } from '../../players/modelPlayer'
import type { Player } from '../../spice/seats'
import { wholeWeights, type Snapshot } from '../checkpoints/snapshot'
import { unwrap } from '../errors'
import type { MachineLink } from './machineLink'
import { MachineModel } from './machineModel'

export class MachineSeats {
  private held: { readonly snapshot: Snapshot; readonly sampler: TokenSampler } | null = null

  constructor(private readonly link: MachineLink) {}

  /** `elsewhere` is the model of others whose weights the snapshot does not hold; null where it holds all. */
  async player(name: string, snapshot: Snapshot, elsewhere: OpenedModel | null): Promise<Player> {
    const { architecture, tokenizer } = snapshot
    const sampler: TokenSampler = {
      generate: async (requests, settings) =>
        (await this.samplerOf(snapshot, elsewhere)).generate(requests, settings),
    }
    return new ModelPlayer(name, sampler, tokenizer, architecture.context)
  }

  private async samplerOf(snapshot: Snapshot, elsewhere: OpenedModel | null): Promise<TokenSampler> {
    if (this.held?.snapshot === snapshot) return this.held.sampler
    const { architecture, adapter } = snapshot
    const model = await MachineModel.open(this.link, architecture, null, null)
    if (elsewhere === null) await model.load('weights', unwrap(wholeWeights(snapshot)))
    else
      await model.loadFrom(
        'weights',
        adapter === undefined
          ? elsewhere.weights
          : mergedSource(elsewhere.weights, architecture, adapter.settings, adapter.values),
      )
    this.held = { snapshot, sampler: model.sampler('model') }
    return this.held.sampler
  }

  close(): Promise<void> {
    this.held = null
    return Promise.resolve()
  }
}
