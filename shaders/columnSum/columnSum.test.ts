import { describe, expect, it } from 'vitest'
import { columnSum } from '../../src/ops/columnSum'
import { failures } from '../testing/compareArrays'
import { fixedExtent, testGpu } from '../testing/testDevice'
import { mutated } from '../testing/mutate'
import { checkColumnSum } from './columnSum.check'

describe('columnSum', () => {
  it('equals the reference and leaves out blocks without rows', async () => {
    expect(failures(await checkColumnSum(await testGpu()))).toEqual([])
  })

  it('the check notices a wrong kernel', async () => {
    const reports = await checkColumnSum(
      mutated(await testGpu(), 'columnSum', 'b * BLOCK < rows.x', 'b * BLOCK <= rows.x'),
    )
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it.each([
    ['job.FROM + b * width', 'b * width'],
    ['index < place.y', 'index <= place.y'],
    ['jobs[2u * i + 1u].x', '8u'],
  ])('the check notices a wrong kernel of several: %s -> %s', async (from, to) => {
    const reports = await checkColumnSum(mutated(await testGpu(), 'columnSums', from, to))
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it('refuses columns that are not there', async () => {
    const gpu = await testGpu()
    const args = {
      partial: gpu.tensor('partial', [2, 8]),
      into: gpu.tensor('gain', [6]),
      rows: fixedExtent(gpu, 'rows', 40),
    }
    await expect(columnSum(gpu, { ...args, offset: 3 })).rejects.toThrow('"gain" are not in "partial"')
  })
})
