// Which seats a round trains, and by turns where there are phases (R-Zero's iterations). A Challenger that is
// not the model that learns is never trained, whatever else is chosen.

import type { RunConfig } from '../../config/schema'
import type { Seat } from '../../protocol/records'

/** The seat whose turn it is, or null where both learn in every round. */
export function turn({ challengerRounds, reasonerRounds }: RunConfig['game'], round: number): Seat | null {
  if (!(challengerRounds > 0 && reasonerRounds > 0)) return null
  return round % (challengerRounds + reasonerRounds) < challengerRounds ? 'challenger' : 'reasoner'
}

export function learns({ game }: Pick<RunConfig, 'game'>, seat: Seat, round: number): boolean {
  if (game.trains === 'none') return false
  // A record of a run from before there was a choice has no `challenger`.
  if (
    seat === 'challenger' &&
    (game.challenger === 'frozen' || game.challenger === 'scripted' || game.challenger === 'remote')
  )
    return false
  if ((turn(game, round) ?? seat) !== seat) return false
  return game.trains === 'both' || game.trains === seat
}

/** Whether the Reasoner learns the golds of the questions in place of its own attempts. */
export const learnsGolds = ({ update }: Pick<RunConfig, 'update'>): boolean => update.source === 'golds'
