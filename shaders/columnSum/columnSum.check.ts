// Rung 2 of columnSum: sums over blocks of rows, at any column of the partial sums. Runs in Node and in a
// page.
import { at, floatAt } from '../../src/base/at'
import { Random } from '../../src/base/random'
import type { Gpu } from '../../src/gpu'
import { columnSum } from '../../src/ops/columnSum'
import { gradientSums } from '../../src/ops/gradientSums'
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

/** Several at once, of blocks of 8 and of 32 rows, with what stands between them left alone. */
async function checkSeveral(gpu: Gpu, rows: number): Promise<Report> {
  const random = Random.from(4, rows)
  const before = normals(random, 64 * 5)
  const arena = upload(gpu, 'arena', [before.length], before)
  const jobs = [
    { first: 64, width: 36, block: 8 },
    { first: 128, width: 60, block: 32 },
    { first: 256, width: 4, block: 8 },
  ]
  const { partials, program } = await gradientSums(
    gpu,
    arena,
    fixedExtent(gpu, 'rows', rows + 40, rows),
    jobs.map(({ first, width, block }) => ({ into: gpu.view(arena, 'gain', first, [width]), block })),
  )
  const expected = Float64Array.from(before)
  const scale = Float64Array.from(before, Math.abs)
  jobs.forEach(({ first, width, block }, i) => {
    const partial = at(partials, i)
    const numbers = normals(random, at(partial.shape, 0) * width)
    gpu.write(partial, numbers)
    const blocks = Math.ceil(rows / block)
    columnSumReference(numbers, blocks, width, 0, width).forEach(
      (sum, c) => (expected[first + c] = floatAt(expected, first + c) + sum),
    )
    columnSumReference(numbers.map(Math.abs), blocks, width, 0, width).forEach(
      (sum, c) => (scale[first + c] = floatAt(scale, first + c) + sum),
    )
  })
  gpu.run(program)
  return compare(`columnSums ${rows} rows`, await download(gpu, arena), expected, scale)
}

export async function checkColumnSum(gpu: Gpu): Promise<Report[]> {
  const reports: Report[] = []
  for (const rows of sizesAround(32)) reports.push(await checkCase(gpu, rows, 5, 3))
  for (const width of sizesAround(64)) reports.push(await checkCase(gpu, 1000, width, 0))
  for (const rows of [1, 64, 65]) reports.push(await checkSeveral(gpu, rows))
  return reports
}
