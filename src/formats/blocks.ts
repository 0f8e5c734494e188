// How tensors of numbers stand in files: plain types, and ggml's quantised blocks of 32 or 256 numbers along
// a row, with their exact values as f32. Knows no file format. Layouts: ggml's ggml-common.h; equations: its
// dequantize_row_*.
import { integerAt } from '../base/at'
import { bfloatToFloat, halfToFloat } from './floatTypes'

export const tensorTypes = ['F32', 'F16', 'BF16', 'Q8_0', 'Q4_0', 'Q4_1', 'Q4_K', 'Q6_K'] as const
export type TensorType = (typeof tensorTypes)[number]

/** Numbers in a block, and the bytes that they take. */
export interface BlockShape {
  readonly numbers: number
  readonly bytes: number
}

export const blockShapes: Readonly<Record<TensorType, BlockShape>> = {
  F32: { numbers: 1, bytes: 4 },
  F16: { numbers: 1, bytes: 2 },
  BF16: { numbers: 1, bytes: 2 },
  Q8_0: { numbers: 32, bytes: 34 },
  Q4_0: { numbers: 32, bytes: 18 },
  Q4_1: { numbers: 32, bytes: 20 },
  Q4_K: { numbers: 256, bytes: 144 },
  Q6_K: { numbers: 256, bytes: 210 },
}

/** Bytes of `numbers` numbers, a whole count of blocks. */
export function bytesOfNumbers(type: TensorType, numbers: number): number {
  const { numbers: block, bytes } = blockShapes[type]
  return (numbers / block) * bytes
}

type ReadBlock = (bytes: Uint8Array, at: number, out: Float32Array, to: number) => void

const signed = (value: number): number => (value << 24) >> 24
const half = (bytes: Uint8Array, at: number): number =>
  halfToFloat(integerAt(bytes, at) | (integerAt(bytes, at + 1) << 8))

/** Scale and minimum of the eight sub-blocks of 32 in a Q4_K block: six bits each, packed in twelve bytes. */
function scaleAndMinimum(bytes: Uint8Array, at: number, sub: number): readonly [number, number] {
  if (sub < 4) return [integerAt(bytes, at + sub) & 63, integerAt(bytes, at + sub + 4) & 63]
  const low = integerAt(bytes, at + sub + 4)
  return [
    (low & 15) | ((integerAt(bytes, at + sub - 4) >> 6) << 4),
    (low >> 4) | ((integerAt(bytes, at + sub) >> 6) << 4),
  ]
}

const readBlock: Readonly<Record<Exclude<TensorType, 'F32' | 'F16' | 'BF16'>, ReadBlock>> = {
  Q8_0(bytes, at, out, to) {
    const scale = half(bytes, at)
    for (let i = 0; i < 32; i++) out[to + i] = scale * signed(integerAt(bytes, at + 2 + i))
  },
  Q4_0(bytes, at, out, to) {
    const scale = half(bytes, at)
    for (let i = 0; i < 16; i++) {
      const pair = integerAt(bytes, at + 2 + i)
      out[to + i] = scale * ((pair & 15) - 8)
      out[to + 16 + i] = scale * ((pair >> 4) - 8)
    }
  },
  Q4_1(bytes, at, out, to) {
    const scale = half(bytes, at)
    const minimum = half(bytes, at + 2)
    for (let i = 0; i < 16; i++) {
      const pair = integerAt(bytes, at + 4 + i)
      out[to + i] = scale * (pair & 15) + minimum
      out[to + 16 + i] = scale * (pair >> 4) + minimum
    }
  },
  Q4_K(bytes, at, out, to) {
    const scale = half(bytes, at)
    const minimum = half(bytes, at + 2)
    for (let sub = 0; sub < 8; sub++) {
      const [s, m] = scaleAndMinimum(bytes, at + 4, sub)
      const nibbles = at + 16 + 32 * (sub >> 1)
      const shift = 4 * (sub & 1)
      for (let i = 0; i < 32; i++)
        out[to + 32 * sub + i] = scale * s * ((integerAt(bytes, nibbles + i) >> shift) & 15) - minimum * m
    }
  },
  Q6_K(bytes, at, out, to) {
    const scale = half(bytes, at + 208)
    for (let i = 0; i < 256; i++) {
      const high = i >> 7
      const quarter = (i >> 5) & 3
      const l = i & 31
      const low = (integerAt(bytes, at + 64 * high + 32 * (quarter & 1) + l) >> (4 * (quarter >> 1))) & 15
      const top = (integerAt(bytes, at + 128 + 32 * high + l) >> (2 * quarter)) & 3
      out[to + i] = scale * signed(integerAt(bytes, at + 192 + (i >> 4))) * ((low | (top << 4)) - 32)
    }
  },
}

/** The numbers that `bytes` hold, as f32, rounded at most once from what the type means. */
export function dequantise(type: TensorType, bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const { numbers, bytes: size } = blockShapes[type]
  if (bytes.length % size !== 0)
    throw new RangeError(`${bytes.length} bytes are no whole number of ${type} blocks of ${size}`)
  // A copy starts at a multiple of four, which typed arrays need.
  if (type === 'F32') return new Float32Array(bytes.slice().buffer)
  if (type === 'F16') return Float32Array.from(new Uint16Array(bytes.slice().buffer), halfToFloat)
  if (type === 'BF16') return Float32Array.from(new Uint16Array(bytes.slice().buffer), bfloatToFloat)
  const out = new Float32Array((bytes.length / size) * numbers)
  const read = readBlock[type]
  for (let at = 0, to = 0; at < bytes.length; at += size, to += numbers) read(bytes, at, out, to)
  return out
}
