import type { Failure } from '../base/result'
import { describe, expect, it } from 'vitest'
import {
  architectureOf,
  parameterCount,
  sizeNames,
  validateArchitecture,
  type Architecture,
} from './architecture'

const nano = architectureOf('nano', 300)

/** The code of what is wrong with one key, with that key. */
const nameOf = ({ code, values = {} }: Failure): string =>
  'key' in values ? `architecture-${String(values.key)}` : code

describe('built-in sizes', () => {
  it('are valid and have the parameters that they promise', () => {
    const promised = { nano: 0.2e6, tiny: 0.8e6, small: 5e6, medium: 30e6 }
    for (const size of sizeNames) {
      const architecture = architectureOf(size, size === 'nano' ? 300 : 1024)
      expect(validateArchitecture(architecture).ok).toBe(true)
      expect(parameterCount(architecture) / promised[size]).toBeGreaterThan(0.9)
      expect(parameterCount(architecture) / promised[size]).toBeLessThan(1.2)
    }
  })

  it('scale the embedding by the root of the width', () => {
    expect(architectureOf('tiny', 204).embeddingScale).toBeCloseTo(Math.sqrt(128))
    // Counted by hand: 4 layers of 4*128*128 + 3*128*344 + 2*128, a final norm, and 204 rows of 128.
    expect(parameterCount(architectureOf('tiny', 204))).toBe(4 * (65536 + 132096 + 256) + 128 + 26112)
  })
})

describe('parameterCount', () => {
  it('counts untied heads, query-key norms and biases', () => {
    const base = parameterCount(nano)
    expect(parameterCount({ ...nano, tiedEmbeddings: false }) - base).toBe(300 * 64)
    expect(parameterCount({ ...nano, qkNorm: true }) - base).toBe(4 * 2 * 32)
    expect(parameterCount({ ...nano, biases: true }) - base).toBe(4 * 3 * 2 * 32)
    expect(parameterCount({ ...nano, kvHeads: 1 }) - base).toBe(-4 * 2 * 1 * 32 * 64)
  })
})

describe('validateArchitecture', () => {
  it('accepts a factor for each pair of channels', () => {
    expect(
      validateArchitecture({ ...nano, ropeFactors: Array.from({ length: 16 }, (_, i) => 1 + i) }).ok,
    ).toBe(true)
  })

  const bad: [string, Partial<Record<keyof Architecture, unknown>>, string][] = [
    ['no layers', { layers: 0 }, 'architecture-layers'],
    ['a fraction of a channel', { width: 64.5 }, 'architecture-width'],
    ['a number written as text', { vocabulary: '300' }, 'architecture-vocabulary'],
    ['an absurd vocabulary', { vocabulary: 2 ** 31 }, 'architecture-vocabulary'],
    ['heads that cannot be grouped', { kvHeads: 3 }, 'architecture-kvHeads'],
    ['a head that is not in fours', { headDim: 18 }, 'architecture-headDim'],
    ['no rotation base', { ropeBase: Number.NaN }, 'architecture-ropeBase'],
    ['too few rotation factors', { ropeFactors: [1, 2] }, 'architecture-ropeFactors'],
    ['rotation factors that are no list', { ropeFactors: 8 }, 'architecture-ropeFactors'],
    [
      'a rotation factor that speeds up',
      { ropeFactors: Array.from({ length: 16 }, () => 0.5) },
      'architecture-ropeFactors',
    ],
    ['a zero epsilon', { normEps: 0 }, 'architecture-normEps'],
    ['a switch that is not one', { qkNorm: 'yes' }, 'architecture-qkNorm'],
  ]
  for (const [name, change, code] of bad) {
    it(`names ${name}`, () => {
      const result = validateArchitecture({ ...nano, ...change } as Architecture)
      expect(result.ok ? 'accepted' : nameOf(result.error)).toBe(code)
    })
  }
})
