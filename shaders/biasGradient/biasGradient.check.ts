// Rung 2 of biasGradient: rows around its block of 32, columns around its workgroup of 64. Runs in Node and
// in a page.
import { Random } from '../../src/base/random'
import type { Gpu } from '../../src/gpu'
import { biasGradient } from '../../src/ops/biasGradient'
import { compare, type Report } from '../testing/compareArrays'
import { download, fixedExtent, upload } from '../testing/testDevice'
import { normals, sizesAround } from '../testing/testShapes'
import { biasGradientReference } from './biasGradient.ref'

async function checkShape(gpu: Gpu, rows: number, width: number): Promise<Report> {
  const random = Random.from(3, rows, width)
  const dy = normals(random, (rows + 2) * width)
  const previous = normals(random, width)
  const db = upload(gpu, 'db', [width], previous)
  gpu.run(
    await biasGradient(gpu, {
      dy: upload(gpu, 'dy', [rows + 2, width], dy),
      db,
      rows: fixedExtent(gpu, 'rows', rows + 2, rows),
    }),
  )
  const expected = biasGradientReference(dy, previous, { rows, width })
  return compare(`biasGradient ${rows}x${width}`, await download(gpu, db), expected.db, expected.scale)
}

export async function checkBiasGradient(gpu: Gpu): Promise<Report[]> {
  const reports: Report[] = []
  for (const rows of sizesAround(32)) reports.push(await checkShape(gpu, rows, 20))
  for (const width of sizesAround(64)) reports.push(await checkShape(gpu, 101, width))
  return reports
}
