// Launchers of RMSNorm, forward and backward. Equations and proof: shaders/rmsnorm.
import { at } from '../base/at'
import forward from '../../shaders/rmsnorm/rmsnorm.fwd.wgsl?static'
import backward from '../../shaders/rmsnorm/rmsnorm.bwd.wgsl?static'
import workgroupForward from '../../shaders/rmsnorm/rmsnorm.workgroup.fwd.wgsl?static'
import gainBackward from '../../shaders/rmsnorm/rmsnorm.gain.bwd.wgsl?static'
import workgroupBackward from '../../shaders/rmsnorm/rmsnorm.workgroup.bwd.wgsl?static'
import weightBackward from '../../shaders/rmsnorm/rmsnorm.weight.bwd.wgsl?static'
import type { Dispatch, Extent, Gpu, Groups, Program, Tensor } from '../gpu'
import { columnSum } from './columnSum'
import { expectShape, launch, linearGroups } from './launch'
import {
  ELEMENT_WORK,
  blocks,
  blockShape,
  expectMatrix,
  expectVector,
  rowTeam,
  scratch,
  threadGroups,
} from './threads'
import { rowsTraffic } from './traffic'
import { kernelsOf, type RowShape } from './variants'

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
  /** What was chosen for the device when left out. */
  readonly shape?: RowShape
}

/** Constants and launch of either shape; `alone` threads a workgroup where a thread has a row. */
function tiling(
  shape: RowShape,
  rows: Extent,
  width: number,
  alone: 32 | 64,
): {
  readonly constants: Readonly<Record<string, number>>
  readonly together: number
  readonly groups: () => Groups
} {
  if (shape === 'thread')
    return { constants: {}, together: alone, groups: () => threadGroups(rows.value, alone) }
  const { lanes, together } = rowTeam(rows, width)
  return {
    constants: { TEAM: lanes, ROWS: together },
    together,
    groups: () => linearGroups(Math.ceil(rows.value / together)),
  }
}

export async function rmsnorm(gpu: Gpu, args: RmsnormArgs): Promise<Program> {
  const { x, weight, out, rstd, rows, eps, shape = kernelsOf(gpu).rows } = args
  const width = at(weight.shape, 0)
  expectShape('rmsnorm', 'weight', weight, [width])
  expectMatrix('rmsnorm', 'x', x, rows, width)
  expectMatrix('rmsnorm', 'out', out, rows, width)
  expectVector('rmsnorm', 'rstd', rstd, rows, 'f32')
  const { constants, together, groups } = tiling(shape, rows, width, 32)
  const step = await launch(gpu, {
    label: 'rmsnorm',
    source: shape === 'thread' ? forward : workgroupForward,
    constants: { ...constants, WIDTH: width, EPS: eps },
    tensors: [x, weight, out, rstd, rows.tensor],
    groups,
    work: () => ELEMENT_WORK * rows.value * width,
    traffic: () => rowsTraffic({ rows: rows.value, width, matrices: 2, vectors: 1, together, operations: 4 }),
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
  /** What was chosen for the device when left out. */
  readonly shape?: RowShape
  /**
   * Scratch (ceil(R/GAIN_ROWS),C) where the weight's gradient is left in blocks for `gradientSums`, with
   * workgroups on rows of up to 4,096: `dweight` is then not added to here.
   */
  readonly blocks?: Tensor | undefined
}

/** Rows of a block of `blocks`, which a workgroup takes in turn. */
export const GAIN_ROWS = 8
/** Numbers of a row that the lanes of a workgroup hold in registers. */
export const MOST_GAINS = 4096

/** Shape of the scratch of `rmsnormBackward`. */
export const rmsnormPartialShape = blockShape

export async function rmsnormBackward(gpu: Gpu, args: RmsnormBackwardArgs): Promise<Program> {
  const { x, weight, rstd, dout, dx, dweight, rows, shape = kernelsOf(gpu).rows } = args
  const op = 'rmsnormBackward'
  const width = at(weight.shape, 0)
  expectShape(op, 'weight', weight, [width])
  for (const [name, tensor] of Object.entries({ x, dout, dx })) expectMatrix(op, name, tensor, rows, width)
  expectVector(op, 'rstd', rstd, rows, 'f32')
  if (args.blocks !== undefined) return [await withGains(gpu, args, args.blocks, width)]
  const { constants, together, groups } = tiling(shape, rows, width, 64)
  const toInput = launch(gpu, {
    label: op,
    source: shape === 'thread' ? backward : workgroupBackward,
    constants: { ...constants, WIDTH: width },
    tensors: [x, weight, rstd, dout, dx, rows.tensor],
    groups,
    work: () => ELEMENT_WORK * rows.value * width,
    traffic: () => rowsTraffic({ rows: rows.value, width, matrices: 4, vectors: 1, together, operations: 8 }),
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

function withGains(
  gpu: Gpu,
  { x, weight, rstd, dout, dx, rows }: RmsnormBackwardArgs,
  partial: Tensor,
  width: number,
): Promise<Dispatch> {
  const op = 'rmsnormBackward'
  if (width > MOST_GAINS) throw new RangeError(`${op}: rows of ${width} are too wide for gains in blocks`)
  expectShape(op, 'blocks', partial, [Math.ceil(rows.capacity / GAIN_ROWS), width])
  const groups = (): number => Math.ceil(rows.value / GAIN_ROWS)
  return launch(gpu, {
    label: op,
    source: gainBackward,
    constants: { TEAM: rowTeam(rows, width).lanes, ROWS: GAIN_ROWS, WIDTH: width },
    tensors: [x, weight, rstd, dout, dx, partial, rows.tensor],
    groups: () => linearGroups(groups()),
    work: () => ELEMENT_WORK * rows.value * width,
    traffic: () =>
      rowsTraffic({
        rows: rows.value,
        width,
        matrices: 4 + 1 / GAIN_ROWS,
        vectors: 1,
        together: GAIN_ROWS,
        operations: 10,
      }),
  })
}
