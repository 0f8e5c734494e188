import { describe, expect, it } from 'vitest'
import { Random } from '../../src/base/random'
import { headNorm } from '../../src/ops/headNorm'
import { failures } from '../testing/compareArrays'
import { fixedExtent, testGpu } from '../testing/testDevice'
import { checkGradient, dot } from '../testing/gradient'
import { mutated } from '../testing/mutate'
import { normals } from '../testing/testShapes'
import { checkHeadNorm } from './headNorm.check'
import { headNormBackwardReference, headNormReference } from './headNorm.ref'

describe('headNorm', () => {
  it('reference: gradients equal central differences', () => {
    const reports = [
      { rows: 1, heads: 1, kvHeads: 1, headDim: 2 },
      { rows: 3, heads: 4, kvHeads: 2, headDim: 6 },
      { rows: 2, heads: 3, kvHeads: 1, headDim: 5 },
    ].flatMap((shape) => {
      const random = Random.from(5, shape.rows, shape.headDim)
      const numbers = (count: number) => Float64Array.from(normals(random, count))
      const count = shape.rows * (shape.heads + 2 * shape.kvHeads) * shape.headDim
      const [qkv, qWeight, kWeight, dout] = [
        numbers(count),
        numbers(shape.headDim),
        numbers(shape.headDim),
        numbers(count),
      ]
      const loss = () => dot(headNormReference(qkv, qWeight, kWeight, shape, 1e-2).out, dout)
      const { dqkv, dqWeight, dkWeight } = headNormBackwardReference(qkv, qWeight, kWeight, dout, shape, 1e-2)
      return [
        checkGradient('dqkv', loss, qkv, dqkv),
        checkGradient('dqWeight', loss, qWeight, dqWeight),
        checkGradient('dkWeight', loss, kWeight, dkWeight),
      ]
    })
    expect(failures(reports)).toEqual([])
  })

  it('kernels equal the reference', async () => {
    expect(failures(await checkHeadNorm(await testGpu()))).toEqual([])
  })

  it.each([
    ['headNorm', 'head >= NORMED', 'head >= ALL'],
    ['headNorm', 'head < HEADS', 'head <= HEADS'],
    ['headNormBackward', '- qkv[first + d] * pull', ''],
    ['headNormBackward weight', 'select(0u, HEADS, ofKeys)', '0u'],
  ])('the check notices a wrong kernel: %s, %s -> %s', async (label, from, to) => {
    const reports = await checkHeadNorm(mutated(await testGpu(), label, from, to), ['thread'])
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it.each([
    ['headNorm', 'head < NORMED', 'head <= NORMED'],
    ['headNormBackward', '- values[i] * pull', ''],
  ])('the check notices a wrong kernel of workgroups: %s, %s -> %s', async (label, from, to) => {
    const reports = await checkHeadNorm(mutated(await testGpu(), label, from, to), ['workgroup'])
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it('refuses heads that do not divide', async () => {
    const gpu = await testGpu()
    const rows = fixedExtent(gpu, 'rows', 1)
    const [qkv, out, weight, rstd] = [
      gpu.tensor('qkv', [1, 28]),
      gpu.tensor('out', [1, 28]),
      gpu.tensor('w', [4]),
      gpu.tensor('rstd', [1, 5]),
    ]
    const args = {
      qkv,
      out,
      qWeight: weight,
      kWeight: weight,
      rstd,
      rows,
      eps: 1e-6,
      heads: 3,
      kvHeads: 2,
      headDim: 4,
    }
    await expect(headNorm(gpu, args)).rejects.toThrow('2 key/value heads do not divide 3 query heads')
  })
})
