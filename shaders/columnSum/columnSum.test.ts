import { describe, expect, it } from 'vitest'
import { Random } from '../../src/base/random'
import { columnSum } from '../../src/ops/columnSum'
import { compare, failures } from '../testing/compare'
import { download, fixedExtent, testGpu, upload } from '../testing/device'
import { mutated } from '../testing/mutate'
import { normals, sizesAround } from '../testing/shapes'
import { columnSumReference } from './columnSum.ref'

describe('columnSum', () => {
  const check = async (gpu: Awaited<ReturnType<typeof testGpu>>, rows: number, width: number, offset: number) => {
    const random = Random.from(3, rows, width)
    const stride = offset + width + 2
    const blocks = Math.ceil(rows / 32)
    const partial = normals(random, (blocks + 1) * stride)
    const before = normals(random, width)
    const into = upload(gpu, 'into', [width], before)
    gpu.run(await columnSum(gpu, { partial: upload(gpu, 'partial', [blocks + 1, stride], partial), into, offset, rows: fixedExtent(gpu, 'rows', rows) }))
    const expected = columnSumReference(partial, blocks, stride, offset, width).map((sum, c) => sum + (before[c] ?? NaN))
    const scale = columnSumReference(partial.map(Math.abs), blocks, stride, offset, width).map((sum, c) => sum + Math.abs(before[c] ?? NaN))
    return compare(`columnSum ${rows} rows, columns ${offset} + ${width}`, await download(gpu, into), expected, scale)
  }
  const checkAll = async (gpu: Awaited<ReturnType<typeof testGpu>>) => {
    const reports = []
    for (const rows of sizesAround(32)) reports.push(await check(gpu, rows, 5, 3))
    for (const width of sizesAround(64)) reports.push(await check(gpu, 1000, width, 0))
    return reports
  }

  it('equals the reference and leaves out blocks without rows', async () => {
    expect(failures(await checkAll(await testGpu()))).toEqual([])
  })

  it('the check notices a wrong kernel', async () => {
    const reports = await checkAll(mutated(await testGpu(), 'columnSum', 'b * BLOCK < rows.x', 'b * BLOCK <= rows.x'))
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it('refuses columns that are not there', async () => {
    const gpu = await testGpu()
    const args = { partial: gpu.tensor('partial', [2, 8]), into: gpu.tensor('gain', [6]), rows: fixedExtent(gpu, 'rows', 40) }
    await expect(columnSum(gpu, { ...args, offset: 3 })).rejects.toThrow('"gain" are not in "partial"')
  })
})
