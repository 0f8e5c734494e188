import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Random } from './random'
import { clusteredInterval, mean, tInterval, variance, wilsonInterval } from './statistics'
import { studentQuantile } from './studentQuantile'

describe('mean and variance', () => {
  it('are those of the sample', () => {
    expect(mean([2, 4, 4, 4, 5, 5, 7, 9])).toBe(5)
    expect(variance([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(32 / 7, 12)
    expect(variance([3])).toBe(0)
    expect(() => mean([])).toThrow('empty')
  })
  it('do not move with the values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2 }),
        fc.integer({ min: -1000, max: 1000 }),
        (values, shift) => {
          expect(variance(values.map((value) => value + shift))).toBeCloseTo(variance(values), 5)
          expect(mean(values.map((value) => value + shift))).toBeCloseTo(mean(values) + shift, 8)
        },
      ),
    )
  })
})

describe("Student's t", () => {
  // Printed tables, upper 2.5 % and 0.5 %.
  it.each([
    [0.975, 1, 12.7062],
    [0.975, 2, 4.3027],
    [0.975, 4, 2.7764],
    [0.975, 10, 2.2281],
    [0.975, 30, 2.0423],
    [0.975, 1e7, 1.96],
    [0.995, 5, 4.0321],
    [0.95, 20, 1.7247],
  ])('quantile %d at %d degrees is %d', (p, freedom, value) => {
    expect(studentQuantile(p, freedom)).toBeCloseTo(value, 4)
    expect(studentQuantile(1 - p, freedom)).toBeCloseTo(-value, 4)
  })
  it('is symmetric, grows with p, and refuses what is no probability', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.51, max: 0.99, noNaN: true }),
        fc.integer({ min: 1, max: 200 }),
        (p, freedom) => {
          expect(studentQuantile(1 - p, freedom)).toBeCloseTo(-studentQuantile(p, freedom), 8)
          expect(studentQuantile(p + 0.005, freedom)).toBeGreaterThan(studentQuantile(p, freedom))
        },
      ),
    )
    // One degree of freedom is Cauchy's distribution.
    expect(studentQuantile(0.8, 1)).toBeCloseTo(Math.tan(0.3 * Math.PI), 8)
    expect(() => studentQuantile(1, 3)).toThrow()
  })
})

describe('wilsonInterval', () => {
  // Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%d of %d', (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials)
    expect(interval.mean).toBe(successes / trials)
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })
  it('stays inside 0 and 1 and holds the share', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (a, b) => {
        const { low, mean: share, high } = wilsonInterval(Math.min(a, b), Math.max(a, b))
        expect(low >= 0 && low <= share && share <= high && high <= 1).toBe(true)
      }),
    )
    expect(wilsonInterval(0, 0)).toEqual({ mean: 0, low: 0, high: 1 })
  })
})

describe('tInterval', () => {
  it('is mean and t times the standard error', () => {
    const { mean: centre, low, high } = tInterval([1, 2, 3])
    expect(centre).toBe(2)
    expect(high - centre).toBeCloseTo(4.30265 / Math.sqrt(3), 4)
    expect(centre - low).toBeCloseTo(high - centre, 12)
    expect(tInterval([0.5])).toEqual({ mean: 0.5, low: -Infinity, high: Infinity })
    expect(tInterval([4, 4, 4])).toEqual({ mean: 4, low: 4, high: 4 })
  })
  it('covers the truth about as often as it says', () => {
    const random = Random.from(5)
    let covered = 0
    for (let i = 0; i < 2000; i++) {
      const { low, high } = tInterval([random.normal(), random.normal(), random.normal()])
      if (low <= 0 && high >= 0) covered += 1
    }
    expect(Math.abs(covered / 2000 - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / 2000))
  })
})

describe('clusteredInterval', () => {
  it('is the t interval of the clusters where all have one size', () => {
    const clusters = [1, 3, 4, 2].map((successes) => ({ successes, trials: 4 }))
    const plain = tInterval([0.25, 0.75, 1, 0.5])
    const own = clusteredInterval(clusters)
    expect(own.mean).toBeCloseTo(plain.mean, 12)
    expect(own.low).toBeCloseTo(Math.max(0, plain.low), 12)
    expect(own.high).toBeCloseTo(Math.min(1, plain.high), 12)
  })
  it('is wider than a binomial interval where clusters agree within themselves, and weighs by size', () => {
    const clusters = Array.from({ length: 20 }, (_, i) => ({ successes: i % 2 === 0 ? 8 : 0, trials: 8 }))
    const own = clusteredInterval(clusters)
    const binomial = wilsonInterval(80, 160)
    expect(own.high - own.low).toBeGreaterThan(1.5 * (binomial.high - binomial.low))
    expect(
      clusteredInterval([
        { successes: 9, trials: 9 },
        { successes: 0, trials: 1 },
        { successes: 0, trials: 0 },
      ]).mean,
    ).toBe(0.9)
    expect(clusteredInterval([])).toEqual({ mean: 0, low: 0, high: 1 })
    expect(clusteredInterval([{ successes: 1, trials: 2 }])).toEqual({ mean: 0.5, low: 0, high: 1 })
  })
})
