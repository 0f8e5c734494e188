// Launcher of matrix products in the three forms that a linear layer needs: forward, input gradient, weight gradient.
// It chooses the variant and how the summed rows of a weight gradient are cut; the results do not depend on when it runs.
import columnSumSource from '../../shaders/columnSum/columnSum.wgsl?static'
import registers from '../../shaders/matmul/matmul.registers.wgsl?static'
import simple from '../../shaders/matmul/matmul.simple.wgsl?static'
import type { Dispatch, Extent, Gpu, Program, Tensor } from '../gpu'
import { expectRows, expectShape, launch, matrixShape } from './launch'
import { shared, sharedUniform } from './shared'
import { threadGroups } from './threads'

export type MatmulForm = 'nt' | 'nn' | 'tn'
export type MatmulVariant = 'registers' | 'simple'

export interface MatmulArgs {
  /** nt: out(R,N) = a(R,K) b(N,K)^T; nn: out(R,N) = a(R,K) b(K,N); tn: out(M,N) = a(R,M)^T b(R,N). */
  readonly form: MatmulForm
  readonly a: Tensor
  readonly b: Tensor
  readonly out: Tensor
  /** R: rows of out in nt and nn, the length of the sum in tn. */
  readonly rows: Extent
  /** (N), added to every row; not in tn. */
  readonly bias?: Tensor | undefined
  /** Shape of out, added to it; not in tn. Another buffer than out's: for that there is `accumulate`. */
  readonly residual?: Tensor | undefined
  /** out += instead of out =. */
  readonly accumulate?: boolean
  readonly variant?: MatmulVariant
}

interface Sizes {
  /** Static number of rows of out; 0 where it is R. */
  readonly m: number
  readonly n: number
  /** Static length of the sum; 0 where it is R. */
  readonly k: number
}

/** Rows and columns of out that a workgroup of the register variant makes. */
const TILE = 64
/** Workgroups that keep a device busy; the sum of tn is cut until there are about so many. */
const WANTED_GROUPS = 128
/** A slice of fewer rows costs more in partial sums than it gains. */
const LEAST_SLICE = 128

/** Throws for shapes that do not fit each other, for a rank other than 2, and for a buffer that is both read and written. */
export async function matmul(gpu: Gpu, args: MatmulArgs): Promise<Program> {
  const sizes = check(args)
  return args.variant === 'simple' ? [await launchSimple(gpu, args, sizes)] : launchRegisters(gpu, args, sizes)
}

function check({ form, a, b, out, rows, bias, residual }: MatmulArgs): Sizes {
  const op = `matmul ${form}`
  const [, aColumns] = matrixShape(op, 'a', a)
  const [bRows, bColumns] = matrixShape(op, 'b', b)
  matrixShape(op, 'out', out)
  expectRows(op, 'a', a, rows)
  for (const tensor of [a, b, bias, residual]) {
    if (tensor?.buffer === out.buffer) throw new RangeError(`${op}: "${tensor.label}" and out "${out.label}" share a buffer; one dispatch cannot both read and write it`)
  }
  if (form === 'tn') {
    expectRows(op, 'b', b, rows)
    expectShape(op, 'out', out, [aColumns, bColumns])
    if (bias !== undefined || residual !== undefined) throw new RangeError(`${op}: a weight gradient has no bias or residual`)
    return { m: aColumns, n: bColumns, k: 0 }
  }
  const n = form === 'nt' ? bRows : bColumns
  expectShape(op, 'b', b, form === 'nt' ? [n, aColumns] : [aColumns, n])
  expectRows(op, 'out', out, rows)
  expectShape(op, 'out', out, [out.shape[0] ?? 0, n])
  if (bias !== undefined) expectShape(op, 'bias', bias, [n])
  if (residual !== undefined) {
    expectRows(op, 'residual', residual, rows)
    expectShape(op, 'residual', residual, [residual.shape[0] ?? 0, n])
  }
  return { m: 0, n, k: aColumns }
}

const flags = ({ bias, residual, accumulate }: MatmulArgs): Record<string, number> => ({
  BIAS: Number(bias !== undefined),
  RESIDUAL: Number(residual !== undefined),
  ACCUMULATE: Number(accumulate === true),
})

/** `matmul nt 64x192`: form and static sizes, so that a profile tells the shapes apart. */
const labelOf = (form: MatmulForm, { m, n, k }: Sizes): string => `matmul ${form} ${m || k}x${n}`

function workOf({ rows }: MatmulArgs, { m, n, k }: Sizes): () => number {
  return () => rows.value * (m || k) * n
}

function launchSimple(gpu: Gpu, args: MatmulArgs, sizes: Sizes): Promise<Dispatch> {
  const { form, a, b, out, rows, bias, residual } = args
  const { m, n, k } = sizes
  const sumRows = form === 'tn'
  const empty = shared(gpu, 'empty', 64)
  return launch(gpu, {
    label: `${labelOf(form, sizes)} simple`,
    source: simple,
    constants: {
      ...flags(args),
      M: m,
      N: n,
      K: k,
      A_ROW: sumRows ? 1 : k,
      A_COLUMN: sumRows ? m : 1,
      B_ROW: form === 'nt' ? 1 : n,
      B_COLUMN: form === 'nt' ? k : 1,
      SUM_ROWS: Number(sumRows),
    },
    tensors: [a, b, bias ?? empty, residual ?? empty, out, rows.tensor],
    groups: () => [Math.ceil(n / 8), Math.ceil((sumRows ? m : rows.value) / 8), 1],
    work: workOf(args, sizes),
  })
}

async function launchRegisters(gpu: Gpu, args: MatmulArgs, sizes: Sizes): Promise<Program> {
  const { form, a, b, out, rows, bias, residual } = args
  const { m, n, k } = sizes
  const sumRows = form === 'tn'
  const tiles = Math.ceil(m / TILE) * Math.ceil(n / TILE)
  const slice = sumRows ? Math.max(LEAST_SLICE, Math.ceil(rows.capacity / Math.max(1, Math.floor(WANTED_GROUPS / tiles)))) : 0
  const slices = sumRows ? Math.max(1, Math.ceil(rows.capacity / slice)) : 1
  const partial = slices > 1 ? shared(gpu, 'matmul partial', slices * m * n) : undefined
  const empty = shared(gpu, 'empty', 64)
  const product = launch(gpu, {
    label: labelOf(form, sizes),
    source: registers,
    constants: {
      ...flags(args),
      ...(partial === undefined ? {} : { ACCUMULATE: 0 }),
      TRANSPOSE_A: Number(sumRows),
      TRANSPOSE_B: Number(form === 'nt'),
      VEC4: Number((sumRows ? m % 4 : k % 4) === 0 && (form === 'nt' || n % 4 === 0)),
    },
    tensors: [a, a, b, b, bias ?? empty, residual ?? empty, partial ?? out, rows.tensor, sharedUniform(gpu, [m, n, k, slice])],
    groups: () => [Math.ceil(n / TILE), Math.ceil((sumRows ? m : rows.value) / TILE), sumRows ? Math.max(1, Math.ceil(rows.value / slice)) : 1],
    work: workOf(args, sizes),
  })
  if (partial === undefined) return [await product]
  const sum = launch(gpu, {
    label: 'matmul tn sum',
    source: columnSumSource,
    constants: { WIDTH: m * n, STRIDE: m * n, OFFSET: 0, BLOCK: slice },
    tensors: [partial, out, rows.tensor],
    groups: () => threadGroups(m * n),
    work: () => Math.ceil(rows.value / slice) * m * n,
  })
  const steps = await Promise.all([product, sum])
  return args.accumulate === true ? steps : [{ kind: 'clear', tensor: out }, ...steps]
}
