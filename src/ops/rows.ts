// Launchers that move rows by index: embedding, gathering and their gradients. No sums across rows but by a
// given order.
import embeddingBackwardSource from '../../shaders/embedding/embedding.bwd.wgsl?static'
import embeddingSource from '../../shaders/embedding/embedding.fwd.wgsl?static'
import gatherSource from '../../shaders/gatherRows/gatherRows.wgsl?static'
import scatterSource from '../../shaders/gatherRows/scatterAddRows.wgsl?static'
import type { Extent, Gpu, Program, Tensor } from '../gpu'
import { expectShape, launch, matrixShape } from './launch'
import { expectMatrix, expectVector, threadGroups } from './threads'
import { addTraffic } from './traffic'

/** Multiply-adds that take as long as moving one element. */
const MOVE = 8

export interface EmbeddingArgs {
  /** (V,C) */
  readonly table: Tensor
  /** u32 (R); a token beyond the table counts as the last one. */
  readonly token: Tensor
  /** (R,C) */
  readonly out: Tensor
  readonly rows: Extent
  readonly scale: number
}

/** out[r] = scale * table[token[r]]. */
export async function embedding(
  gpu: Gpu,
  { table, token, out, rows, scale }: EmbeddingArgs,
): Promise<Program> {
  const [vocabulary, width] = matrixShape('embedding', 'table', table)
  expectVector('embedding', 'token', token, rows, 'u32')
  expectMatrix('embedding', 'out', out, rows, width)
  const step = await launch(gpu, {
    label: 'embedding',
    source: embeddingSource,
    constants: { V: vocabulary, C: width, SCALE: scale },
    tensors: [table, token, out, rows.tensor],
    groups: () => threadGroups(rows.value * width),
    work: () => rows.value * width * MOVE,
    traffic: () => addTraffic(2, rows.value * width),
  })
  return [step]
}

export interface EmbeddingBackwardArgs {
  /** (R,C) */
  readonly dout: Tensor
  /** (V,C), added to. */
  readonly dtable: Tensor
  /** u32 (R): rows sorted by token. */
  readonly order: Tensor
  /** u32 (V+1): where each token's rows begin in `order`; the last is the number of rows. */
  readonly offsets: Tensor
  readonly rows: Extent
  readonly scale: number
}

/** dtable[v] += scale * sum of dout over the rows of token v, in their order. */
export async function embeddingBackward(
  gpu: Gpu,
  { dout, dtable, order, offsets, rows, scale }: EmbeddingBackwardArgs,
): Promise<Program> {
  const [vocabulary, width] = matrixShape('embeddingBackward', 'dtable', dtable)
  expectMatrix('embeddingBackward', 'dout', dout, rows, width)
  expectVector('embeddingBackward', 'order', order, rows, 'u32')
  expectShape('embeddingBackward', 'offsets', offsets, [vocabulary + 1], 'u32')
  const step = await launch(gpu, {
    label: 'embeddingBackward',
    source: embeddingBackwardSource,
    constants: { V: vocabulary, C: width, SCALE: scale },
    tensors: [dout, order, offsets, dtable],
    groups: () => threadGroups(vocabulary * width),
    work: () => (vocabulary + rows.value) * width * MOVE,
  })
  return [step]
}

export interface GatherRowsArgs {
  /** (R,C) */
  readonly from: Tensor
  /** u32 (S), each below R. */
  readonly index: Tensor
  /** (S,C) */
  readonly out: Tensor
  /** S */
  readonly rows: Extent
}

/** out[s] = from[index[s]]. */
export async function gatherRows(gpu: Gpu, { from, index, out, rows }: GatherRowsArgs): Promise<Program> {
  const [, width] = matrixShape('gatherRows', 'from', from)
  expectVector('gatherRows', 'index', index, rows, 'u32')
  expectMatrix('gatherRows', 'out', out, rows, width)
  return [await moveRows(gpu, 'gatherRows', gatherSource, width, [from, index, out], rows)]
}

export interface ScatterAddRowsArgs {
  /** (S,C) */
  readonly from: Tensor
  /** u32 (S), each below R, no two the same. */
  readonly index: Tensor
  /** (R,C), added to. */
  readonly into: Tensor
  /** S */
  readonly rows: Extent
}

/** into[index[s]] += from[s]. */
export async function scatterAddRows(
  gpu: Gpu,
  { from, index, into, rows }: ScatterAddRowsArgs,
): Promise<Program> {
  const [, width] = matrixShape('scatterAddRows', 'into', into)
  expectVector('scatterAddRows', 'index', index, rows, 'u32')
  expectMatrix('scatterAddRows', 'from', from, rows, width)
  return [await moveRows(gpu, 'scatterAddRows', scatterSource, width, [from, index, into], rows)]
}

function moveRows(
  gpu: Gpu,
  label: string,
  source: string,
  width: number,
  tensors: readonly Tensor[],
  rows: Extent,
) {
  return launch(gpu, {
    label,
    source,
    constants: { C: width },
    tensors: [...tensors, rows.tensor],
    groups: () => threadGroups(rows.value * width),
    work: () => rows.value * width * MOVE,
    traffic: () => addTraffic(2, rows.value * width),
  })
}
