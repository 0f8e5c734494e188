// A player that somebody may have to pay for, by the token.

import type { Player } from '../spice/seats'
import type { TokenMeter } from './tokenMeter'

export interface MeteredPlayer extends Player {
  readonly meter: TokenMeter
}

export const isMetered = (player: Player): player is MeteredPlayer => 'meter' in player
