import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bfloatToFloat, floatToHalf, halfToFloat } from './half'

describe('half precision', () => {
  it('goes to f32 and back unchanged for all 65,536 patterns', () => {
    for (let bits = 0; bits < 65536; bits++) {
      const value = halfToFloat(bits)
      if (Number.isNaN(value)) expect(floatToHalf(value) & 0x7fff).toBeGreaterThan(0x7c00)
      else if (floatToHalf(value) !== bits)
        expect.fail(`pattern ${bits} is ${value} and comes back as ${floatToHalf(value)}`)
    }
  })

  it('knows the landmarks of the format', () => {
    expect(halfToFloat(0x3c00)).toBe(1)
    expect(halfToFloat(0xc000)).toBe(-2)
    expect(halfToFloat(0x7bff)).toBe(65504)
    expect(halfToFloat(0x0001)).toBe(2 ** -24)
    expect(halfToFloat(0xfc00)).toBe(-Infinity)
    expect(Object.is(halfToFloat(0x8000), -0)).toBe(true)
    expect(floatToHalf(65519.99)).toBe(0x7bff)
    expect(floatToHalf(65520)).toBe(0x7c00)
    expect(floatToHalf(1e9)).toBe(0x7c00)
    expect(floatToHalf(2 ** -26)).toBe(0)
  })

  it('rounds to the nearest half, ties to even', () => {
    expect(floatToHalf(1 + 2 ** -11)).toBe(0x3c00)
    expect(floatToHalf(1 + 3 * 2 ** -11)).toBe(0x3c02)
    expect(floatToHalf(2 - 2 ** -12)).toBe(0x4000)
    fc.assert(
      fc.property(fc.float({ min: -65000, max: 65000, noNaN: true }), (value) => {
        const half = floatToHalf(value)
        const error = Math.abs(halfToFloat(half) - value)
        for (const neighbour of [half - 1, half + 1]) {
          const other = halfToFloat(neighbour & 0xffff)
          if (Number.isFinite(other)) expect(error).toBeLessThanOrEqual(Math.abs(other - value))
        }
      }),
    )
  })
})

describe('bfloat16', () => {
  it('is the upper half of an f32', () => {
    expect(bfloatToFloat(0x3f80)).toBe(1)
    expect(bfloatToFloat(0xc040)).toBe(-3)
    expect(bfloatToFloat(0x7f80)).toBe(Infinity)
  })
})
