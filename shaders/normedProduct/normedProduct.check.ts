// Rung 2 of products with what stands around them: few and many rows, with a norm, a gate, a bias, a residual
// and rows of a table, against the reference. Runs in Node and in a page.
import { at } from '../../src/base/at'
import { Random } from '../../src/base/random'
import type { Gpu, Tensor } from '../../src/gpu'
import { fewProduct, normedProduct } from '../../src/ops/normedProduct'
import { compare, compareExactly, type Report } from '../testing/compareArrays'
import { download, fixedExtent, upload } from '../testing/testDevice'
import { indices, normals } from '../testing/testShapes'
import { normedProductReference } from './normedProduct.ref'

const EPS = 1e-3
const SCALE = 3
/** Rows of a table. */
const TABLE = 11

interface Case {
  readonly m: number
  readonly n: number
  readonly k: number
  /** Rows of capacity beyond the live ones. */
  readonly spare?: number
  readonly gated?: boolean
  readonly bias?: boolean
}

interface FewCase extends Case {
  readonly norm?: boolean
  readonly residual?: boolean
  readonly table?: 'x' | 'residual'
}

/** What is never to be written. */
const UNTOUCHED = 77

const nameOf = (kind: string, { m, n, k, ...extras }: FewCase): string =>
  `normedProduct ${kind} ${m}x${n}x${k} ${Object.entries(extras)
    .filter(([, value]) => value !== false && value !== 0)
    .map(([key, value]) => (value === true ? key : `${key} ${String(value)}`))
    .join(' ')}`

async function checkFew(gpu: Gpu, test: FewCase): Promise<Report[]> {
  const { m, n, k, spare = 0, gated = false, bias = false, norm = true, residual = false, table } = test
  const random = Random.from(31, m, n, k)
  const token = indices(random, m, TABLE)
  // A token beyond the table counts as its last.
  const named = token.map((id, row) => (row === 0 ? TABLE + 5 : id))
  const rowsOf = (numbers: Float32Array, width: number) =>
    Float64Array.from({ length: m * width }, (_, i) => {
      const row = Math.floor(i / width) === 0 ? TABLE - 1 : at(token, Math.floor(i / width))
      return SCALE * at(numbers, row * width + (i % width))
    })
  const height = (of: 'x' | 'residual'): number => (table === of ? TABLE : m + spare)
  const [x, b] = [normals(random, height('x') * k), normals(random, n * k)]
  const added = normals(random, height('residual') * n)
  const [gain, biases] = [normals(random, k), normals(random, n)]
  const width = gated ? n / 2 : n
  const out = upload(gpu, 'out', [m + spare, width], new Float32Array((m + spare) * width).fill(UNTOUCHED))
  gpu.run(
    await fewProduct(gpu, {
      x: upload(gpu, 'x', [height('x'), k], x),
      weight: upload(gpu, 'b', [n, k], b),
      norm: norm ? { gain: upload(gpu, 'gain', [k], gain), eps: EPS } : undefined,
      bias: bias ? upload(gpu, 'bias', [n], biases) : undefined,
      residual: residual ? upload(gpu, 'residual', [height('residual'), n], added) : undefined,
      ...(table && { table: { of: table, token: upload(gpu, 'token', [m], named), scale: SCALE } }),
      out,
      gated,
      rows: fixedExtent(gpu, 'rows', m + spare, m),
    }),
  )
  const expected = normedProductReference({
    x: table === 'x' ? rowsOf(x, k) : x.subarray(0, m * k),
    gain: norm ? gain : undefined,
    eps: EPS,
    b,
    bias: bias ? biases : undefined,
    residual: residual ? (table === 'residual' ? rowsOf(added, n) : added.subarray(0, m * n)) : undefined,
    m,
    n,
    k,
  })
  const actual = await download(gpu, out)
  const name = nameOf('few', test)
  return [
    compare(
      name,
      actual.subarray(0, m * width),
      gated ? expected.inner : expected.out,
      gated ? expected.innerScale : expected.scale,
    ),
    compareExactly(
      `${name} beyond its rows`,
      [at(actual, m * width - 1) === UNTOUCHED ? 1 : 0, ...actual.subarray(m * width)],
      [0, ...new Float32Array(spare * width).fill(UNTOUCHED)],
    ),
  ]
}

async function checkMany(gpu: Gpu, keep: boolean, test: Case): Promise<Report[]> {
  const { m, n, k, spare = 3, gated = false, bias = false } = test
  const random = Random.from(32, m, n, k)
  const [x, b] = [normals(random, (m + spare) * k), normals(random, n * k)]
  const [gain, biases] = [normals(random, k), normals(random, n)]
  const untouched = (label: string, shape: readonly number[]): Tensor =>
    upload(gpu, label, shape, new Float32Array(shape.reduce((a, c) => a * c, 1)).fill(UNTOUCHED))
  const tensors = {
    out: untouched('out', [m + spare, n]),
    inner: untouched('inner', [m + spare, n / 2]),
    normed: untouched('normed', [m + spare, k]),
    rstd: untouched('rstd', [m + spare]),
  }
  gpu.run(
    await normedProduct(gpu, {
      x: upload(gpu, 'x', [m + spare, k], x),
      weight: upload(gpu, 'b', [n, k], b),
      norm: {
        gain: upload(gpu, 'gain', [k], gain),
        eps: EPS,
        normed: tensors.normed,
        rstd: tensors.rstd,
      },
      out: tensors.out,
      inner: gated ? tensors.inner : undefined,
      bias: bias ? upload(gpu, 'bias', [n], biases) : undefined,
      rows: fixedExtent(gpu, 'rows', m + spare, m),
      keep,
      shape: 'fused',
    }),
  )
  const expected = normedProductReference({
    x: x.subarray(0, m * k),
    gain,
    eps: EPS,
    b,
    bias: bias ? biases : undefined,
    m,
    n,
    k,
  })
  const name = nameOf(keep ? 'kept' : 'many', test)
  const held = async (
    tensor: Tensor,
    width: number,
    wanted: Float64Array,
    scale: Float64Array,
  ): Promise<Report[]> => {
    const actual = await download(gpu, tensor)
    const rest = actual.subarray(m * width)
    return [
      compare(`${name} ${tensor.label}`, actual.subarray(0, m * width), wanted, scale),
      compareExactly(
        `${name} ${tensor.label} beyond its rows`,
        rest,
        new Float32Array(rest.length).fill(UNTOUCHED),
      ),
    ]
  }
  return [
    ...(gated && !keep ? [] : await held(tensors.out, n, expected.out, expected.scale)),
    ...(gated ? await held(tensors.inner, n / 2, expected.inner, expected.innerScale) : []),
    ...(keep ? await held(tensors.normed, k, expected.normed, expected.normed) : []),
    ...(keep ? await held(tensors.rstd, 1, expected.rstd, expected.rstd) : []),
  ]
}

/** Rows by the powers of two that lanes take together and beyond; sums and columns around 32 lanes. */
const FEW: readonly FewCase[] = [
  { m: 1, n: 8, k: 4 },
  { m: 2, n: 36, k: 132, bias: true },
  { m: 3, n: 24, k: 516, gated: true, spare: 1 },
  { m: 17, n: 40, k: 20, gated: true, spare: 3 },
  { m: 5, n: 12, k: 64, table: 'x', bias: true },
  { m: 9, n: 36, k: 8, norm: false, residual: true },
  { m: 6, n: 33, k: 68, norm: false, residual: true, table: 'residual' },
]

/** Around the thread's 8 rows and columns and the tile of 64; fewer columns of threads than keep rows. */
const MANY: readonly Case[] = [
  { m: 1, n: 4, k: 4 },
  { m: 35, n: 36, k: 20, bias: true },
  { m: 65, n: 76, k: 12 },
  { m: 40, n: 136, k: 36, gated: true },
  { m: 9, n: 8, k: 68, gated: true, spare: 40 },
]

export async function checkNormedProduct(
  gpu: Gpu,
  kinds: readonly ('few' | 'many')[] = ['few', 'many'],
): Promise<Report[]> {
  const reports: Report[] = []
  for (const test of kinds.includes('few') ? FEW : []) reports.push(...(await checkFew(gpu, test)))
  for (const test of kinds.includes('many') ? MANY : []) {
    reports.push(...(await checkMany(gpu, true, test)))
    // Few rows of which nothing is kept are lanes along the sum.
    reports.push(...(await checkMany(gpu, false, test)))
  }
  return reports
}
