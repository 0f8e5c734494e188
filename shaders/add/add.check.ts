// Rung 2 of add, up to more workgroups than one dimension of a dispatch has. Runs in Node and in a page.
import { floatAt } from '../../src/base/at'
import { Random } from '../../src/base/random'
import type { Gpu } from '../../src/gpu'
import { add } from '../../src/ops/gradients'
import { compare, type Report } from '../testing/compareArrays'
import { download, upload } from '../testing/testDevice'
import { normals, sizesAround } from '../testing/testShapes'
import { addReference } from './add.ref'

/** Just over 65,535 workgroups of 64: the shader's index goes over x and y. */
const TWO_DIMENSIONS = 65_535 * 64 + 3

async function checkCount(gpu: Gpu, count: number): Promise<Report> {
  const random = Random.from(8, count)
  const few = normals(random, Math.min(count, 1009))
  const from = Float32Array.from({ length: count }, (_, i) => floatAt(few, i % few.length))
  const previous = Float32Array.from({ length: count }, (_, i) => i % 1021)
  const [source, into] = [upload(gpu, 'from', [count], from), upload(gpu, 'into', [count], previous)]
  gpu.run(await add(gpu, { from: source, into }))
  const actual = await download(gpu, into)
  for (const tensor of [source, into]) gpu.destroyTensor(tensor)
  const scale = previous.map((value, i) => Math.abs(value) + Math.abs(floatAt(from, i)))
  return compare(`add ${count}`, actual, addReference(from, previous), scale)
}

export async function checkAdd(gpu: Gpu): Promise<Report[]> {
  const reports: Report[] = []
  for (const count of [...sizesAround(64), TWO_DIMENSIONS]) reports.push(await checkCount(gpu, count))
  return reports
}
