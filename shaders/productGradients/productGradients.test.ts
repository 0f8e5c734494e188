import { describe, expect, it } from 'vitest'
import { gradientSums } from '../../src/ops/gradientSums'
import { productGradients } from '../../src/ops/productGradients'
import { failures } from '../testing/compareArrays'
import { mutated } from '../testing/mutate'
import { fixedExtent, testGpu } from '../testing/testDevice'
import { checkProductGradients } from './productGradients.check'

describe('both gradients of a linear layer', () => {
  it('kernels equal the reference', async () => {
    expect(failures(await checkProductGradients(await testGpu()))).toEqual([])
  })

  it.each([
    ['productGradients 12x68', 'value += dW[at]', 'value += 0.0'],
    ['productGradients 68x8', 'min((slice + 1u) * job.SLICE, rows.x)', '(slice + 1u) * job.SLICE - 4u'],
    ['productGradients 68x8', '(1.0 + gate * (1.0 - s))', '(1.0 + gate)'],
    ['productGradients 20x36', 'slice * job.N + row', 'row'],
    ['productGradients 72x12', 'let n1 = min(n0 + 1u, N4 - 1u)', 'let n1 = n0'],
    ['columnSums', 'into[job.INTO + c] += sum', 'into[job.INTO + c] = sum'],
    ['columnSums', 'b * job.BLOCK < rows.x', '(b + 1u) * job.BLOCK < rows.x'],
  ])('the check notices a wrong kernel: %s, %s -> %s', async (label, from, to) => {
    const reports = await checkProductGradients(mutated(await testGpu(), label, from, to))
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it('refuses what does not fit, by name', async () => {
    const gpu = await testGpu()
    const rows = fixedExtent(gpu, 'rows', 4)
    const args = {
      dy: gpu.tensor('dy', [4, 8]),
      x: gpu.tensor('hidden', [4, 12]),
      weight: gpu.tensor('W', [8, 12]),
      dweight: gpu.tensor('dW', [8, 12]),
      dx: gpu.tensor('dx', [4, 12]),
      rows,
    }
    await expect(productGradients(gpu, { ...args, x: gpu.tensor('hidden', [4, 8]) })).rejects.toThrow(
      '"hidden" is [4, 8], expected [4, 12]',
    )
    await expect(
      gradientSums(gpu, gpu.tensor('arena', [96]), rows, [{ into: args.dweight, block: 8 }]),
    ).rejects.toThrow('"dW" is no part of "arena"')
  })
})
