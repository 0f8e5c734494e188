// How tensors of numbers stand in files: plain types, and ggml's quantised blocks of 32 or 256 numbers along
// a row, with their exact values as f32. Knows no file format. Layouts: ggml's ggml-common.h; equations: its
// dequantize_row_*.
import { readBlock } from './blockReaders'
import type { ReadBlock, TensorType } from './blockTypes'
import { bfloatToFloat, halfToFloat } from './floatTypes'
import { readSuperBlock } from './superBlocks'

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
  Q5_0: { numbers: 32, bytes: 22 },
  Q5_1: { numbers: 32, bytes: 24 },
  IQ4_NL: { numbers: 32, bytes: 18 },
  Q2_K: { numbers: 256, bytes: 84 },
  Q3_K: { numbers: 256, bytes: 110 },
  Q4_K: { numbers: 256, bytes: 144 },
  Q5_K: { numbers: 256, bytes: 176 },
  Q6_K: { numbers: 256, bytes: 210 },
  IQ4_XS: { numbers: 256, bytes: 136 },
}

/** Bytes of `numbers` numbers, a whole count of blocks. */
export function bytesOfNumbers(type: TensorType, numbers: number): number {
  const { numbers: block, bytes } = blockShapes[type]
  return (numbers / block) * bytes
}

const readers = { ...readBlock, ...readSuperBlock }

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
  const read: ReadBlock = readers[type]
  for (let at = 0, to = 0; at < bytes.length; at += size, to += numbers) read(bytes, at, out, to)
  return out
}
