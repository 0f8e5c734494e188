import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, get } from '../base/at'
import { DeviceMeter } from './deviceMeter'

/** Milliseconds of a multiply-add on a device whose kernels differ by a factor of a thousand. */
const device = new Map([
  ['product', 1e-9],
  ['norm', 1e-6],
  ['attention', 3e-8],
])
const labels = [...device.keys()]
const step = fc.record({
  label: fc.constantFrom(...labels),
  work: fc.double({ min: 1e3, max: 2e6, noNaN: true }),
})
const truth = ({ label, work }: { readonly label: string; readonly work: number }): number =>
  0.005 + work * get(device, label)

describe('DeviceMeter', () => {
  it('keeps submits under the budget on a device whose kernels it has seen, and joins what fits', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 60 }), (program) => {
        const meter = new DeviceMeter(10)
        const run = (): number[] => {
          const times: number[] = []
          let from = 0
          for (const to of meter.cut(program.map(({ label, work }) => meter.cost(label, work)))) {
            const steps = program.slice(from, to)
            const ms = steps.reduce((sum, each) => sum + truth(each), 0)
            if (steps.length > 1) times.push(ms)
            meter.observe(steps, ms)
            from = to
          }
          return times
        }
        for (let i = 0; i < 60; i++) run()
        for (const ms of run()) expect(ms).toBeLessThan(10)
      }),
      { numRuns: 60 },
    )
  })

  it('joins many cheap dispatches that it first took for dear ones', () => {
    const meter = new DeviceMeter(100)
    const program = Array.from({ length: 40 }, () => ({ label: 'product', work: 5e7 }))
    const ends = (): number[] => meter.cut(program.map(({ label, work }) => meter.cost(label, work)))
    expect(ends().length).toBeGreaterThan(20)
    for (let i = 0; i < 20; i++) meter.observe(program.slice(0, 1), 0.05)
    expect(ends()).toEqual([40])
  })

  it('is warned by one slow submit and not by the rounding of a short one', () => {
    const meter = new DeviceMeter(100)
    const one = [{ label: 'product', work: 1e6 }]
    const before = meter.cost('product', 1e6)
    meter.observe(one, 80)
    expect(meter.cost('product', 1e6)).toBeGreaterThan(79)
    const other = new DeviceMeter(100)
    other.observe([{ label: 'norm', work: 1 }], 0.1)
    expect(other.cost('norm', 1e6)).toBe(before)
  })

  it('never cuts to nothing', () => {
    const meter = new DeviceMeter(5)
    const ends = meter.cut([200, 200, 1, 1])
    expect(ends).toEqual([1, 2, 4])
    expect(at(ends, 2)).toBe(4)
  })
})
