// Rung 2 of the roofline's kernels: what they compute is what they are timed for. Runs in Node and in a page.
import { Random } from '../../src/base/random'
import type { Gpu } from '../../src/gpu'
import { copyProgram, fmaProgram } from '../../src/ops/roofline'
import { compare, compareExactly, type Report } from '../testing/compareArrays'
import { download, upload } from '../testing/testDevice'
import { normals } from '../testing/testShapes'
import { fmaReference } from './roofline.ref'

export async function checkFma(gpu: Gpu, threads: number, rounds: number): Promise<Report> {
  const out = gpu.tensor('out', [threads])
  gpu.run(await fmaProgram(gpu, out, rounds))
  const expected = fmaReference(threads, rounds)
  const report = compare(
    `fma ${threads} threads, ${rounds} rounds`,
    await download(gpu, out),
    expected,
    expected,
  )
  gpu.destroyTensor(out)
  return report
}

export async function checkCopy(gpu: Gpu, count: number): Promise<Report> {
  const data = normals(Random.from(count), count)
  const [from, out] = [upload(gpu, 'from', [count], data), gpu.tensor('out', [count])]
  gpu.run(await copyProgram(gpu, from, out))
  const report = compareExactly(`copy of ${count}`, await download(gpu, out), data)
  for (const tensor of [from, out]) gpu.destroyTensor(tensor)
  return report
}

export async function checkRoofline(gpu: Gpu): Promise<Report[]> {
  return [
    await checkFma(gpu, 64, 1),
    await checkFma(gpu, 130, 7),
    await checkFma(gpu, 200, 100),
    ...(await Promise.all([4, 252, 256, 260, 4096].map((count) => checkCopy(gpu, count)))),
  ]
}
