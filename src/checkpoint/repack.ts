// Blocks of a file as the words in which a frozen base is kept, with no way through plain numbers where both
// mean the same:
// Q8_0, Q4_0, Q4_1 and F16 stay exactly what they were; Q4_K keeps its nibbles and rounds each sub-block's
// scale and minimum to a half.
import { integerAt } from '../base/at'
import { floatToHalf, halfToFloat } from '../base/half'
import { dequantise } from '../formats/blocks'
import type { TensorType } from '../formats/blockTypes'
import { quantisedRow, quantise, type QuantisedStorage, type QuantisedWords } from '../model/frozenBase'

/** Rows of `columns` numbers in the file's type, in the storage of the base. */
export function repack(
  storage: QuantisedStorage,
  type: TensorType,
  bytes: Uint8Array,
  columns: number,
): QuantisedWords {
  const way = ways[`${type} ${storage}`]
  return way === undefined ? quantise(storage, dequantise(type, bytes), columns) : way(bytes, columns)
}

type Repacker = (bytes: Uint8Array, columns: number) => QuantisedWords

interface RepackedWords extends QuantisedWords {
  readonly bytes: Uint8Array
  readonly halves: Uint16Array
  readonly blocks: number
}

function wordsOf(storage: QuantisedStorage, rows: number, columns: number): RepackedWords {
  const { blocks, numbers: n, scales: s } = quantisedRow(storage, columns)
  const numbers = new Uint32Array(rows * n)
  const scales = new Uint32Array(rows * s)
  return {
    numbers,
    scales,
    bytes: new Uint8Array(numbers.buffer),
    halves: new Uint16Array(scales.buffer),
    blocks,
  }
}

const u16 = (bytes: Uint8Array, at: number): number => integerAt(bytes, at) | (integerAt(bytes, at + 1) << 8)

/** ggml's order of nibbles, elements i and i + 16 in byte i, as two neighbours a byte. */
function nibbles(from: Uint8Array, at: number, to: Uint8Array, block: number): void {
  for (let i = 0; i < 8; i++) {
    const [a, b] = [integerAt(from, at + 2 * i), integerAt(from, at + 2 * i + 1)]
    to[16 * block + i] = (a & 15) | ((b & 15) << 4)
    to[16 * block + 8 + i] = (a >> 4) | (b & 240)
  }
}

/** Blocks of 32 whose nibbles begin at byte `head`: d, then m where there are four bytes of it. */
function fours(size: number, head: number, minimum: (bytes: Uint8Array, at: number) => number): Repacker {
  return (bytes, columns) => {
    const count = bytes.length / size
    const words = wordsOf('q4', (32 * count) / columns, columns)
    for (let block = 0; block < count; block++) {
      const at = block * size
      nibbles(bytes, at + head, words.bytes, block)
      words.halves[2 * block] = u16(bytes, at)
      words.halves[2 * block + 1] = minimum(bytes, at)
    }
    return words
  }
}

const ways: Readonly<Record<string, Repacker>> = {
  'F16 f16'(bytes, columns) {
    const rows = bytes.length / (2 * columns)
    const words = wordsOf('f16', rows, columns)
    for (let row = 0; row < rows; row++)
      words.bytes.set(bytes.subarray(2 * row * columns, 2 * (row + 1) * columns), 64 * row * words.blocks)
    return words
  },
  'Q8_0 q8'(bytes, columns) {
    const count = bytes.length / 34
    const words = wordsOf('q8', (32 * count) / columns, columns)
    const pairs = 2 * Math.ceil(words.blocks / 2)
    for (let block = 0; block < count; block++) {
      words.bytes.set(bytes.subarray(34 * block + 2, 34 * (block + 1)), 32 * block)
      words.halves[Math.floor(block / words.blocks) * pairs + (block % words.blocks)] = u16(bytes, 34 * block)
    }
    return words
  },
  // d (q - 8) is d q - 8 d, and eight times a half is a half.
  'Q4_0 q4': fours(18, 2, (bytes, at) => floatToHalf(-8 * halfToFloat(u16(bytes, at)))),
  'Q4_1 q4': fours(20, 4, (bytes, at) => u16(bytes, at + 2)),
  'Q4_K q4'(bytes, columns) {
    const count = bytes.length / 144
    const words = wordsOf('q4', (256 * count) / columns, columns)
    for (let big = 0; big < count; big++) {
      const at = 144 * big
      const [d, dmin] = [halfToFloat(u16(bytes, at)), halfToFloat(u16(bytes, at + 2))]
      for (let sub = 0; sub < 8; sub++) {
        const block = 8 * big + sub
        const [s, m] = scaleAndMinimum(bytes, at + 4, sub)
        words.halves[2 * block] = floatToHalf(d * s)
        words.halves[2 * block + 1] = floatToHalf(-dmin * m)
        const [from, shift] = [at + 16 + 32 * (sub >> 1), 4 * (sub & 1)]
        for (let i = 0; i < 16; i++)
          words.bytes[16 * block + i] =
            ((integerAt(bytes, from + 2 * i) >> shift) & 15) |
            (((integerAt(bytes, from + 2 * i + 1) >> shift) & 15) << 4)
      }
    }
    return words
  },
}

/** Six bits each, packed in twelve bytes (ggml's get_scale_min_k4). */
function scaleAndMinimum(bytes: Uint8Array, at: number, sub: number): readonly [number, number] {
  const byte = (i: number): number => integerAt(bytes, at + i)
  if (sub < 4) return [byte(sub) & 63, byte(sub + 4) & 63]
  return [(byte(sub + 4) & 15) | ((byte(sub - 4) >> 6) << 4), (byte(sub + 4) >> 4) | ((byte(sub) >> 6) << 4)]
}
