// Rung 2 of QK norm: the kernels against the reference at the sizes where kernels break. Runs in Node and in
// a page.
import { floatAt } from '../../src/base/at'
import { Random } from '../../src/base/random'
import type { Gpu } from '../../src/gpu'
import { headNorm, headNormBackward } from '../../src/ops/headNorm'
import { rowShapes, type RowShape } from '../../src/ops/variants'
import { compare, type Report } from '../testing/compareArrays'
import { download, fixedExtent, upload } from '../testing/testDevice'
import { normals, sizesAround } from '../testing/testShapes'
import { headNormBackwardReference, headNormReference, type HeadShape } from './headNorm.ref'

const EPS = 1e-6

async function checkShape(gpu: Gpu, kernel: RowShape, shape: HeadShape): Promise<Report[]> {
  const { rows, heads, kvHeads, headDim } = shape
  const random = Random.from(4, rows, heads, kvHeads, headDim)
  const width = (heads + 2 * kvHeads) * headDim
  const qkv = normals(random, rows * width)
  const qWeight = normals(random, headDim)
  const kWeight = normals(random, headDim)
  const dout = normals(random, rows * width)
  const before = normals(random, headDim)
  const shared = {
    qkv: upload(gpu, 'qkv', [rows, width], qkv),
    qWeight: upload(gpu, 'qWeight', [headDim], qWeight),
    kWeight: upload(gpu, 'kWeight', [headDim], kWeight),
    rstd: gpu.tensor('rstd', [rows, heads + kvHeads]),
    rows: fixedExtent(gpu, 'rows', rows),
    heads,
    kvHeads,
    headDim,
  }
  const out = gpu.tensor('out', [rows, width])
  const dqkv = upload(gpu, 'dqkv', [rows, width], dout)
  const dqWeight = upload(gpu, 'dqWeight', [headDim], before)
  const dkWeight = upload(gpu, 'dkWeight', [headDim], before)
  gpu.run(await headNorm(gpu, { ...shared, shape: kernel, out, eps: EPS }))
  gpu.run(
    await headNormBackward(gpu, { ...shared, shape: kernel, dqkv, gains: { dq: dqWeight, dk: dkWeight } }),
  )

  const forward = headNormReference(qkv, qWeight, kWeight, shape, EPS)
  const backward = headNormBackwardReference(qkv, qWeight, kWeight, dout, shape, EPS)
  const dqkvScale = Float64Array.from(dout, Math.abs)
  const weightScale = [Float64Array.from(before, Math.abs), Float64Array.from(before, Math.abs)] as const
  for (let r = 0; r < rows; r++) {
    for (let h = 0; h < heads + kvHeads; h++) {
      const rstd = floatAt(forward.rstd, r * (heads + kvHeads) + h)
      const place = (d: number) => r * width + h * headDim + d
      const g = (d: number) => Math.abs(floatAt(dout, place(d)) * floatAt(h < heads ? qWeight : kWeight, d))
      let inner = 0
      for (let d = 0; d < headDim; d++) inner += g(d) * Math.abs(floatAt(qkv, place(d)))
      const scale = weightScale[h < heads ? 0 : 1]
      for (let d = 0; d < headDim; d++) {
        const x = Math.abs(floatAt(qkv, place(d)))
        dqkvScale[place(d)] = rstd * (g(d) + (x * rstd ** 2 * inner) / headDim)
        scale[d] = floatAt(scale, d) + Math.abs(floatAt(dout, place(d))) * x * rstd
      }
    }
  }
  const name = `headNorm ${kernel} ${rows} rows, ${heads}/${kvHeads} heads of ${headDim}`
  const plusBefore = (gradient: Float64Array) => gradient.map((value, d) => value + floatAt(before, d))
  return [
    compare(`${name} y`, await download(gpu, out), forward.out, forward.out),
    compare(`${name} dqkv`, await download(gpu, dqkv), backward.dqkv, dqkvScale),
    compare(`${name} dqWeight`, await download(gpu, dqWeight), plusBefore(backward.dqWeight), weightScale[0]),
    compare(`${name} dkWeight`, await download(gpu, dkWeight), plusBefore(backward.dkWeight), weightScale[1]),
  ]
}

/**
 * Rows around a block of 32; heads alone, shared and not; head sizes from one vec4 to 64, and to 260 where
 * lanes lie along them.
 */
const SIZES: Readonly<Record<RowShape, readonly HeadShape[]>> = {
  thread: [
    ...sizesAround(32).map((rows) => ({ rows, heads: 4, kvHeads: 2, headDim: 16 })),
    { rows: 11, heads: 1, kvHeads: 1, headDim: 4 },
    { rows: 11, heads: 3, kvHeads: 1, headDim: 6 },
    { rows: 11, heads: 3, kvHeads: 3, headDim: 12 },
    { rows: 11, heads: 6, kvHeads: 2, headDim: 64 },
  ],
  workgroup: [
    { rows: 33, heads: 4, kvHeads: 2, headDim: 16 },
    { rows: 11, heads: 3, kvHeads: 1, headDim: 6 },
    { rows: 5, heads: 3, kvHeads: 1, headDim: 128 },
    { rows: 3, heads: 2, kvHeads: 1, headDim: 260 },
  ],
}

export async function checkHeadNorm(gpu: Gpu, kernels: readonly RowShape[] = rowShapes): Promise<Report[]> {
  const reports: Report[] = []
  for (const kernel of kernels)
    for (const shape of SIZES[kernel]) reports.push(...(await checkShape(gpu, kernel, shape)))
  return reports
}
