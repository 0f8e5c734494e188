// Rung 2 of gradientNorm: sizes around a workgroup and around all its partial sums, clipped and not. Runs in
// Node and in a page.
import { Random } from '../../src/base/random'
import type { Gpu } from '../../src/gpu'
import { gradientNorm } from '../../src/ops/gradients'
import { compare, type Report } from '../testing/compareArrays'
import { download, upload } from '../testing/testDevice'
import { normals, sizesAround } from '../testing/testShapes'
import { gradientNormReference } from './gradientNorm.ref'

export async function normOnGpu(gpu: Gpu, g: Float32Array, maxNorm: number): Promise<Float32Array> {
  const gradients = upload(gpu, 'gradients', [g.length], g)
  const out = gpu.tensor('norm', [4])
  gpu.run(
    await gradientNorm(gpu, {
      gradients,
      out,
      maxNorm: upload(gpu, 'maxNorm', [4], Float32Array.of(maxNorm, 0, 0, 0)),
    }),
  )
  const actual = await download(gpu, out)
  gpu.destroyTensor(gradients)
  return actual
}

async function checkCount(gpu: Gpu, count: number, maxNorm: number): Promise<Report> {
  const g = normals(Random.from(9, count), count, 0.1)
  const { norm, factor } = gradientNormReference(g, maxNorm)
  return compare(
    `gradientNorm of ${count}, at most ${maxNorm}`,
    await normOnGpu(gpu, g, maxNorm),
    [norm, factor, 0, 0],
    [norm, factor, 1, 1],
  )
}

export async function checkGradientNorm(gpu: Gpu): Promise<Report[]> {
  const reports: Report[] = []
  for (const count of [
    ...sizesAround(64),
    ...sizesAround(32 * 64),
    ...sizesAround(32 * 256),
    32 * 16384 + 5,
  ]) {
    for (const maxNorm of [0.01, 1e30]) reports.push(await checkCount(gpu, count, maxNorm))
  }
  return reports
}
