// How a quantised matrix is kept: f16, or blocks of 32 numbers in 8 or 4 bits, as words. Sizes, and packing
// of plain numbers. The layout in words is that of shaders/quantised/weights.wgsl.
import { floatToHalf, halfToFloat } from '../base/half'

export const quantisedStorages = ['f16', 'q8', 'q4'] as const
export type QuantisedStorage = (typeof quantisedStorages)[number]

/** Numbers that share one scale. */
export const QUANTISED_BLOCK = 32

/** Words of a block's numbers. */
const blockWords = { f16: 16, q8: 8, q4: 4 } as const

export interface QuantisedRow {
  readonly blocks: number
  /** Words of one row: of its numbers, and of its scales. */
  readonly numbers: number
  readonly scales: number
}

export function quantisedRow(storage: QuantisedStorage, columns: number): QuantisedRow {
  const blocks = Math.ceil(columns / QUANTISED_BLOCK)
  const scales = { f16: 0, q8: Math.ceil(blocks / 2), q4: blocks }[storage]
  return { blocks, numbers: blocks * blockWords[storage], scales }
}

/** Bytes of a matrix, in however many chunks. */
export function quantisedBytes(
  storage: QuantisedStorage,
  [rows, columns]: readonly [number, number],
): number {
  const { numbers, scales } = quantisedRow(storage, columns)
  return 4 * rows * (numbers + scales)
}

/** Some rows as words: their numbers, then their scales. */
export interface QuantisedWords {
  readonly numbers: Uint32Array<ArrayBuffer>
  readonly scales: Uint32Array<ArrayBuffer>
}

/** Rows of `columns` numbers, each block scaled by what is largest in it (q8) or by its range (q4). */
export function quantise(storage: QuantisedStorage, values: Float32Array, columns: number): QuantisedWords {
  const row = quantisedRow(storage, columns)
  const rows = values.length / columns
  const words = { numbers: new Uint32Array(rows * row.numbers), scales: new Uint32Array(rows * row.scales) }
  const scales16 = new Uint16Array(words.scales.buffer)
  const bytes = new Int8Array(words.numbers.buffer)
  const halves = new Uint16Array(words.numbers.buffer)
  for (let r = 0; r < rows; r++) {
    for (let b = 0; b < row.blocks; b++) {
      const from = r * columns + b * QUANTISED_BLOCK
      const block = values.subarray(from, Math.min(from + QUANTISED_BLOCK, (r + 1) * columns))
      const at = (r * row.blocks + b) * QUANTISED_BLOCK
      switch (storage) {
        case 'f16':
          block.forEach((value, i) => (halves[at + i] = floatToHalf(value)))
          break
        case 'q8': {
          const half = floatToHalf(block.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127)
          const d = halfToFloat(half)
          scales16[2 * r * row.scales + b] = half
          if (d > 0)
            block.forEach(
              (value, i) => (bytes[at + i] = Math.max(-127, Math.min(127, Math.round(value / d)))),
            )
          break
        }
        case 'q4': {
          const least = block.reduce((low, value) => Math.min(low, value), Infinity)
          const halfM = floatToHalf(least)
          const m = halfToFloat(halfM)
          const halfD = floatToHalf(
            (block.reduce((high, value) => Math.max(high, value), -Infinity) - m) / 15,
          )
          const d = halfToFloat(halfD)
          words.scales[r * row.scales + b] = halfD | (halfM << 16)
          if (d > 0)
            for (let i = 0; i < block.length; i += 8)
              words.numbers[(at + i) / 8] = packNibbles(block.subarray(i, i + 8), m, d)
          break
        }
      }
    }
  }
  return words
}

/** Up to eight numbers as round((x - m) / d) in 4 bits each, the first in the lowest. */
const packNibbles = (values: Float32Array, m: number, d: number): number =>
  values.reduce(
    (word, value, i) => word | (Math.max(0, Math.min(15, Math.round((value - m) / d))) << (4 * i)),
    0,
  )
