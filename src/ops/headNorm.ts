// Launchers of QK norm, forward and backward. Equations and proof: shaders/headNorm.
import forward from '../../shaders/headNorm/headNorm.fwd.wgsl?static'
import backward from '../../shaders/headNorm/headNorm.bwd.wgsl?static'
import workgroupForward from '../../shaders/headNorm/headNorm.workgroup.fwd.wgsl?static'
import workgroupBackward from '../../shaders/headNorm/headNorm.workgroup.bwd.wgsl?static'
import weightBackward from '../../shaders/headNorm/headNorm.weight.bwd.wgsl?static'
import type { Extent, Gpu, Groups, Program, Tensor } from '../gpu'
import { columnSum } from './columnSum'
import { expectShape, launch, linearGroups } from './launch'
import {
  ELEMENT_WORK,
  blocks,
  blockShape,
  expectMatrix,
  headConstants,
  headTeam,
  MOST_LANES,
  qkvWidth,
  scratch,
  threadGroups,
  type HeadLayout,
} from './threads'
import { rowsTraffic } from './traffic'
import { kernelsOf, type RowShape } from './variants'

interface HeadNormTensors extends HeadLayout {
  /** (R,(H+2K)*D), before the norm */
  readonly qkv: Tensor
  /** (D) */
  readonly qWeight: Tensor
  /** (D) */
  readonly kWeight: Tensor
  /** (R,H+K) */
  readonly rstd: Tensor
  readonly rows: Extent
  /** What was chosen for the device when left out; heads of over 1,024 channels are always a thread each. */
  readonly shape?: RowShape
}

/** Constants and launch of the kernels of either shape, for so many heads of each row. */
function tiling(
  gpu: Gpu,
  { rows, headDim, shape = kernelsOf(gpu).rows }: HeadNormTensors,
  heads: number,
): {
  readonly workgroup: boolean
  readonly constants: Readonly<Record<string, number>>
  readonly together: number
  readonly groups: () => Groups
} {
  const units = (): number => rows.value * heads
  if (shape === 'thread' || headDim > 4 * MOST_LANES)
    return { workgroup: false, constants: {}, together: 64, groups: () => threadGroups(units()) }
  const team = headTeam(headDim)
  const together = MOST_LANES / team
  return {
    workgroup: true,
    constants: { TEAM: team },
    together,
    groups: () => linearGroups(Math.ceil(units() / together)),
  }
}

export interface HeadNormArgs extends HeadNormTensors {
  /** (R,(H+2K)*D) */
  readonly out: Tensor
  readonly eps: number
}

function check(op: string, args: HeadNormTensors): Record<string, number> {
  expectMatrix(op, 'qkv', args.qkv, args.rows, qkvWidth(args))
  expectShape(op, 'qWeight', args.qWeight, [args.headDim])
  expectShape(op, 'kWeight', args.kWeight, [args.headDim])
  expectMatrix(op, 'rstd', args.rstd, args.rows, args.heads + args.kvHeads)
  return headConstants(op, args, 1)
}

export async function headNorm(gpu: Gpu, args: HeadNormArgs): Promise<Program> {
  const { qkv, qWeight, kWeight, rstd, out, rows, eps, heads, kvHeads } = args
  const constants = check('headNorm', args)
  expectMatrix('headNorm', 'out', out, rows, qkvWidth(args))
  const tile = tiling(gpu, args, heads + 2 * kvHeads)
  const step = await launch(gpu, {
    label: 'headNorm',
    source: tile.workgroup ? workgroupForward : forward,
    constants: { ...constants, ...tile.constants, EPS: eps },
    tensors: [qkv, qWeight, kWeight, out, rstd, rows.tensor],
    groups: tile.groups,
    work: () => ELEMENT_WORK * rows.value * qkvWidth(args),
    traffic: () =>
      rowsTraffic({
        rows: rows.value * (heads + 2 * kvHeads),
        width: args.headDim,
        matrices: 2,
        vectors: 2,
        together: tile.together,
        operations: 4,
      }),
  })
  return [step]
}

export interface HeadNormBackwardArgs extends HeadNormTensors {
  /** (R,(H+2K)*D): the gradient after the norm becomes the gradient before it. */
  readonly dqkv: Tensor
  /** (D) of q and of k; they are added to. Left out where the weights are frozen. */
  readonly gains?: { readonly dq: Tensor; readonly dk: Tensor } | undefined
  /** Scratch of `headNormPartialShape`; its own when left out. */
  readonly partial?: Tensor
}

/** Shape of the scratch of `headNormBackward`. */
export const headNormPartialShape = (rows: Extent, headDim: number): readonly [number, number] =>
  blockShape(rows, 2 * headDim)

export async function headNormBackward(gpu: Gpu, args: HeadNormBackwardArgs): Promise<Program> {
  const { qkv, qWeight, kWeight, rstd, dqkv, gains, rows, heads, kvHeads, headDim } = args
  const op = 'headNormBackward'
  const constants = check(op, args)
  expectMatrix(op, 'dqkv', dqkv, rows, qkvWidth(args))
  const tile = tiling(gpu, args, heads + kvHeads)
  const toInput = launch(gpu, {
    label: op,
    source: tile.workgroup ? workgroupBackward : backward,
    constants: { ...constants, ...tile.constants },
    tensors: [qkv, qWeight, kWeight, rstd, dqkv, rows.tensor],
    groups: tile.groups,
    work: () => ELEMENT_WORK * rows.value * qkvWidth(args),
    traffic: () =>
      rowsTraffic({
        rows: rows.value * (heads + kvHeads),
        width: headDim,
        matrices: 3,
        vectors: 2,
        together: tile.together,
        operations: 8,
      }),
  })
  if (gains === undefined) return [await toInput]
  expectShape(op, 'gains.dq', gains.dq, [headDim])
  expectShape(op, 'gains.dk', gains.dk, [headDim])
  const partial = scratch(gpu, op, args.partial, headNormPartialShape(rows, headDim))
  const [toWeight, sumQ, sumK, last] = await Promise.all([
    launch(gpu, {
      label: `${op} weight`,
      source: weightBackward,
      constants,
      tensors: [qkv, rstd, dqkv, partial, rows.tensor],
      groups: () => threadGroups(blocks(rows) * 2 * headDim),
      work: () => ELEMENT_WORK * rows.value * qkvWidth(args),
    }),
    columnSum(gpu, { partial, into: gains.dq, rows }),
    columnSum(gpu, { partial, into: gains.dk, rows, offset: headDim }),
    toInput,
  ])
  return [toWeight, ...sumQ, ...sumK, last]
}
