// Which seats a round trains. A Challenger that is not the model that learns is never trained, whatever else is chosen.

import type { RunConfig } from '../../config/schema'
import type { Seat } from '../../protocol/records'

export function learns({ game }: Pick<RunConfig, 'game'>, seat: Seat): boolean {
  if (game.trains === 'none') return false
  // A record of a run from before there was a choice has no `challenger`.
  if (seat === 'challenger' && (game.challenger === 'frozen' || game.challenger === 'scripted' || game.challenger === 'remote')) return false
  return game.trains === 'both' || game.trains === seat
}
