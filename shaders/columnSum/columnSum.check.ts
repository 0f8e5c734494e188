// Rung 2 of columnSum: sums over blocks of rows, at any column of the partial sums. Runs in Node and in a
// page.
import { floatAt } from '../../src/base/at'
import { Random } from '../../src/base/random'
import type { Gpu } from '../../src/gpu'
import { columnSum } from '../../src/ops/columnSum'
import { compare, type Report } from '../testing/compareArrays'
import { download, fixedExtent, upload } from '../testing/testDevice'
import { normals, sizesAround } from '../testing/testShapes'
import { columnSumReference } from './columnSum.ref'

async function checkCase(gpu: Gpu, rows: number, width: number, offset: number): Promise<Report> {
  const random = Random.from(3, rows, width)
  const stride = offset + width + 2
  const blocks = Math.ceil(rows / 32)
  const partial = normals(random, (blocks + 1) * stride)
  const before = normals(random, width)
  const into = upload(gpu, 'into', [width], before)
  gpu.run(
    await columnSum(gpu, {
      partial: upload(gpu, 'partial', [blocks + 1, stride], partial),
      into,
      offset,
      rows: fixedExtent(gpu, 'rows', rows),
    }),
  )
  const expected = columnSumReference(partial, blocks, stride, offset, width).map(
    (sum, c) => sum + floatAt(before, c),
  )
  const scale = columnSumReference(partial.map(Math.abs), blocks, stride, offset, width).map(
    (sum, c) => sum + Math.abs(floatAt(before, c)),
  )
  return compare(
    `columnSum ${rows} rows, columns ${offset} + ${width}`,
    await download(gpu, into),
    expected,
    scale,
  )
}

export async function checkColumnSum(gpu: Gpu): Promise<Report[]> {
  const reports: Report[] = []
  for (const rows of sizesAround(32)) reports.push(await checkCase(gpu, rows, 5, 3))
  for (const width of sizesAround(64)) reports.push(await checkCase(gpu, 1000, width, 0))
  return reports
}
