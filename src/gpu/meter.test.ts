import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, last } from '../base/at'
import { Meter, SUBMIT_BUDGET_MS } from './meter'

describe('Meter', () => {
  it('cuts into whole runs of steps, in order, none empty', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { maxLength: 60 }), (costs) => {
        const ends = new Meter().cut(costs)
        expect(last([0, ...ends])).toBe(costs.length)
        ends.forEach((end, i) => expect(end).toBeGreaterThan(at([0, ...ends], i)))
      }),
    )
  })

  it('keeps each submit under the budget unless one step alone is over it, and uses no more submits than that needs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.03, max: 150, noNaN: true }), { minLength: 1, maxLength: 60 }),
        (costs) => {
          const sum = (from: number, to: number): number => costs.slice(from, to).reduce((a, b) => a + b, 0)
          const ends = new Meter().cut(costs)
          ends.forEach((end, i) => {
            const from = at([0, ...ends], i)
            if (end - from > 1) expect(sum(from, end)).toBeLessThan(SUBMIT_BUDGET_MS)
            if (i + 1 < ends.length) expect(sum(from, end + 1)).toBeGreaterThan(SUBMIT_BUDGET_MS / 2)
          })
        },
      ),
    )
  })

  it('makes one submit of what fits', () => {
    expect(new Meter().cut([1, 2, 3])).toEqual([3])
    expect(new Meter().cut([])).toEqual([])
  })

  it('learns a device that is slower, and one that is faster, than it thought', () => {
    const meter = new Meter()
    for (let i = 0; i < 40; i++) meter.observe(1e6, 1, 1000)
    expect(meter.cost(1e6)).toBeCloseTo(1000, -1)
    for (let i = 0; i < 60; i++) meter.observe(1e9, 1, 10)
    expect(meter.cost(1e9)).toBeGreaterThan(9)
    expect(meter.cost(1e9)).toBeLessThan(12)
  })

  it('is not misled by what else keeps the device busy', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 50, noNaN: true }), { minLength: 60, maxLength: 60 }),
        (slowdowns) => {
          const meter = new Meter()
          // Every other submit has the device to itself.
          slowdowns.forEach((slowdown, i) => meter.observe(5e7, 10, 0.3 + 50 * (i % 2 === 0 ? 1 : slowdown)))
          expect(meter.cost(5e7)).toBeGreaterThan(49)
          expect(meter.cost(5e7)).toBeLessThan(51)
        },
      ),
    )
  })

  it('takes submits that are reported together for one', () => {
    const meter = new Meter()
    for (let i = 0; i < 60; i++) for (const ms of [40, 0, 0, 0]) meter.observe(1e7, 1, ms)
    expect(meter.cost(4e7)).toBeGreaterThan(15)
  })

  it('takes the latency of a short submit for no news', () => {
    const meter = new Meter()
    const before = meter.cost(1e6)
    for (let i = 0; i < 100; i++) meter.observe(10, 1, 4)
    expect(meter.cost(1e6)).toBe(before)
  })

  it('never thinks that work is free', () => {
    const meter = new Meter()
    for (let i = 0; i < 1000; i++) meter.observe(1e9, 500, 0)
    expect(meter.cost(1e12)).toBeGreaterThan(1)
    meter.observe(0, 3, 50)
    expect(Number.isFinite(meter.cost(1))).toBe(true)
  })
})
