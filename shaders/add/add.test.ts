import { describe, expect, it } from 'vitest'
import { add } from '../../src/ops/gradients'
import { failures } from '../testing/compareArrays'
import { testGpu } from '../testing/testDevice'
import { mutated } from '../testing/mutate'
import { checkAdd } from './add.check'

describe('add', () => {
  it('kernel equals the reference', async () => {
    expect(failures(await checkAdd(await testGpu()))).toEqual([])
  })

  it.each([
    ['+= source', '-= source'],
    ['i >= COUNT', 'i >= COUNT - 1'],
    ['workgroup.y *', '0 *'],
  ])('the check notices a wrong kernel: %s -> %s', async (from, to) => {
    const reports = await checkAdd(mutated(await testGpu(), 'add', from, to))
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it('refuses tensors of two sizes', async () => {
    const gpu = await testGpu()
    await expect(add(gpu, { from: gpu.tensor('from', [3]), into: gpu.tensor('into', [4]) })).rejects.toThrow(
      'from "from" is [3], expected [4]',
    )
  })
})
