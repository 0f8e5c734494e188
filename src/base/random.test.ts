import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from './at'
import { hash32, hashText, Random } from './random'

describe('Random', () => {
  it('repeats from its keys and goes on from a saved state', () => {
    const first = Random.from(7, 3)
    const second = Random.from(7, 3)
    expect(Array.from({ length: 50 }, () => first.u32())).toEqual(
      Array.from({ length: 50 }, () => second.u32()),
    )
    const resumed = Random.restore(
      JSON.parse(JSON.stringify(first.state)) as [number, number, number, number],
    )
    expect(Array.from({ length: 50 }, () => resumed.u32())).toEqual(
      Array.from({ length: 50 }, () => first.u32()),
    )
  })

  it('differs between neighbouring keys', () => {
    const starts = new Set(Array.from({ length: 1000 }, (_, key) => Random.from(1, key).u32()))
    expect(starts.size).toBe(1000)
  })

  it('is uniform: mean, variance and every bucket within four standard errors', () => {
    const random = Random.from(11)
    const n = 40_000
    const buckets = new Array<number>(16).fill(0)
    let sum = 0
    for (let i = 0; i < n; i++) {
      const u = random.uniform()
      sum += u
      buckets[Math.floor(u * 16)] = at(buckets, Math.floor(u * 16)) + 1
    }
    expect(Math.abs(sum / n - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / n))
    for (const count of buckets)
      expect(Math.abs(count - n / 16)).toBeLessThan(4 * Math.sqrt((n / 16) * (15 / 16)))
  })

  it('draws normals of mean 0 and variance 1', () => {
    const random = Random.from(12)
    const draws = Array.from({ length: 40_000 }, () => random.normal())
    const mean = draws.reduce((a, b) => a + b) / draws.length
    const variance = draws.reduce((a, b) => a + b * b, 0) / draws.length
    expect(Math.abs(mean)).toBeLessThan(0.02)
    expect(Math.abs(variance - 1)).toBeLessThan(0.03)
  })

  it('keeps integers in range, weights in proportion, and shuffles without loss', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -50, max: 50 }), fc.nat(100), (seed, low, span) => {
        const value = Random.from(seed).integer(low, low + span)
        return value >= low && value <= low + span
      }),
    )
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer()), (seed, items) => {
        const shuffled = Random.from(seed).shuffled(items)
        expect([...shuffled].sort((a, b) => a - b)).toEqual([...items].sort((a, b) => a - b))
      }),
    )
    const random = Random.from(3)
    const counts = [0, 0, 0]
    for (let i = 0; i < 9000; i++) counts[random.weighted([1, 0, 2])]! += 1
    expect(counts[1]).toBe(0)
    expect(Math.abs(at(counts, 0) - 3000)).toBeLessThan(200)
    expect(() => random.pick([])).toThrow('empty')
  })
})

describe('hashes', () => {
  it('spread and depend on order', () => {
    expect(hash32(1, 2)).not.toBe(hash32(2, 1))
    expect(hashText('ab')).not.toBe(hashText('ba'))
    expect(hashText('ab')).toBe(hashText('ab'))
  })
})
