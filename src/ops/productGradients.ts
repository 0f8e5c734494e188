// Launcher of both gradients of a linear layer in one dispatch, with the gate's behind them. Equations and
// proof: shaders/productGradients.
import { at } from '../base/at'
import source from '../../shaders/productGradients/productGradients.wgsl?static'
import type { Extent, Gpu, Program, Tensor, Traffic } from '../gpu'
import { expectRows, expectShape, launch, matrixShape } from './launch'
import { MOST_WORK, sliceOf } from './matmul'
import { shared, sharedUniform } from './shared'
import { productTraffic } from './traffic'

const TILE = 64

export interface ProductGradientsArgs {
  /** (R,N), the gradient of y = x W^T. */
  readonly dy: Tensor
  /** (R,K) */
  readonly x: Tensor
  /** (N,K) */
  readonly weight: Tensor
  /** (N,K), added to where it has one slice of rows; else `partial` takes its slices. */
  readonly dweight: Tensor
  /** (ceil(R/slice),N,K) or as many elements: what `gradientSums` then adds up. */
  readonly partial?: Tensor | undefined
  /** (R,K), written; with a gate (R,2K), the gradient of gates and ups. */
  readonly dx: Tensor
  /** (R,2K): x is silu of the first half times the second. */
  readonly gateUp?: Tensor | undefined
  readonly rows: Extent
}

/** Whether one dispatch does both: sums in fours, and no longer than a submit may take. */
export const gradientsFit = (rows: Extent, n: number, k: number): boolean =>
  n % 4 === 0 && k % 4 === 0 && 2 * rows.capacity * n * k <= MOST_WORK

/** Rows of a slice of dW: all of them where it needs no partial sums. */
export function gradientSlice(gpu: Gpu, rows: Extent, n: number, k: number): number {
  const { slice, beside } = sliceOf(gpu, rows, n, k)
  return beside > 1 ? slice : Math.max(1, rows.capacity)
}

/** dW += dy^T x and dx = dy W. */
export async function productGradients(gpu: Gpu, args: ProductGradientsArgs): Promise<Program> {
  const { dy, x, weight, dweight, partial, dx, gateUp, rows } = args
  const op = 'productGradients'
  const [n, k] = matrixShape(op, 'weight', weight)
  if (!gradientsFit(rows, n, k))
    throw new RangeError(`${op}: ${n} by ${k} with ${rows.capacity} rows do not fit`)
  const slice = partial === undefined ? Math.max(1, rows.capacity) : gradientSlice(gpu, rows, n, k)
  for (const [name, tensor, width] of [
    ['dy', dy, n],
    ['x', x, k],
    ['dx', dx, gateUp === undefined ? k : 2 * k],
    ...(gateUp === undefined ? [] : [['gateUp', gateUp, 2 * k] as const]),
  ] as const) {
    expectRows(op, name, tensor, rows)
    expectShape(op, name, tensor, [at(tensor.shape, 0), width])
  }
  expectShape(op, 'dweight', dweight, [n, k])
  if (partial !== undefined) expectShape(op, 'partial', partial, [Math.ceil(rows.capacity / slice), n * k])
  const slices = (): number => Math.ceil(rows.value / slice)
  const traffic = (): Traffic => {
    const tiles = { rows: TILE, columns: TILE }
    const toWeight = productTraffic({ m: n, n: k, k: rows.value, ...tiles })
    const toInput = productTraffic({ m: rows.value, n: k, k: n, ...tiles })
    return {
      moved: toWeight.moved + toInput.moved,
      requested: toWeight.requested + toInput.requested,
      operations: toWeight.operations + toInput.operations,
    }
  }
  const step = await launch(gpu, {
    label: `productGradients ${n}x${k}`,
    source,
    tensors: [
      dy,
      x,
      weight,
      gateUp ?? shared(gpu, 'empty', 64),
      partial ?? dweight,
      dx,
      rows.tensor,
      sharedUniform(gpu, [n, k, slice, Number(partial === undefined), Number(gateUp !== undefined), 0, 0, 0]),
    ],
    groups: () => [Math.ceil(k / TILE), slices() * Math.ceil(n / TILE) + Math.ceil(rows.value / TILE), 1],
    work: () => 2 * rows.value * n * k,
    traffic,
  })
  return [step]
}
