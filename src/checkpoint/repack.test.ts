import { describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { quantisedValues } from '../../shaders/quantised/quantised.ref'
import { Random } from '../base/random'
import { floatToHalf } from '../base/half'
import { blockShapes, dequantise } from '../formats/blocks'
import type { TensorType } from '../formats/blockTypes'
import { quantisedStorages, quantise, type QuantisedStorage, type QuantisedWords } from '../ops'
import { repack } from './repack'

const ROWS = 3

/** Rows of random blocks whose scales are small numbers. */
function blocksOf(type: TensorType, columns: number): Uint8Array {
  const random = Random.from(21, columns)
  const { numbers, bytes: size } = blockShapes[type]
  const bytes = Uint8Array.from({ length: (ROWS * columns * size) / numbers }, () => random.integer(0, 255))
  const put = (at: number, value: number): void =>
    void bytes.set(new Uint8Array(Uint16Array.of(floatToHalf(value)).buffer), at)
  const halves = {
    F16: [0],
    Q8_0: [0],
    Q4_0: [0],
    Q4_1: [0, 2],
    Q5_0: [0],
    Q5_1: [0, 2],
    IQ4_NL: [0],
    Q2_K: [80, 82],
    Q3_K: [108],
    Q4_K: [0, 2],
    Q5_K: [0, 2],
    Q6_K: [208],
    IQ4_XS: [0],
    F32: [],
    BF16: [],
  }[type]
  for (let at = 0; at < bytes.length; at += size)
    for (const offset of halves) put(at + offset, 0.01 * random.normal())
  if (type === 'F32') new Float32Array(bytes.buffer).forEach((_, i, all) => (all[i] = random.normal()))
  return bytes
}

const values = (
  storage: QuantisedStorage,
  { numbers, scales }: QuantisedWords,
  columns: number,
): Float64Array => quantisedValues(storage, Uint32Array.of(...numbers, ...scales), ROWS, columns)

describe('blocks of files as words of a frozen base', () => {
  it.each([
    ['F16', 'f16', 40],
    ['Q8_0', 'q8', 96],
    ['Q4_0', 'q4', 96],
    ['Q4_1', 'q4', 96],
  ] as const)('%s stays exactly what it was as %s', (type, storage, columns) => {
    const bytes = blocksOf(type, columns)
    const kept = values(storage, repack(storage, type, bytes, columns), columns)
    const expected = dequantise(type, bytes)
    expect(new Set(expected).size).toBeGreaterThan(30)
    kept.forEach((value, i) =>
      expect(Math.abs(value - at(expected, i)), `number ${i}`).toBeLessThanOrEqual(
        2e-7 * Math.abs(value) + 1e-9,
      ),
    )
  })

  it('Q4_K keeps its nibbles and rounds its scales alone', () => {
    const bytes = blocksOf('Q4_K', 512)
    const kept = values('q4', repack('q4', 'Q4_K', bytes, 512), 512)
    const expected = dequantise('Q4_K', bytes)
    const most = expected.reduce((max, value) => Math.max(max, Math.abs(value)), 0)
    const error = (x: Float64Array): number =>
      Math.hypot(...x.map((value, i) => value - at(expected, i))) / Math.hypot(...expected)
    expect(most).toBeGreaterThan(1)
    expect(error(kept)).toBeLessThan(5e-4)
    // Through plain numbers it would be no better.
    expect(error(kept)).toBeLessThanOrEqual(error(values('q4', quantise('q4', expected, 512), 512)))
  })

  it.each(quantisedStorages)('everything else is packed from its numbers, into %s', (storage) => {
    for (const [type, columns] of [
      ['F32', 40],
      ['Q6_K', 256],
      ['Q5_0', 96],
      ['Q3_K', 512],
    ] as const) {
      const bytes = blocksOf(type, columns)
      expect(repack(storage, type, bytes, columns)).toEqual(
        quantise(storage, dequantise(type, bytes), columns),
      )
    }
  })
})
