import { describe, expect, it } from 'vitest'
import { fewProduct } from '../../src/ops/normedProduct'
import { failures } from '../testing/compareArrays'
import { mutated } from '../testing/mutate'
import { fixedExtent, testGpu } from '../testing/testDevice'
import { checkNormedProduct } from './normedProduct.check'

describe('a product with its norm and its gate', () => {
  it('kernels equal the reference', async () => {
    expect(failures(await checkNormedProduct(await testGpu()))).toEqual([])
  })

  it.each([
    ['few', '132x36', 'squares[i] += dot', 'squares[i] = dot'],
    ['few', '516x24', 'columnSums[lane + 2u]', 'columnSums[lane + 1u]'],
    ['few', '64x12', 'scale * scale / f32', 'scale / f32'],
    ['few', '64x12', 'min(token[live], job.V - 1u)', 'token[0]'],
    ['few', '68x33', 'job.TABLE == 2u', 'false'],
    ['many', '36x136', 'job.N / 2u, GATED);\n  if', '4u, GATED);\n  if'],
    ['many', '12x76', 'scales[8u * local.y + i]', 'scales[8u * local.y]'],
    ['many', '68x8', 'k += stride', 'k += 8u'],
  ] as const)('the check notices a wrong kernel: %s %s, %s -> %s', async (kind, shape, from, to) => {
    const gpu = mutated(await testGpu(), `normedProduct ${shape}`, from, to)
    expect((await checkNormedProduct(gpu, [kind])).filter((report) => !report.passed)).not.toEqual([])
  })

  it('refuses what does not fit, by name', async () => {
    const gpu = await testGpu()
    const good = {
      x: gpu.tensor('hidden', [4, 8]),
      weight: gpu.tensor('W', [12, 8]),
      out: gpu.tensor('out', [4, 12]),
      rows: fixedExtent(gpu, 'rows', 4),
    }
    await expect(fewProduct(gpu, { ...good, x: gpu.tensor('hidden', [4, 12]) })).rejects.toThrow(
      '"hidden" is [4, 12], expected [4, 8]',
    )
    await expect(fewProduct(gpu, { ...good, out: gpu.tensor('out', [3, 12]) })).rejects.toThrow('3 rows')
    const odd = { x: gpu.tensor('hidden', [4, 6]), weight: gpu.tensor('W', [12, 6]) }
    await expect(fewProduct(gpu, { ...good, ...odd })).rejects.toThrow('no multiple of 4')
  })
})
