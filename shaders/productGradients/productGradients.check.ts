// Rung 2 of a linear layer's gradients in one dispatch: alone and with a gate, in one slice and in several
// whose sums follow, against the reference. Runs in Node and in a page.
import { floatAt } from '../../src/base/at'
import { Random } from '../../src/base/random'
import type { Gpu } from '../../src/gpu'
import { gradientSums } from '../../src/ops/gradientSums'
import { gradientSlice, productGradients } from '../../src/ops/productGradients'
import { compare, compareExactly, type Report } from '../testing/compareArrays'
import { download, fixedExtent, upload } from '../testing/testDevice'
import { normals } from '../testing/testShapes'
import { productGradientsReference } from './productGradients.ref'

interface Case {
  readonly rows: number
  readonly n: number
  readonly k: number
  readonly gated?: boolean
  readonly sliced?: boolean
}

const SPARE = 3
/** What is never to be written. */
const UNTOUCHED = 77

async function checkCase(gpu: Gpu, { rows, n, k, gated = false, sliced = false }: Case): Promise<Report[]> {
  const random = Random.from(41, rows, n, k)
  // Beyond the live rows are numbers that must not be read.
  const rowed = (width: number): Float32Array => {
    const all = new Float32Array((rows + SPARE) * width).fill(NaN)
    all.set(normals(random, rows * width))
    return all
  }
  const [dy, x, gateUp, W] = [rowed(n), rowed(k), rowed(2 * k), normals(random, n * k)]
  const before = normals(random, n * k)
  const extent = fixedExtent(gpu, 'rows', rows + SPARE, rows)
  const arena = upload(gpu, 'arena', [64 + n * k], new Float32Array(64 + n * k))
  gpu.write(arena, before, 64)
  const dweight = gpu.view(arena, 'dW', 64, [n, k])
  const block = gradientSlice(gpu, extent, n, k)
  const sums = sliced ? await gradientSums(gpu, arena, extent, [{ into: dweight, block }]) : undefined
  const width = gated ? 2 * k : k
  const dx = upload(
    gpu,
    'dx',
    [rows + SPARE, width],
    new Float32Array((rows + SPARE) * width).fill(UNTOUCHED),
  )
  gpu.run([
    ...(await productGradients(gpu, {
      dy: upload(gpu, 'dy', [rows + SPARE, n], dy),
      x: upload(gpu, 'x', [rows + SPARE, k], x),
      weight: upload(gpu, 'W', [n, k], W),
      dweight,
      partial: sums?.partials[0],
      dx,
      gateUp: gated ? upload(gpu, 'gateUp', [rows + SPARE, 2 * k], gateUp) : undefined,
      rows: extent,
    })),
    ...(sums?.program ?? []),
  ])
  const live = (all: Float32Array, of: number): Float32Array => all.subarray(0, rows * of)
  const expected = productGradientsReference(
    { dy: live(dy, n), x: live(x, k), W, gateUp: live(gateUp, 2 * k) },
    { rows, n, k },
  )
  const name = `productGradients ${rows} rows ${n}x${k}${gated ? ' gated' : ''}${sliced ? ' sliced' : ''}`
  const [toWeight, toInput] = [await download(gpu, arena), await download(gpu, dx)]
  const rest = toInput.subarray(rows * width)
  return [
    compare(
      `${name} dW`,
      toWeight.subarray(64),
      expected.dW.map((value, i) => value + floatAt(before, i)),
      expected.dWScale.map((value, i) => value + Math.abs(floatAt(before, i))),
    ),
    compareExactly(`${name} before dW`, toWeight.subarray(0, 64), new Float32Array(64)),
    compare(
      `${name} dx`,
      toInput.subarray(0, rows * width),
      gated ? expected.dgateUp : expected.dx,
      gated ? expected.dgateUpScale : expected.dxScale,
    ),
    compareExactly(`${name} beyond its rows`, rest, new Float32Array(rest.length).fill(UNTOUCHED)),
  ]
}

/** Around the thread's 8 rows and columns and the tile of 64; slices of 128 rows, whole and begun. */
const CASES: readonly Case[] = [
  { rows: 1, n: 4, k: 4 },
  { rows: 9, n: 12, k: 68 },
  { rows: 65, n: 68, k: 8, gated: true },
  { rows: 130, n: 20, k: 36, sliced: true },
  { rows: 256, n: 72, k: 12, gated: true, sliced: true },
]

export async function checkProductGradients(gpu: Gpu): Promise<Report[]> {
  const reports: Report[] = []
  for (const test of CASES) reports.push(...(await checkCase(gpu, test)))
  return reports
}
