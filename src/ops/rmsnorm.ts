// Launchers of RMSNorm, forward and backward. Equations and proof: shaders/rmsnorm.
import { at } from '../base/at'
import forward from '../../shaders/rmsnorm/rmsnorm.fwd.wgsl?static'
import backward from '../../shaders/rmsnorm/rmsnorm.bwd.wgsl?static'
import weightBackward from '../../shaders/rmsnorm/rmsnorm.weight.bwd.wgsl?static'
import type { Extent, Gpu, Program, Tensor } from '../gpu'
import { columnSum } from './columnSum'
import { expectShape, launch } from './launch'
import {
  ELEMENT_WORK,
  blocks,
  blockShape,
  expectMatrix,
  expectVector,
  scratch,
  threadGroups,
} from './threads'
import { rowsTraffic } from './traffic'

export interface RmsnormArgs {
  /** (R,C) */
  readonly x: Tensor
  /** (C) */
  readonly weight: Tensor
  /** (R,C) */
  readonly out: Tensor
  /** (R), kept for the backward pass */
  readonly rstd: Tensor
  readonly rows: Extent
  readonly eps: number
}

export async function rmsnorm(gpu: Gpu, { x, weight, out, rstd, rows, eps }: RmsnormArgs): Promise<Program> {
  const width = at(weight.shape, 0)
  expectShape('rmsnorm', 'weight', weight, [width])
  expectMatrix('rmsnorm', 'x', x, rows, width)
  expectMatrix('rmsnorm', 'out', out, rows, width)
  expectVector('rmsnorm', 'rstd', rstd, rows, 'f32')
  const step = await launch(gpu, {
    label: 'rmsnorm',
    source: forward,
    constants: { WIDTH: width, EPS: eps },
    tensors: [x, weight, out, rstd, rows.tensor],
    groups: () => threadGroups(rows.value, 32),
    work: () => ELEMENT_WORK * rows.value * width,
    traffic: () =>
      rowsTraffic({ rows: rows.value, width, matrices: 2, vectors: 1, together: 32, operations: 4 }),
  })
  return [step]
}

export interface RmsnormBackwardArgs {
  readonly x: Tensor
  readonly weight: Tensor
  readonly rstd: Tensor
  /** (R,C) */
  readonly dout: Tensor
  /** (R,C); it is added to. */
  readonly dx: Tensor
  /** (C); it is added to. Left out where the weight is frozen. */
  readonly dweight?: Tensor | undefined
  readonly rows: Extent
  /** Scratch of `rmsnormPartialShape`; its own when left out. */
  readonly partial?: Tensor
}

/** Shape of the scratch of `rmsnormBackward`. */
export const rmsnormPartialShape = blockShape

export async function rmsnormBackward(gpu: Gpu, args: RmsnormBackwardArgs): Promise<Program> {
  const { x, weight, rstd, dout, dx, dweight, rows } = args
  const op = 'rmsnormBackward'
  const width = at(weight.shape, 0)
  expectShape(op, 'weight', weight, [width])
  for (const [name, tensor] of Object.entries({ x, dout, dx })) expectMatrix(op, name, tensor, rows, width)
  expectVector(op, 'rstd', rstd, rows, 'f32')
  const toInput = launch(gpu, {
    label: op,
    source: backward,
    constants: { WIDTH: width },
    tensors: [x, weight, rstd, dout, dx, rows.tensor],
    groups: () => threadGroups(rows.value),
    work: () => ELEMENT_WORK * rows.value * width,
    traffic: () =>
      rowsTraffic({ rows: rows.value, width, matrices: 4, vectors: 1, together: 64, operations: 8 }),
  })
  if (dweight === undefined) return [await toInput]
  expectShape(op, 'dweight', dweight, [width])
  const partial = scratch(gpu, op, args.partial, blockShape(rows, width))
  const [first, toWeight, sum] = await Promise.all([
    toInput,
    launch(gpu, {
      label: `${op} weight`,
      source: weightBackward,
      constants: { WIDTH: width },
      tensors: [x, rstd, dout, partial, rows.tensor],
      groups: () => threadGroups(blocks(rows) * width),
      work: () => ELEMENT_WORK * rows.value * width,
    }),
    columnSum(gpu, { partial, into: dweight, rows }),
  ])
  return [first, toWeight, ...sum]
}
