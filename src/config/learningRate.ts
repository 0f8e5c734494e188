// The learning rate of a round: it rises over the first rounds and then falls in a line to its share at the
// last one.

import type { RunConfig } from './schema'

/** Rounds count from 0; a run that is played beyond its last round stays at that round's rate. */
export function learningRateAt({ game, update }: Pick<RunConfig, 'game' | 'update'>, round: number): number {
  const { learningRate, warmUpRounds, lastShare } = update
  const rise = Math.min(1, (round + 1) / Math.max(1, warmUpRounds))
  const falling = game.rounds - 1 - warmUpRounds
  const fallen = falling <= 0 ? 0 : Math.min(1, Math.max(0, (round - warmUpRounds) / falling))
  return learningRate * rise * (1 - (1 - lastShare) * fallen)
}
