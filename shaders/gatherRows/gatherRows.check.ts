// Rung 2 of gatherRows and scatterAddRows, with fewer selected rows than their capacity. Runs in Node and in
// a page.
import { floatAt } from '../../src/base/at'
import { Random } from '../../src/base/random'
import type { Gpu } from '../../src/gpu'
import { gatherRows, scatterAddRows } from '../../src/ops/rows'
import { compare, compareExactly, type Report } from '../testing/compareArrays'
import { download, fixedExtent, upload } from '../testing/testDevice'
import { normals, sizesAround } from '../testing/testShapes'
import { gatherRowsReference, scatterAddRowsReference } from './gatherRows.ref'

async function checkShape(gpu: Gpu, selected: number, width: number): Promise<Report[]> {
  const random = Random.from(5, selected, width)
  const rows = selected + 3
  const data = normals(random, rows * width)
  const previous = normals(random, rows * width)
  const index = Uint32Array.from(random.sample([...Array(rows).keys()], selected))
  const capacity = selected + 2
  const padded = new Uint32Array(capacity)
  padded.set(index)
  const gathered = upload(gpu, 'gathered', [capacity, width], new Float32Array(capacity * width).fill(-7))
  const into = upload(gpu, 'into', [rows, width], previous)
  const args = {
    index: upload(gpu, 'index', [capacity], padded),
    rows: fixedExtent(gpu, 'selected', capacity, selected),
  }
  gpu.run([
    ...(await gatherRows(gpu, { ...args, from: upload(gpu, 'from', [rows, width], data), out: gathered })),
    ...(await scatterAddRows(gpu, { ...args, from: gathered, into })),
  ])
  const expected = gatherRowsReference(data, index, width)
  const spare = new Float64Array(2 * width).fill(-7)
  const sum = scatterAddRowsReference(expected, index, previous, width)
  const name = `${selected} of ${rows} rows of ${width}`
  return [
    compareExactly(`gatherRows ${name}`, await download(gpu, gathered), [...expected, ...spare]),
    compare(
      `scatterAddRows ${name}`,
      await download(gpu, into),
      sum,
      sum.map((value, i) => Math.abs(value) + Math.abs(floatAt(previous, i))),
    ),
  ]
}

export async function checkGatherRows(gpu: Gpu): Promise<Report[]> {
  const reports: Report[] = []
  for (const selected of sizesAround(64)) reports.push(...(await checkShape(gpu, selected, 9)))
  for (const width of sizesAround(64)) reports.push(...(await checkShape(gpu, 10, width)))
  return reports
}
