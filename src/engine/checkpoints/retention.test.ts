import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { roundsToRemove } from './retention'

describe('thinned', () => {
  it('keeps the newest and the oldest, and no more than allowed', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(1000), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 2, max: 10 }),
        (rounds, keep) => {
          const removed = roundsToRemove(rounds, keep)
          const left = rounds.filter((round) => !removed.includes(round))
          expect(left).toHaveLength(Math.min(rounds.length, keep))
          expect(left).toContain(Math.max(...rounds))
          expect(left).toContain(Math.min(...rounds))
        },
      ),
    )
  })

  it('spreads what it keeps over the whole run, however long', () => {
    let kept: number[] = []
    for (let round = 5; round <= 500; round += 5) {
      kept.push(round)
      const removed = roundsToRemove(kept, 6)
      kept = kept.filter((each) => !removed.includes(each))
    }
    expect(kept).toHaveLength(6)
    const gaps = kept.slice(1).map((round, i) => round - (kept[i] ?? 0))
    expect(Math.max(...gaps)).toBeLessThan(500 / 2)
  })

  it('keeps the newest alone where one is allowed', () => {
    expect(roundsToRemove([1, 2, 3], 1).toSorted()).toEqual([1, 2])
    expect(roundsToRemove([4], 1)).toEqual([])
  })
})
