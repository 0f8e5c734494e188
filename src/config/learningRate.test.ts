import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { preset, withValue } from './config'
import { learningRateAt } from './learningRate'
import type { RunConfig } from './schema'

const configured = (rounds: number, warmUpRounds: number, lastShare: number): RunConfig =>
  Object.entries({
    'game.rounds': rounds,
    'update.warmUpRounds': warmUpRounds,
    'update.lastShare': lastShare,
    'update.learningRate': 0.01,
  }).reduce((config, [path, value]) => withValue(config, path, value), preset('default'))

describe('the learning rate of a round', () => {
  it('rises to the full rate, then falls in a line to its share at the last round, and stays there', () => {
    const config = configured(11, 2, 0.2)
    const rates = [0, 1, 2, 6, 10, 11, 500].map((round) => learningRateAt(config, round))
    const expected = [0.005, 0.01, 0.01, 0.006, 0.002, 0.002, 0.002]
    for (const [i, rate] of rates.entries()) expect(rate).toBeCloseTo(at(expected, i), 12)
  })

  it('is the same in every round of the paper', () => {
    for (const round of [0, 1, 300, 639]) expect(learningRateAt(preset('paper'), round)).toBe(1e-6)
  })

  it('is never above the full rate nor below its last share once it has risen', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 0, max: 120 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(300),
        (rounds, warmUp, share, round) => {
          const rate = learningRateAt(configured(rounds, warmUp, share), round)
          expect(rate).toBeLessThanOrEqual(0.01 + 1e-12)
          if (round >= warmUp) expect(rate).toBeGreaterThanOrEqual(0.01 * share - 1e-12)
        },
      ),
    )
  })
})
