// Launchers of rotary positions, forward and backward. Equations and proof: shaders/rope.
import { at } from '../base/at'
import source from '../../shaders/rope/rope.wgsl?static'
import type { Extent, Gpu, Program, Tensor } from '../gpu'
import { launch } from './launch'
import {
  ELEMENT_WORK,
  expectMatrix,
  expectVector,
  headConstants,
  qkvWidth,
  threadGroups,
  type HeadLayout,
} from './threads'

export interface RopeArgs extends HeadLayout {
  /** (R,(H+2K)*D), turned in place: q and k forward, or their gradients backward */
  readonly x: Tensor
  /** u32 (R) */
  readonly position: Tensor
  readonly rows: Extent
  readonly base: number
  /** D/2 numbers by which the angles are divided; 1 each without them */
  readonly factors?: readonly number[] | undefined
}

/** base^(-2i/D) / factors[i] radians for each pair i, in units of 2^-32 turns: (D/2) u32. */
export function ropeFrequencies(headDim: number, base: number, factors?: readonly number[]): Uint32Array {
  return Uint32Array.from({ length: headDim / 2 }, (_, i) => {
    const factor = factors === undefined ? 1 : at(factors, i)
    return Math.round((base ** ((-2 * i) / headDim) / factor / (2 * Math.PI)) * 2 ** 32)
  })
}

async function turn(gpu: Gpu, op: string, args: RopeArgs, direction: 1 | -1): Promise<Program> {
  const { x, position, rows, heads, kvHeads, headDim, base, factors } = args
  const constants = { ...headConstants(op, args, 2), DIRECTION: direction }
  expectMatrix(op, 'x', x, rows, qkvWidth(args))
  expectVector(op, 'position', position, rows, 'u32')
  if (!(base >= 1)) throw new RangeError(`${op}: base ${base} is below 1`)
  if (factors !== undefined && (factors.length !== headDim / 2 || !factors.every((factor) => factor >= 1)))
    throw new RangeError(`${op}: the factors are not ${headDim / 2} numbers of at least 1`)
  const frequency = gpu.tensor(`${op} frequency`, [headDim / 2], 'u32')
  gpu.write(frequency, ropeFrequencies(headDim, base, factors))
  const threads = (): number => (rows.value * (heads + kvHeads) * headDim) / 2
  const step = await launch(gpu, {
    label: op,
    source,
    constants,
    tensors: [x, position, frequency, rows.tensor],
    groups: () => threadGroups(threads()),
    work: () => 2 * ELEMENT_WORK * threads(),
  })
  return [step]
}

export const rope = (gpu: Gpu, args: RopeArgs): Promise<Program> => turn(gpu, 'rope', args, 1)

/** The inverse turn of a gradient. */
export const ropeBackward = (gpu: Gpu, args: RopeArgs): Promise<Program> =>
  turn(gpu, 'ropeBackward', args, -1)
