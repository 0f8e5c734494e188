// Rung 2 of matmul: every form and variant against the reference, with live rows below their capacity and
// numbers beyond the live rows that must not be read. Runs in Node and in a page.
import { Random } from '../../src/base/random'
import type { Gpu, Tensor } from '../../src/gpu'
import { matmul, type MatmulForm, type MatmulVariant } from '../../src/ops/matmul'
import { offers, tiledNames, variants } from '../../src/ops/variants'
import { compare, F32_TOLERANCE, type Report } from '../testing/compareArrays'
import { download, fixedExtent, upload } from '../testing/testDevice'
import { normals } from '../testing/testShapes'
import { matmulReference } from './matmul.ref'

export const FORMS: readonly MatmulForm[] = ['nt', 'nn', 'tn']
/** Those that the device offers: f16 and subgroups where it has them. */
export const variantsOf = (gpu: Gpu): MatmulVariant[] => [
  'simple',
  ...tiledNames.filter((name) => offers(gpu, name)),
]

/** For few rows and the form nt alone. */
const isFew = (name: MatmulVariant): boolean => name !== 'simple' && 'few' in variants[name]

const isFor = (name: MatmulVariant, form: MatmulForm): boolean => form === 'nt' || !isFew(name)

export interface MatmulCase {
  readonly form: MatmulForm
  readonly variant: MatmulVariant
  /** Sizes of the product A (m,k) B (k,n); the rows are m, or k in tn. */
  readonly m: number
  readonly n: number
  readonly k: number
  readonly bias?: boolean
  readonly residual?: boolean
  readonly accumulate?: boolean
  /** Rows of capacity beyond the live ones, filled with NaN. */
  readonly spare?: number
}

/** Numbers for the live rows, then NaN. */
function withSpare(data: Float32Array, columns: number, spare: number): Float32Array {
  const all = new Float32Array(data.length + spare * columns).fill(NaN)
  all.set(data)
  return all
}

export async function checkCase(gpu: Gpu, test: MatmulCase): Promise<Report> {
  const { form, variant, m, n, k, spare = 3 } = test
  const random = Random.from(1, m, n, k)
  const sumRows = form === 'tn'
  const live = sumRows ? k : m
  const a = normals(random, m * k)
  const b = normals(random, k * n)
  const bias = normals(random, n)
  const residual = normals(random, m * n)
  const previous = normals(random, m * n)
  const used: Tensor[] = []
  const rowed = (label: string, columns: number, data: Float32Array): Tensor => {
    const tensor = upload(gpu, label, [live + spare, columns], withSpare(data, columns, spare))
    used.push(tensor)
    return tensor
  }
  const fixed = (label: string, shape: readonly number[], data: Float32Array): Tensor => {
    const tensor = upload(gpu, label, shape, data)
    used.push(tensor)
    return tensor
  }
  const out = sumRows ? fixed('out', [m, n], previous) : rowed('out', n, previous)
  gpu.run(
    await matmul(gpu, {
      form,
      variant,
      a: rowed('a', sumRows ? m : k, a),
      b: sumRows ? rowed('b', n, b) : fixed('b', form === 'nt' ? [n, k] : [k, n], b),
      out,
      rows: fixedExtent(gpu, 'rows', live + spare, live),
      bias: test.bias === true ? fixed('bias', [n], bias) : undefined,
      residual: test.residual === true ? rowed('residual', n, residual) : undefined,
      accumulate: test.accumulate === true,
    }),
  )
  const actual = await download(gpu, out)
  for (const tensor of used) gpu.destroyTensor(tensor)
  const expected = matmulReference(
    form,
    a,
    b,
    { m, n, k },
    {
      ...(test.bias === true ? { bias } : {}),
      ...(test.residual === true ? { residual } : {}),
      ...(test.accumulate === true ? { previous } : {}),
    },
  )
  const extras = (['bias', 'residual', 'accumulate'] as const).filter((name) => test[name] === true)
  const report = compare(
    [`matmul ${form} ${variant} ${m}x${n}x${k}`, ...extras].join(' '),
    actual.subarray(0, m * n),
    expected.out,
    expected.scale,
    variant === 'simple' ? F32_TOLERANCE : variants[variant].tolerance,
  )
  // Rows beyond the live ones keep their NaN: nothing is written there.
  return actual.subarray(m * n).every(Number.isNaN)
    ? report
    : { ...report, name: `${report.name} wrote beyond its rows`, passed: false }
}

/** Sizes around the tile of 64 and the thread's 8, the vectors' 4, and the shapes of the built-in models. */
const SIZES: readonly (readonly [number, number, number])[] = [
  [1, 1, 1],
  [7, 7, 7],
  [8, 8, 8],
  [9, 12, 4],
  [13, 16, 20],
  [63, 63, 63],
  [64, 64, 64],
  [65, 65, 65],
  [1, 65, 64],
  [65, 1, 63],
  [64, 65, 1],
  [17, 300, 64],
  [66, 64, 172],
  [10, 68, 36],
  [5, 301, 12],
  [3, 260, 70],
]

/** Rows by the powers of two that lanes take together, and beyond; sums around what 32 lanes take at once. */
const FEW: readonly (readonly [m: number, n: number, k: number, spare: number])[] = [
  [1, 1, 1, 0],
  [1, 33, 516, 0],
  [2, 31, 129, 0],
  [3, 65, 64, 1],
  [5, 260, 70, 3],
  [17, 32, 132, 3],
]

export async function checkMatmul(
  gpu: Gpu,
  chosen: readonly MatmulVariant[] = variantsOf(gpu),
): Promise<Report[]> {
  const reports: Report[] = []
  for (const form of FORMS) {
    for (const variant of chosen.filter((name) => isFor(name, form))) {
      for (const [m, n, k] of isFew(variant) ? [] : SIZES)
        reports.push(await checkCase(gpu, { form, variant, m, n, k }))
      for (const [m, n, k, spare] of isFew(variant) ? FEW : [])
        reports.push(await checkCase(gpu, { form, variant, m, n, k, spare }))
      const extras =
        form === 'tn'
          ? [{ accumulate: true }]
          : [{ bias: true }, { residual: true }, { bias: true, residual: true }, { accumulate: true }]
      for (const extra of extras) {
        reports.push(await checkCase(gpu, { form, variant, m: 21, n: 36, k: 16, ...extra }))
        reports.push(await checkCase(gpu, { form, variant, m: 10, n: 11, k: 13, ...extra }))
      }
    }
  }
  // Weight gradients long enough to be cut into slices, at the cut, and with fewer rows than one slice holds.
  for (const variant of chosen.filter((name) => name !== 'simple' && isFor(name, 'tn'))) {
    for (const k of [127, 128, 129, 700]) {
      for (const accumulate of [true, false])
        reports.push(await checkCase(gpu, { form: 'tn', variant, m: 20, n: 12, k, accumulate }))
      reports.push(await checkCase(gpu, { form: 'tn', variant, m: 9, n: 11, k, accumulate: true }))
    }
  }
  return reports
}
