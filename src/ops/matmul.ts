// Launcher of matrix products in the three forms that a linear layer needs: forward, input gradient, weight
// gradient. It chooses the variant and how the summed rows of a weight gradient are cut; the results do not
// depend on when it runs.
import { at } from '../base/at'
import columnSumSource from '../../shaders/columnSum/columnSum.wgsl?static'
import simple from '../../shaders/matmul/matmul.simple.wgsl?static'
import type { Dispatch, Extent, Gpu, Groups, Program, Tensor, Traffic } from '../gpu'
import { expectRows, expectShape, launch, matrixShape } from './launch'
import { shared, sharedUniform } from './shared'
import { threadGroups } from './threads'
import { addTraffic, productTraffic } from './traffic'
import {
  kernelsOf,
  productOf,
  variants,
  type MatmulForm,
  type TiledName,
  type TiledVariant,
} from './variants'

export type { MatmulForm }
/** simple is the one to read; the others are in variants.ts. */
export type MatmulVariant = 'simple' | TiledName

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
  /** What was chosen for the device when left out. */
  readonly variant?: MatmulVariant
  /** Workgroups that the sum of tn is cut for; what was chosen for the device when left out. */
  readonly groups?: number | undefined
}

interface Sizes {
  /** Static number of rows of out; 0 where it is R. */
  readonly m: number
  readonly n: number
  /** Static length of the sum; 0 where it is R. */
  readonly k: number
}

/** Tiles of out are counted by this many rows and columns where work is cut, whatever the variant. */
const TILE = 64
/** A slice of fewer rows costs more in partial sums than it gains. */
const LEAST_SLICE = 128
/**
 * Multiply-adds of one dispatch at most: some 75 ms on a software adapter, so that a submit can stay under
 * 100.
 */
export const MOST_WORK = 2 ** 28

/**
 * Throws for shapes that do not fit each other, for a rank other than 2, and for a buffer that is both read
 * and written.
 */
export async function matmul(gpu: Gpu, args: MatmulArgs): Promise<Program> {
  const sizes = check(args)
  return args.variant === 'simple'
    ? [await launchSimple(gpu, args, sizes)]
    : launchRegisters(gpu, args, sizes)
}

function check({ form, a, b, out, rows, bias, residual }: MatmulArgs): Sizes {
  const op = `matmul ${form}`
  const [, aColumns] = matrixShape(op, 'a', a)
  const [bRows, bColumns] = matrixShape(op, 'b', b)
  matrixShape(op, 'out', out)
  expectRows(op, 'a', a, rows)
  for (const tensor of [a, b, bias, residual]) {
    if (tensor?.buffer === out.buffer)
      throw new RangeError(
        `${op}: "${tensor.label}" and out "${out.label}" share a buffer; one dispatch cannot both read and write it`,
      )
  }
  if (form === 'tn') {
    expectRows(op, 'b', b, rows)
    expectShape(op, 'out', out, [aColumns, bColumns])
    if (bias !== undefined || residual !== undefined)
      throw new RangeError(`${op}: a weight gradient has no bias or residual`)
    return { m: aColumns, n: bColumns, k: 0 }
  }
  const n = form === 'nt' ? bRows : bColumns
  expectShape(op, 'b', b, form === 'nt' ? [n, aColumns] : [aColumns, n])
  expectRows(op, 'out', out, rows)
  expectShape(op, 'out', out, [at(out.shape, 0), n])
  if (bias !== undefined) expectShape(op, 'bias', bias, [n])
  if (residual !== undefined) {
    expectRows(op, 'residual', residual, rows)
    expectShape(op, 'residual', residual, [at(residual.shape, 0), n])
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

/**
 * How the rows (nt, nn) or the slices of the summed rows (tn) are cut into dispatches: `size` of them each.
 */
interface Cut {
  readonly count: number
  readonly size: number
}

/** Dispatches of at most `MOST_WORK`, each of whole multiples of `unit`. */
function cutInto(total: number, unit: number, workOfOne: number): Cut {
  const size = unit * Math.max(1, Math.floor(MOST_WORK / Math.max(1, workOfOne * unit)))
  return { count: Math.max(1, Math.ceil(total / size)), size }
}

async function launchRegisters(gpu: Gpu, args: MatmulArgs, sizes: Sizes): Promise<Program> {
  return args.form === 'tn' ? launchSliced(gpu, args, sizes) : launchRows(gpu, args, sizes)
}

function tiledOf(gpu: Gpu, { variant, form, rows }: MatmulArgs): TiledVariant {
  const name =
    variant === undefined || variant === 'simple'
      ? kernelsOf(gpu).matmul[productOf(form, rows.capacity)]
      : variant
  const tile: TiledVariant = variants[name]
  if (tile.few === true && form !== 'nt')
    throw new RangeError(`matmul ${form}: the variant ${name} is for the form nt alone`)
  return tile
}

/** Rows that the lanes of a workgroup take together: a power of two up to 8. */
export const fewRows = ({ capacity }: Extent): number =>
  Math.min(8, 2 ** Math.ceil(Math.log2(Math.max(1, capacity))))

interface Part {
  readonly out: Tensor
  readonly accumulate: boolean
  readonly slice: number
  readonly firstRow: number
  readonly firstSlice: number
  /** Which of out's matrices the first slice writes: its own of the partial sums, or the one there is. */
  readonly firstOut: number
  readonly groups: () => Groups
  readonly work: () => number
  /** Rows of out (nt, nn) or of the sum (tn) that are live in this dispatch. */
  readonly live: () => number
}

function launchPart(gpu: Gpu, args: MatmulArgs, sizes: Sizes, part: Part): Promise<Dispatch> {
  const { form, a, b, rows, bias, residual } = args
  const { m, n, k } = sizes
  const empty = shared(gpu, 'empty', 64)
  const { BIAS = 0, RESIDUAL = 0 } = flags(args)
  const vectors = (form === 'tn' ? m % 4 : k % 4) === 0 && (form === 'nt' || n % 4 === 0)
  const job = [
    m,
    n,
    k,
    part.slice,
    part.firstRow,
    part.firstSlice,
    part.firstOut,
    BIAS,
    RESIDUAL,
    Number(part.accumulate),
    0,
    0,
  ]
  const tile = tiledOf(gpu, args)
  const { source } = tile
  const traffic = (): Traffic =>
    form === 'tn'
      ? slicedTraffic(sizes, part.live(), part.slice, tile)
      : productTraffic({ m: part.live(), n, k, rows: tile.rows, columns: tile.columns })
  const constants = {
    TRANSPOSE_A: Number(form === 'tn'),
    TRANSPOSE_B: Number(form === 'nt'),
    VEC4: Number(vectors),
    WHOLE: Number(vectors && n % 4 === 0),
    ROWS: fewRows(rows),
  }
  return launch(gpu, {
    label: labelOf(form, sizes),
    source,
    // A variant that has no use for a constant does not declare it.
    constants: Object.fromEntries(
      Object.entries(constants).filter(([name]) => source.includes(`override ${name}`)),
    ),
    tensors: [a, a, b, b, bias ?? empty, residual ?? empty, part.out, rows.tensor, sharedUniform(gpu, job)],
    groups: part.groups,
    work: part.work,
    traffic,
  })
}

/** As many products as there are slices, each with a matrix of its own to write. */
function slicedTraffic(
  { m, n }: Sizes,
  live: number,
  slice: number,
  { rows, columns }: TiledVariant,
): Traffic {
  const slices = Math.max(1, Math.ceil(live / slice))
  const one = productTraffic({ m, n, k: live / slices, rows, columns })
  return {
    moved: slices * one.moved,
    requested: slices * one.requested,
    operations: slices * one.operations,
  }
}

/** nt and nn: rows of out, cut where all of them would take too long. */
function launchRows(gpu: Gpu, args: MatmulArgs, sizes: Sizes): Promise<Program> {
  const { out, rows, accumulate } = args
  const { n, k } = sizes
  const tile = tiledOf(gpu, args)
  const cut = cutInto(rows.capacity, TILE, n * k)
  return Promise.all(
    Array.from({ length: cut.count }, (_, i) => {
      const firstRow = i * cut.size
      const live = (): number => Math.min(cut.size, Math.max(0, rows.value - firstRow))
      return launchPart(gpu, args, sizes, {
        out,
        accumulate: accumulate === true,
        slice: 0,
        firstRow,
        firstSlice: 0,
        firstOut: 0,
        groups: () => [Math.ceil(n / tile.columns), Math.ceil(live() / tile.rows), 1],
        work: () => live() * n * k,
        live,
      })
    }),
  )
}

/**
 * Rows of a slice of a weight gradient (M,N), and the slices that run side by side while the device has room
 * for them.
 */
export function sliceOf(
  gpu: Gpu,
  rows: Extent,
  m: number,
  n: number,
  groups = kernelsOf(gpu).groups,
): { readonly slice: number; readonly beside: number } {
  const beside = Math.floor(groups / (Math.ceil(m / TILE) * Math.ceil(n / TILE)))
  const longest = Math.max(1, Math.floor(MOST_WORK / (m * n)))
  const slice = Math.min(longest, Math.max(LEAST_SLICE, Math.ceil(rows.capacity / Math.max(1, beside))))
  return { slice, beside }
}

/**
 * tn: the sum over rows is cut into slices. Where out has few tiles they run side by side into partial sums,
 * which are then added in order; where it has enough to keep a device busy, one slice after the other is
 * added to out.
 */
async function launchSliced(gpu: Gpu, args: MatmulArgs, sizes: Sizes): Promise<Program> {
  const { out, rows } = args
  const { m, n } = sizes
  const accumulate = args.accumulate === true
  const tile = tiledOf(gpu, args)
  const { slice, beside } = sliceOf(gpu, rows, m, n, args.groups)
  const slices = Math.max(1, Math.ceil(rows.capacity / slice))
  const partial = beside > 1 && slices > 1 ? shared(gpu, 'matmul partial', slices * m * n) : undefined
  const cut = partial === undefined ? { count: slices, size: 1 } : cutInto(slices, 1, slice * m * n)
  const parts = Array.from({ length: cut.count }, (_, i) => {
    const firstSlice = i * cut.size
    // Without partial sums the first slice runs even with no rows: then out is zeros.
    const least = partial === undefined && i === 0 ? 1 : 0
    const live = (): number => Math.min(cut.size, Math.max(least, Math.ceil(rows.value / slice) - firstSlice))
    return launchPart(gpu, args, sizes, {
      out: partial ?? out,
      accumulate: partial === undefined && (accumulate || i > 0),
      slice,
      firstRow: 0,
      firstSlice,
      firstOut: partial === undefined ? 0 : firstSlice,
      groups: () => [Math.ceil(n / tile.columns), Math.ceil(m / tile.rows), live()],
      work: () => Math.min(live() * slice, rows.value) * m * n,
      live: () => Math.min(live() * slice, rows.value - firstSlice * slice),
    })
  })
  if (partial === undefined) return Promise.all(parts)
  const sum = launch(gpu, {
    label: 'matmul tn sum',
    source: columnSumSource,
    constants: { WIDTH: m * n, STRIDE: m * n, OFFSET: 0, BLOCK: slice },
    tensors: [partial, out, rows.tensor],
    groups: () => threadGroups(m * n),
    work: () => Math.ceil(rows.value / slice) * m * n,
    traffic: () => addTraffic(1 + Math.ceil(rows.value / slice), m * n),
  })
  const steps = await Promise.all([...parts, sum])
  return accumulate ? steps : [{ kind: 'clear', tensor: out }, ...steps]
}
