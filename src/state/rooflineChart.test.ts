import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decades, labelSpots, placedUnder, ridgeOf, roofAt, wholeStep } from './rooflineChart'

const roof = { flops: 1e12, bandwidth: 1e11 }
const matmul = { label: 'matmul', count: 4, ms: 2, work: 5e8, bytes: 1e7 }
const add = { label: 'add', count: 2, ms: 1, work: 0, bytes: 5e7 }
const norm = { label: 'norm', count: 1, ms: 1, work: 1e6, bytes: 4e7 }

describe('a kernel under the roof', () => {
  it('is held to the peak of operations where it does many a byte', () => {
    // 1e9 operations in 2 ms are 5e11 a second, half of the peak; 100 a byte is right of the ridge at 10.
    const [first] = placedUnder(roof, [matmul, add])
    expect(first).toMatchObject({ label: 'matmul', each: 0.5, flops: 5e11, intensity: 100, bound: 'compute' })
    expect(first?.ofRoof).toBeCloseTo(0.5, 12)
    expect(first?.ofTime).toBeCloseTo(2 / 3, 12)
  })
  it('and to the bandwidth where it does few or none', () => {
    const [one, two] = placedUnder(roof, [add, norm])
    // 5e7 bytes in 1 ms are 5e10 a second, half of the bandwidth.
    expect(one).toMatchObject({ label: 'add', intensity: 0, flops: 0, bound: 'memory' })
    expect(one?.ofRoof).toBeCloseTo(0.5, 12)
    expect(two?.ofRoof).toBeCloseTo(0.4, 12)
    expect(two?.intensity).toBeCloseTo(0.05, 12)
  })
  it('left of the ridge its share of bandwidth is its share of the roof above it', () => {
    const rate = fc.record({
      label: fc.constant('k'),
      count: fc.integer({ min: 1, max: 50 }),
      ms: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      work: fc.integer({ min: 1, max: 1e9 }),
      bytes: fc.integer({ min: 1, max: 1e9 }),
    })
    fc.assert(
      fc.property(rate, (each) => {
        const [placed] = placedUnder(roof, [each])
        expect(placed?.ofRoof).toBeCloseTo((placed?.flops ?? NaN) / roofAt(roof, placed?.intensity ?? NaN), 6)
        expect(placed?.bound).toBe((placed?.intensity ?? 0) >= ridgeOf(roof) ? 'compute' : 'memory')
      }),
    )
  })
  it('that took no time, or moved nothing, has shares of nothing rather than no number', () => {
    const [still] = placedUnder(roof, [{ label: 'k', count: 0, ms: 0, work: 10, bytes: 0 }])
    expect(still).toEqual({
      label: 'k',
      count: 0,
      each: 0,
      ofTime: 0,
      flops: 0,
      intensity: 0,
      ofRoof: 0,
      bound: 'memory',
    })
  })
})

describe('the whole step', () => {
  it('is the sum of its kernels', () => {
    const whole = wholeStep({
      ...roof,
      device: 'd',
      size: 'nano',
      rows: 1,
      clock: 'device',
      kernels: [matmul, add, norm],
    })
    expect(whole.ms).toBe(4)
    expect(whole.ofPeak).toBeCloseTo((2 * (5e8 + 1e6)) / 4e-3 / 1e12, 12)
  })
})

describe('an axis in powers of ten', () => {
  it('encloses what is above zero', () => {
    expect(decades([0.03, 4, 250, 0, -1, Infinity])).toEqual([-2, 3])
    expect(decades([10, 10])).toEqual([1, 2])
    expect(decades([])).toEqual([0, 1])
  })
})

describe('numbers beside dots', () => {
  it('stand to the right where that is free, and never on each other, however close the dots are', () => {
    expect(labelSpots([{ x: 100, y: 50, radius: 6 }])).toEqual([{ x: 115, y: 50 }])
    const spots = labelSpots(Array.from({ length: 12 }, (_, i) => ({ x: 100 + i, y: 50, radius: 6 })))
    for (const [i, a] of spots.entries())
      for (const b of spots.slice(i + 1))
        expect(Math.abs(a.x - b.x) >= 14 || Math.abs(a.y - b.y) >= 15).toBe(true)
  })
})
