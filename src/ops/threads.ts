// What row-wise launchers share: one thread an item, and the scratch of two-step sums over rows. Knows no
// operation.
import { at } from '../base/at'
import type { Extent, Gpu, Groups, Tensor } from '../gpu'
import { expectShape, linearGroups, MOST_GROUPS } from './launch'

/** Threads in a workgroup of every row-wise shader (`linearIndex` in shaders/common/launch.wgsl). */
const GROUP = 64

/**
 * What one element of a row-wise pass costs, in multiply-adds of a matmul, by which submits are cut: its
 * loads, stores and exponentials (measured on SwiftShader; 30 to 70).
 */
export const ELEMENT_WORK = 50

/** Multiply-adds that take as long as the memory that one element of two arenas moves. */
export const STREAM_WORK = 8

/** Rows of one block of a two-step sum (`BLOCK` in the shaders). */
const BLOCK = 32

/** Groups of `size` threads in one row, as many as the shader has. */
export function threadGroups(threads: number, size: 32 | 64 = GROUP): Groups {
  return threads === 0 ? [0, 1, 1] : linearGroups(Math.ceil(threads / size))
}

/**
 * Lanes of a workgroup along a row, a power of two from 64 to 256, so that each holds at most 16 of its
 * numbers, and the rows that a workgroup takes in turn: several once there are enough to keep a device busy.
 */
export function rowTeam(rows: Extent, width: number): { readonly lanes: number; readonly together: number } {
  const lanes = width <= 1024 ? 64 : width <= 2048 ? 128 : 256
  return { lanes, together: rows.capacity >= 512 ? 4 : rows.capacity > 1 ? 2 : 1 }
}

/** Lanes of a head, a power of two, each with at most 4 of its channels. */
export function headTeam(headDim: number): number {
  return Math.min(MOST_LANES, Math.max(4, 2 ** Math.ceil(Math.log2(headDim / 4))))
}

/** Lanes of a workgroup that every device allows. */
export const MOST_LANES = 256

/** Groups of 64 columns in x and rows in y, for shaders that would otherwise divide by the row's width. */
export function rowGroups(rows: Extent, width: number): Groups {
  return [Math.ceil(width / GROUP), rows.value, 1]
}

/** Throws where a row each is more than a dispatch has in y. */
export function expectRowGroups(op: string, rows: Extent): void {
  if (rows.capacity > MOST_GROUPS)
    throw new RangeError(
      `${op}: ${rows.capacity} rows are more than the ${MOST_GROUPS} of one dispatch; use smaller batches`,
    )
}

/** Shape of the scratch in which blocks of rows leave their sums of `columns` numbers. */
export function blockShape(rows: Extent, columns: number): readonly [number, number] {
  return [Math.ceil(rows.capacity / BLOCK), columns]
}

/** Blocks that hold rows now. */
export const blocks = (rows: Extent): number => Math.ceil(rows.value / BLOCK)

/**
 * The caller's scratch, checked, or one of its own. Its contents mean nothing between programs, so launchers
 * may share it.
 */
export function scratch(
  gpu: Gpu,
  op: string,
  given: Tensor | undefined,
  shape: readonly number[],
  type: 'f32' | 'u32' = 'f32',
): Tensor {
  if (given === undefined) return gpu.tensor(`${op} scratch`, shape, type)
  expectShape(op, 'partial', given, shape, type)
  return given
}

/** Heads of the packed projection: H query heads over K key/value heads of D channels. */
export interface HeadLayout {
  readonly heads: number
  readonly kvHeads: number
  readonly headDim: number
}

/** The layout as override constants; throws for one that no kernel can have. */
export function headConstants(
  op: string,
  { heads, kvHeads, headDim }: HeadLayout,
  multiple: number,
): Record<string, number> {
  if (!Number.isInteger(heads / kvHeads) || heads < 1 || kvHeads < 1) {
    throw new RangeError(`${op}: ${kvHeads} key/value heads do not divide ${heads} query heads`)
  }
  if (headDim < multiple || headDim % multiple !== 0)
    throw new RangeError(`${op}: head size ${headDim} is not a multiple of ${multiple}`)
  return { HEADS: heads, KV_HEADS: kvHeads, HEAD_DIM: headDim }
}

/** Numbers in a row of the packed projection, (H+2K)*D. */
export const qkvWidth = ({ heads, kvHeads, headDim }: HeadLayout): number => (heads + 2 * kvHeads) * headDim

/** Throws unless the tensor is a matrix of that width with room for every row. */
export function expectMatrix(op: string, name: string, tensor: Tensor, rows: Extent, width: number): void {
  expectShape(op, name, tensor, [Math.max(at(tensor.shape, 0), rows.capacity), width])
}

/** Throws unless the tensor is a vector of u32 or f32 with room for every row. */
export function expectVector(
  op: string,
  name: string,
  tensor: Tensor,
  rows: Extent,
  type: 'f32' | 'u32',
): void {
  expectShape(op, name, tensor, [Math.max(at(tensor.shape, 0), rows.capacity)], type)
}
