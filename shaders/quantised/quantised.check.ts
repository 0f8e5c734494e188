// Rung 2 of quantised matrices: products and look-up in every format against the reference over the very
// words that the GPU reads, in one chunk and in several, with live rows below their capacity. Runs in Node
// and in a page.
import { floatAt, integerAt } from '../../src/base/at'
import { Random } from '../../src/base/random'
import type { Gpu, Tensor } from '../../src/gpu'
import type { FrozenManyShape, FrozenShape } from '../../src/ops/variants'
import {
  destroyQuantised,
  quantisedEmbedding,
  quantisedMatrix,
  writeQuantised,
} from '../../src/ops/quantised'
import { quantisedMatmul } from '../../src/ops/quantisedProduct'
import {
  quantisedRow,
  quantisedStorages,
  quantise,
  type QuantisedStorage,
} from '../../src/ops/quantisedFormat'
import { compare, type Report } from '../testing/compareArrays'
import { download, fixedExtent, upload } from '../testing/testDevice'
import { indices, normals } from '../testing/testShapes'
import { quantisedMatmulReference, quantisedValues } from './quantised.ref'

export interface QuantisedCase {
  readonly form: 'nt' | 'nn'
  readonly storage: QuantisedStorage
  /** Live rows; W is (n,k). */
  readonly m: number
  readonly n: number
  readonly k: number
  readonly bias?: boolean
  readonly residual?: boolean
  readonly accumulate?: boolean
  /** Rows of W in a chunk; all when left out. */
  readonly chunk?: number
  /** What was chosen for the device when left out. */
  readonly shape?: FrozenShape
  readonly many?: FrozenManyShape
  readonly slices?: number
  /** Rows of capacity beyond the live ones, filled with NaN. */
  readonly spare?: number
}

/** W packed, on the GPU in chunks of so many rows, and as the reference reads its words. */
export function quantisedExample(
  gpu: Gpu,
  storage: QuantisedStorage,
  [n, k]: readonly [number, number],
  chunk = n,
  seed = 0,
) {
  const random = Random.from(11, n, k, seed)
  const packed = quantise(storage, normals(random, n * k), k)
  const row = quantisedRow(storage, k)
  const rows = 4 * Math.ceil(chunk / 4)
  const matrix = quantisedMatrix(gpu, 'W', storage, [n, k], 4 * rows * (row.numbers + row.scales))
  writeQuantised(gpu, matrix, 0, packed)
  const words = Uint32Array.of(...packed.numbers, ...packed.scales)
  return { matrix, values: quantisedValues(storage, words, n, k) }
}

export async function checkCase(gpu: Gpu, test: QuantisedCase): Promise<Report> {
  const { form, storage, m, n, k, shape = 'tile', many = 'registers', spare = 3, slices } = test
  const columns = form === 'nt' ? n : k
  const random = Random.from(12, m, n, k)
  const { matrix, values } = quantisedExample(gpu, storage, [n, k], test.chunk)
  const used: Tensor[] = []
  const rowed = (label: string, width: number, data: Float32Array): Tensor => {
    const all = new Float32Array((m + spare) * width).fill(NaN)
    all.set(data)
    const tensor = upload(gpu, label, [m + spare, width], all)
    used.push(tensor)
    return tensor
  }
  const inner = form === 'nt' ? k : n
  const [a, bias, residual, previous] = [
    normals(random, m * inner),
    normals(random, n),
    normals(random, m * columns),
    normals(random, m * columns),
  ]
  const out = rowed('out', columns, previous)
  gpu.run(
    await quantisedMatmul(gpu, {
      form,
      shape,
      many,
      ...(slices === undefined ? {} : { slices }),
      a: rowed('a', inner, a),
      b: matrix,
      out,
      rows: fixedExtent(gpu, 'rows', m + spare, m),
      bias: test.bias === true ? upload(gpu, 'bias', [n], bias) : undefined,
      residual: test.residual === true ? rowed('residual', columns, residual) : undefined,
      accumulate: test.accumulate === true,
    }),
  )
  const actual = await download(gpu, out)
  for (const tensor of used) gpu.destroyTensor(tensor)
  destroyQuantised(gpu, matrix)
  const expected = quantisedMatmulReference(form, a, values, { m, n, k })
  const add = (i: number, value: number): void => {
    expected.out[i] = floatAt(expected.out, i) + value
    expected.scale[i] = floatAt(expected.scale, i) + Math.abs(value)
  }
  for (let i = 0; i < m * columns; i++) {
    if (test.bias === true) add(i, floatAt(bias, i % n))
    if (test.residual === true) add(i, floatAt(residual, i))
    if (test.accumulate === true) add(i, floatAt(previous, i))
  }
  const extras = (['bias', 'residual', 'accumulate'] as const).filter((name) => test[name] === true)
  const name = [
    `quantised ${form} ${shape} ${many} ${storage} ${m} rows, W ${n}x${k} in ${matrix.chunks.length}`,
    ...(slices === undefined ? [] : [`${slices} slices`]),
    ...extras,
  ].join(' ')
  const report = compare(name, actual.subarray(0, m * columns), expected.out, expected.scale)
  return actual.subarray(m * columns).every(Number.isNaN)
    ? report
    : { ...report, name: `${name} wrote beyond its rows`, passed: false }
}

export async function checkLookUp(
  gpu: Gpu,
  storage: QuantisedStorage,
  rows: number,
  vocabulary: number,
  width: number,
  chunk?: number,
): Promise<Report> {
  const { matrix, values } = quantisedExample(gpu, storage, [vocabulary, width], chunk)
  // The last asks for a token beyond the table.
  const token = Uint32Array.of(...indices(Random.from(13, rows), rows - 1, vocabulary), vocabulary + 5)
  const out = gpu.tensor('out', [rows, width])
  gpu.run(
    await quantisedEmbedding(gpu, {
      table: matrix,
      token: upload(gpu, 'token', [rows], token),
      out,
      rows: fixedExtent(gpu, 'rows', rows),
      scale: 1.7,
    }),
  )
  const expected = Float64Array.from({ length: rows * width }, (_, i) => {
    const row = Math.min(integerAt(token, Math.floor(i / width)), vocabulary - 1)
    return 1.7 * floatAt(values, row * width + (i % width))
  })
  const report = compare(
    `quantised embedding ${storage} ${rows} of ${vocabulary}x${width} in ${matrix.chunks.length}`,
    await download(gpu, out),
    expected,
    expected.map((value) => Math.abs(value) + 0.1),
  )
  destroyQuantised(gpu, matrix)
  return report
}

/**
 * Rows around the thread's 8 and the workgroup's 64, columns around 4, sums around a block of 32 and with
 * padded ones.
 */
const SIZES: readonly (readonly [m: number, n: number, k: number])[] = [
  [1, 1, 4],
  [7, 7, 28],
  [8, 8, 32],
  [9, 9, 36],
  [5, 31, 64],
  [13, 32, 68],
  [14, 33, 96],
  [63, 5, 32],
  [65, 66, 100],
  [130, 36, 32],
]

/** Few rows, by the powers of two that are taken together, and sums around what 32 lanes take at once. */
const FEW: readonly (readonly [m: number, n: number, k: number, spare: number, chunk: number])[] = [
  [1, 33, 260, 0, 33],
  [2, 1, 36, 0, 1],
  [3, 65, 256, 0, 65],
  [8, 40, 300, 0, 40],
  [5, 26, 40, 3, 12],
]

/** Few rows, columns around those of a workgroup, sums of an odd number of blocks, whole and in slices. */
const WIDE: readonly (readonly [
  m: number,
  n: number,
  k: number,
  spare: number,
  chunk: number,
  slices: number,
])[] = [
  [8, 261, 68, 0, 261, 1],
  [5, 140, 420, 3, 100, 3],
  [4, 131, 324, 0, 131, 2],
]

/** Many rows around a workgroup's 128, columns around its 64, sums around 16 and in slices. */
const TILES: readonly (readonly [
  form: 'nt' | 'nn',
  m: number,
  n: number,
  k: number,
  chunk: number,
  slices: number,
])[] = [
  ['nt', 130, 66, 20, 66, 1],
  ['nt', 21, 70, 776, 28, 3],
  ['nn', 130, 777, 68, 777, 3],
  ['nn', 21, 28, 64, 12, 1],
]

export async function checkQuantised(gpu: Gpu): Promise<Report[]> {
  const reports: Report[] = []
  for (const storage of quantisedStorages) {
    for (const form of ['nt', 'nn'] as const) {
      for (const [m, n, k] of SIZES) reports.push(await checkCase(gpu, { form, storage, m, n, k }))
      for (const chunk of [4, 12]) {
        for (const extra of [
          {},
          { residual: true },
          { accumulate: true },
          ...(form === 'nt' ? [{ bias: true }] : []),
        ]) {
          reports.push(await checkCase(gpu, { form, storage, m: 9, n: 26, k: 40, chunk, ...extra }))
        }
        reports.push(await checkCase(gpu, { form, storage, m: 21, n: 28, k: 64, chunk, residual: true }))
      }
    }
    for (const [m, n, k, spare, chunk] of FEW)
      for (const extra of m === 5 ? [{ residual: true }, { accumulate: true }, { bias: true }] : [{}])
        reports.push(
          await checkCase(gpu, { form: 'nt', shape: 'lanes', storage, m, n, k, spare, chunk, ...extra }),
        )
    for (const [m, n, k, spare, chunk, slices] of WIDE)
      for (const extra of m === 5 ? [{ residual: true }, { accumulate: true }, { bias: true }] : [{}])
        reports.push(
          await checkCase(gpu, {
            ...{ form: 'nt', shape: 'wide', storage, m, n, k, spare, chunk, slices },
            ...extra,
          }),
        )
    for (const [form, m, n, k, chunk, slices] of TILES)
      for (const extra of m === 21 ? [{ residual: true }, { accumulate: true }] : [{}])
        reports.push(await checkCase(gpu, { form, many: 'tiles', storage, m, n, k, chunk, slices, ...extra }))
    reports.push(
      await checkLookUp(gpu, storage, 5, 1, 4),
      await checkLookUp(gpu, storage, 67, 29, 36),
      await checkLookUp(gpu, storage, 40, 29, 64, 8),
    )
  }
  return reports
}
