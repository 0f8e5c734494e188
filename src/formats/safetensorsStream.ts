// Writes a safetensors file of tensors that are never all in memory: the header from their shapes, then each
// tensor's numbers as they come. Knows no model.
import { integerAt } from '../base/at'
import { floatToHalf } from './floatTypes'

export interface StreamedTensor {
  readonly name: string
  readonly shape: readonly number[]
  /** Its numbers in order, in pieces of any length. */
  readonly pieces: () => AsyncIterable<Float32Array>
}

export type WrittenType = 'F32' | 'F16' | 'BF16'

const word = new Uint32Array(1)
const real = new Float32Array(word.buffer)

/** f32 to bfloat16, to nearest, ties to even; NaN stays NaN. */
export function floatToBfloat(value: number): number {
  real[0] = value
  const bits = integerAt(word, 0)
  if ((bits & 0x7fffffff) > 0x7f800000) return (bits >>> 16) | 0x40
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff
}

function bytesOf(numbers: Float32Array, dtype: WrittenType): Uint8Array<ArrayBuffer> {
  if (dtype === 'F32') return new Uint8Array(numbers.slice().buffer)
  return new Uint8Array(Uint16Array.from(numbers, dtype === 'F16' ? floatToHalf : floatToBfloat).buffer)
}

/**
 * The file's bytes in order. Throws where a tensor gives another count of numbers than its shape, or a name
 * comes twice.
 */
export async function* streamSafetensors(
  tensors: readonly StreamedTensor[],
  dtype: WrittenType,
  metadata: Readonly<Record<string, string>> = { format: 'pt' },
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const size = dtype === 'F32' ? 4 : 2
  const header: [string, unknown][] = [['__metadata__', metadata]]
  let at = 0
  for (const { name, shape } of tensors) {
    if (header.some(([known]) => known === name))
      throw new Error(`safetensors: "${name}" cannot be written twice`)
    const end = at + size * shape.reduce((product, n) => product * n, 1)
    header.push([name, { dtype, shape, data_offsets: [at, end] }])
    at = end
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)))
  const padded = Math.ceil(json.length / 8) * 8
  const start = new Uint8Array(8 + padded).fill(0x20, 8)
  new DataView(start.buffer).setBigUint64(0, BigInt(padded), true)
  start.set(json, 8)
  yield start
  for (const { name, shape, pieces } of tensors) {
    let left = shape.reduce((product, n) => product * n, 1)
    for await (const numbers of pieces()) {
      left -= numbers.length
      if (left < 0) break
      yield bytesOf(numbers, dtype)
    }
    if (left !== 0)
      throw new Error(
        `safetensors: "${name}" gave another count of numbers than its shape [${shape.join(', ')}] says`,
      )
  }
}
