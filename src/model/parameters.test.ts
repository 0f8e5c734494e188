import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { architectureOf, parameterCount, type Architecture } from '../config/architecture'
import { initialValues } from './initialise'
import { layoutOf, placeOf } from './parameters'

const architectures: fc.Arbitrary<Architecture> = fc
  .record({
    vocabulary: fc.integer({ min: 1, max: 70 }),
    width: fc.integer({ min: 1, max: 40 }),
    layers: fc.integer({ min: 1, max: 3 }),
    kvHeads: fc.integer({ min: 1, max: 3 }),
    group: fc.integer({ min: 1, max: 3 }),
    halfHead: fc.integer({ min: 1, max: 9 }),
    hidden: fc.integer({ min: 1, max: 50 }),
    tiedEmbeddings: fc.boolean(),
    qkNorm: fc.boolean(),
    biases: fc.boolean(),
  })
  .map(({ group, halfHead, ...rest }) => ({
    ...rest,
    heads: rest.kvHeads * group,
    headDim: 2 * halfHead,
    context: 64,
    ropeBase: 2000,
    normEps: 1e-6,
    embeddingScale: 1,
  }))

describe('layoutOf', () => {
  it('places every parameter once, aligned, without overlap, matrices before vectors', () => {
    fc.assert(
      fc.property(architectures, (architecture) => {
        const layout = layoutOf(architecture)
        let end = 0
        for (const place of layout.places) {
          expect(place.offset % 64).toBe(0)
          expect(place.offset).toBeGreaterThanOrEqual(end)
          end = place.offset + place.elements
          expect(place.offset < layout.decayElements).toBe(place.shape.length === 2)
          expect(end <= layout.decayElements).toBe(place.shape.length === 2)
        }
        expect(end).toBeLessThanOrEqual(layout.elements)
        expect(layout.byName.size).toBe(layout.places.length)
        expect(layout.places.reduce((sum, p) => sum + p.elements, 0)).toBe(parameterCount(architecture))
      }),
      { numRuns: 60 },
    )
  })

  it('throws on a name that no parameter has', () => {
    expect(() => placeOf(layoutOf(architectureOf('nano', 10)), 'layers.9.qkv')).toThrow('layers.9.qkv')
  })
})

describe('initialValues', () => {
  const layout = layoutOf({ ...architectureOf('nano', 301), width: 60, biases: true })
  const values = initialValues(layout, 5)
  const of = (name: string): Float32Array => {
    const { offset, elements } = placeOf(layout, name)
    return values.subarray(offset, offset + elements)
  }
  const std = (x: Float32Array): number => Math.sqrt(x.reduce((sum, v) => sum + v * v, 0) / x.length)

  it('has the widths of the recipe: fan-in, half of it for residual outputs, ones, zeros', () => {
    expect(std(of('embedding')) / 60 ** -0.5).toBeCloseTo(1, 1)
    expect(std(of('layers.2.gateUp')) / 60 ** -0.5).toBeCloseTo(1, 1)
    expect(std(of('layers.3.down')) / (0.5 * 172 ** -0.5)).toBeCloseTo(1, 1)
    expect(of('finalNorm').every((v) => v === 1)).toBe(true)
    expect(of('layers.0.qkvBias').every((v) => v === 0)).toBe(true)
  })

  it('repeats from its seed, differs between seeds and between layers, and leaves padding zero', () => {
    expect(initialValues(layout, 5)).toEqual(values)
    expect(initialValues(layout, 6)).not.toEqual(values)
    expect(of('layers.0.down')).not.toEqual(of('layers.1.down'))
    const covered = new Uint8Array(layout.elements)
    for (const p of layout.places) covered.fill(1, p.offset, p.offset + p.elements)
    expect(covered.some((c) => c === 0)).toBe(true)
    expect(values.every((v, i) => covered[i] === 1 || v === 0)).toBe(true)
  })
})
