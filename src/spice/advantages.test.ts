import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { Random } from '../base/random'
import { advantages, hasNoSignal } from './round/advantage'
import { ratioPreservingSample, validAmongKept } from './round/subsample'
import { tokenWeight } from './round/trajectories'

const group = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 16 })

describe('advantages', () => {
  it('sum to zero in every group', () => {
    fc.assert(
      fc.property(group, (rewards) => {
        expect(advantages(rewards).reduce((a, b) => a + b, 0)).toBeCloseTo(0, 9)
      }),
    )
  })
  it('are leave-one-out advantages scaled by (G - 1) / G', () => {
    fc.assert(
      fc.property(group, (rewards) => {
        const size = rewards.length
        const total = rewards.reduce((a, b) => a + b, 0)
        advantages(rewards).forEach((advantage, i) => {
          const own = at(rewards, i)
          expect(advantage).toBeCloseTo(((size - 1) / size) * (own - (total - own) / (size - 1)), 9)
        })
      }),
    )
  })
  it('are not divided by the deviation: 1 - k/G and -k/G for k right of G', () => {
    expect(advantages([1, 0, 0, 0])).toEqual([0.75, -0.25, -0.25, -0.25])
    expect(advantages([1, 1, 1, 0])).toEqual([0.25, 0.25, 0.25, -0.75])
  })
  it('give an invalid task its penalty, and are exactly zero where all rewards are equal', () => {
    const [invalid, valid] = advantages([-0.1, 1])
    expect(invalid).toBeCloseTo(-0.55, 12)
    expect(valid).toBeCloseTo(0.55, 12)
    expect(advantages([0.1, 0.1, 0.1])).toEqual([0, 0, 0])
    expect(hasNoSignal([0.1, 0.1])).toBe(true)
    expect(hasNoSignal([0.1, 0.2])).toBe(false)
  })
})

describe('ratioPreservingSample', () => {
  it('keeps the share of valid candidates, at least one, in the order of sampling', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 2, max: 16 }),
        fc.integer(),
        (valid, keep, seed) => {
          const kept = ratioPreservingSample(valid, keep, Random.from(seed))
          expect(kept).toHaveLength(Math.min(keep, valid.length))
          expect([...new Set(kept)].sort((a, b) => a - b)).toEqual(kept)
          const total = valid.filter(Boolean).length
          const good = kept.filter((i) => valid[i]).length
          expect(good > 0).toBe(total > 0)
          if (total > 0 && valid.length > keep)
            expect(Math.abs(good - Math.max(1, (keep * total) / valid.length))).toBeLessThanOrEqual(0.5)
        },
      ),
    )
  })
  it('has the counts of clamp(round(G valid / sampled), 1, G)', () => {
    expect([
      validAmongKept(1, 24, 8),
      validAmongKept(12, 24, 8),
      validAmongKept(24, 24, 8),
      validAmongKept(0, 24, 8),
      validAmongKept(23, 24, 8),
    ]).toEqual([1, 4, 8, 0, 8])
  })
  it('repeats from its seed and reaches every candidate', () => {
    const valid = Array.from({ length: 12 }, (_, i) => i % 3 === 0)
    expect(ratioPreservingSample(valid, 4, Random.from(5))).toEqual(
      ratioPreservingSample(valid, 4, Random.from(5)),
    )
    const seen = new Set(
      Array.from({ length: 200 }, (_, seed) => ratioPreservingSample(valid, 4, Random.from(seed))).flat(),
    )
    expect(seen.size).toBe(12)
  })
})

describe('tokenWeight', () => {
  it('does not look at the observed length: half the budget is twice the weight', () => {
    expect(tokenWeight(128, 64)).toBe(1 / (128 * 64))
    expect(tokenWeight(128, 32)).toBe(2 * tokenWeight(128, 64))
  })
})
