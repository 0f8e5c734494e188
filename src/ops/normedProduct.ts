// Launchers of a product with what stands around it in a layer: the norm before it, and the gate, the bias or
// the residual after it, in one dispatch. Where that does not fit they are dispatched one after another.
// Equations and proof: shaders/normedProduct.
import { at } from '../base/at'
import lanes from '../../shaders/normedProduct/normedProduct.lanes.wgsl?static'
import tile from '../../shaders/normedProduct/normedProduct.tile.wgsl?static'
import type { Dispatch, Extent, Gpu, Program, Tensor } from '../gpu'
import { expectRows, expectShape, launch, matrixShape } from './launch'
import { fewRows, matmul, MOST_WORK } from './matmul'
import { rmsnorm } from './rmsnorm'
import { shared, sharedUniform } from './shared'
import { swiglu } from './swiglu'
import { productTraffic } from './traffic'
import { kernelsOf, type StepShape } from './variants'

/** Rows that are worked on as few: more are better in tiles. */
const MOST_FEW = 32
const COLUMNS = 32
const TILE = 64

export interface Norm {
  /** (K) */
  readonly gain: Tensor
  readonly eps: number
  /** (R), and (R,K) of the rows after the norm: written where they are kept, or where steps are apart. */
  readonly rstd: Tensor
  readonly normed: Tensor
}

export interface NormedProductArgs {
  /** (R,K) */
  readonly x: Tensor
  /** (N,K) */
  readonly weight: Tensor
  readonly norm: Norm
  /** (R,N); with a gate written only where it is kept. */
  readonly out: Tensor
  readonly bias?: Tensor | undefined
  /** (R,N/2): silu(out[r,i]) out[r,N/2+i]. */
  readonly inner?: Tensor | undefined
  readonly rows: Extent
  /** The backward pass reads what stands between: rstd, normed, out. */
  readonly keep: boolean
  /** What was chosen for the device when left out. */
  readonly shape?: StepShape
}

/** Whether a product takes what stands around it into one dispatch. */
const isFused = (rows: Extent, n: number, k: number, gated: boolean): boolean =>
  k % 4 === 0 && n % (gated ? 8 : 4) === 0 && rows.capacity * n * k <= MOST_WORK

/** Whether a decoding step of so many rows is made of `fewProduct`: its largest product is (N,K). */
export const stepsAreFused = (gpu: Gpu, rows: Extent, n: number, k: number): boolean =>
  kernelsOf(gpu).steps === 'fused' && rows.capacity <= MOST_FEW && isFused(rows, n, k, true)

/** out = rmsnorm(x) weight^T (+ bias), and the gated half of it in `inner`. */
export async function normedProduct(gpu: Gpu, args: NormedProductArgs): Promise<Program> {
  const { x, weight, norm, out, bias, inner, rows, keep, shape = kernelsOf(gpu).steps } = args
  const op = 'normedProduct'
  const [n, k] = matrixShape(op, 'weight', weight)
  expectRows(op, 'x', x, rows)
  expectShape(op, 'x', x, [at(x.shape, 0), k])
  expectShape(op, 'gain', norm.gain, [k])
  if (shape === 'apart' || !isFused(rows, n, k, inner !== undefined)) {
    const { gain, ...kept } = norm
    const parts = await Promise.all([
      rmsnorm(gpu, { x, weight: gain, out: kept.normed, rstd: kept.rstd, rows, eps: kept.eps }),
      matmul(gpu, { form: 'nt', a: kept.normed, b: weight, out, rows, bias }),
      inner === undefined ? [] : swiglu(gpu, { gateUp: out, out: inner, rows }),
    ])
    return parts.flat()
  }
  if (!keep && rows.capacity <= MOST_FEW)
    return fewProduct(gpu, { x, weight, norm, bias, out: inner ?? out, gated: inner !== undefined, rows })
  return [await manyProduct(gpu, args, n, k)]
}

const floatBits = (value: number): number => at(new Uint32Array(Float32Array.of(value).buffer), 0)

export interface FewProductArgs extends Omit<NormedProductArgs, 'norm' | 'inner' | 'keep' | 'shape'> {
  readonly norm?: Pick<Norm, 'gain' | 'eps'> | undefined
  /** out is (R,N/2), of gates and ups. */
  readonly gated?: boolean
  /** (R,N), added; not with a gate. */
  readonly residual?: Tensor | undefined
  /** x, or the residual, is a table of which row r is scale * table[token[r]]. */
  readonly table?: { readonly of: 'x' | 'residual'; readonly token: Tensor; readonly scale: number }
}

/** out = (norm of) x weight^T (+ bias) (+ residual), for few rows; K a multiple of 4. */
export async function fewProduct(gpu: Gpu, args: FewProductArgs): Promise<Program> {
  const { x, weight, norm, out, bias, gated = false, residual, table, rows } = args
  const op = 'fewProduct'
  const [n, k] = matrixShape(op, 'weight', weight)
  if (k % 4 !== 0) throw new RangeError(`${op}: sums of ${k} numbers are no multiple of 4`)
  const rowed = (name: string, tensor: Tensor, width: number): void => {
    expectShape(op, name, tensor, [at(tensor.shape, 0), width])
    if (table?.of !== name) expectRows(op, name, tensor, rows)
  }
  rowed('x', x, k)
  rowed('out', out, gated ? n / 2 : n)
  if (residual !== undefined) rowed('residual', residual, n)
  if (norm !== undefined) expectShape(op, 'gain', norm.gain, [k])
  if (bias !== undefined) expectShape(op, 'bias', bias, [n])
  const together = fewRows(rows)
  const empty = shared(gpu, 'empty', 64)
  const looked = table?.of === 'x' ? x : table?.of === 'residual' ? residual : undefined
  const job = [
    n,
    k,
    looked === undefined ? 1 : at(looked.shape, 0),
    Number(norm !== undefined),
    Number(bias !== undefined),
    Number(residual !== undefined),
    Number(gated),
    table === undefined ? 0 : table.of === 'x' ? 1 : 2,
    floatBits(norm?.eps ?? 0),
    floatBits(table?.scale ?? 1),
    0,
    0,
  ]
  const step = await launch(gpu, {
    label: `normedProduct ${k}x${n}`,
    source: lanes,
    constants: { ROWS: together, TEAM: 32 },
    tensors: [
      x,
      weight,
      norm?.gain ?? empty,
      bias ?? empty,
      residual ?? empty,
      table?.token ?? empty,
      out,
      rows.tensor,
      sharedUniform(gpu, job),
    ],
    groups: () => [Math.ceil(n / COLUMNS), Math.ceil(rows.value / together), 1],
    work: () => rows.value * n * k,
    traffic: () => productTraffic({ m: rows.value, n, k, rows: together, columns: COLUMNS }),
  })
  return [step]
}

function manyProduct(
  gpu: Gpu,
  { x, weight, norm, out, bias, inner, rows, keep }: NormedProductArgs,
  n: number,
  k: number,
): Promise<Dispatch> {
  const op = 'normedProduct'
  for (const [name, tensor, width] of [
    ['out', out, n],
    ['normed', norm.normed, k],
  ] as const) {
    expectRows(op, name, tensor, rows)
    expectShape(op, name, tensor, [at(tensor.shape, 0), width])
  }
  if (inner !== undefined) expectShape(op, 'inner', inner, [at(out.shape, 0), n / 2])
  return launch(gpu, {
    label: `normedProduct ${k}x${n}`,
    source: tile,
    constants: { GATED: Number(inner !== undefined), KEEP: Number(keep) },
    tensors: [
      x,
      weight,
      norm.gain,
      bias ?? shared(gpu, 'empty', 64),
      out,
      inner ?? shared(gpu, 'no gate', 64),
      norm.normed,
      norm.rstd,
      rows.tensor,
      sharedUniform(gpu, [n, k, Number(bias !== undefined), floatBits(norm.eps)]),
    ],
    groups: () => [Math.ceil(n / TILE), Math.ceil(rows.value / TILE), 1],
    work: () => rows.value * n * k,
    traffic: () => productTraffic({ m: rows.value, n, k, rows: TILE, columns: TILE }),
  })
}
