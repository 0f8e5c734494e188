// What a file of tensors gives, whatever its format: each tensor's type and shape at once, its bytes only
// when asked for.
// A TensorSource may be larger than memory.
import { at } from '../base/at'
import { bytesOfNumbers, dequantise } from './blocks'
import type { TensorType } from './blockTypes'

export interface TensorInfo {
  readonly name: string
  readonly type: TensorType
  /** Row-major, (out, in) for matrices; quantised blocks lie along the last dimension. */
  readonly shape: readonly number[]
}

export interface TensorSource {
  readonly tensors: ReadonlyMap<string, TensorInfo>
  /**
   * Bytes of rows [from, to) of a tensor, as `blocks.ts` describes them; a vector is one row. Throws for a
   * name or rows that are not there.
   */
  rows(name: string, from: number, to: number): Promise<Uint8Array>
}

/** Rows of a tensor and the numbers in each: a vector is one row. */
export function rowsOf({ shape }: Pick<TensorInfo, 'shape'>): {
  readonly rows: number
  readonly columns: number
} {
  const rows = shape.length < 2 ? 1 : at(shape, 0)
  return { rows, columns: shape.slice(shape.length < 2 ? 0 : 1).reduce((product, n) => product * n, 1) }
}

export const rowBytes = (info: Pick<TensorInfo, 'shape' | 'type'>): number =>
  bytesOfNumbers(info.type, rowsOf(info).columns)

/** Throws for a tensor that the source does not have. */
export function infoOf(source: TensorSource, name: string): TensorInfo {
  const info = source.tensors.get(name)
  if (info === undefined) throw new RangeError(`there is no tensor "${name}"`)
  return info
}

/** Throws unless [from, to) are rows of the tensor. */
export function expectRows(info: TensorInfo, from: number, to: number): void {
  const { rows } = rowsOf(info)
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= rows))
    throw new RangeError(`tensor "${info.name}" has ${rows} rows, not ${from} to ${to}`)
}

/** Numbers that one piece of `floatPieces` has at most, bar a single longer row. */
const PIECE = 1 << 22

/** A tensor's numbers as f32, in pieces of whole rows: [first number's index, numbers]. */
export async function* floatPieces(
  source: TensorSource,
  name: string,
): AsyncGenerator<readonly [number, Float32Array<ArrayBuffer>]> {
  const info = infoOf(source, name)
  const { rows, columns } = rowsOf(info)
  const step = Math.max(1, Math.floor(PIECE / Math.max(1, columns)))
  for (let from = 0; from < rows; from += step) {
    yield [from * columns, dequantise(info.type, await source.rows(name, from, Math.min(rows, from + step)))]
  }
}

/** All of a tensor's numbers as f32. */
export async function floatsOf(source: TensorSource, name: string): Promise<Float32Array<ArrayBuffer>> {
  const { rows, columns } = rowsOf(infoOf(source, name))
  const out = new Float32Array(rows * columns)
  for await (const [at, numbers] of floatPieces(source, name)) out.set(numbers, at)
  return out
}
