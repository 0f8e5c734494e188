import { describe, expect, it } from 'vitest'
import { failures } from '../testing/compareArrays'
import { testGpu } from '../testing/testDevice'
import { mutated } from '../testing/mutate'
import { checkGradientNorm, normOnGpu } from './gradientNorm.check'

describe('gradientNorm', () => {
  it('kernel equals the reference', async () => {
    expect(failures(await checkGradientNorm(await testGpu()))).toEqual([])
  })

  it.each([
    ['gradientNorm squares', 'g[i] * g[i]', 'abs(g[i])'],
    ['gradientNorm squares', 'i += THREADS', 'i += THREADS + 1u'],
    ['gradientNorm finish', 'lane < 256', 'lane < 255'],
    ['gradientNorm finish', 'maxNorm[0] / norm', 'norm / maxNorm[0]'],
  ])('the check notices a wrong kernel: %s, %s -> %s', async (label, from, to) => {
    const reports = await checkGradientNorm(mutated(await testGpu(), label, from, to))
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it('does not clip zero gradients, and asks for no step where they are not finite', async () => {
    const gpu = await testGpu()
    expect([...(await normOnGpu(gpu, new Float32Array(100), 1))]).toEqual([0, 1, 0, 0])
    for (const bad of [NaN, Infinity, -Infinity, 1e30]) {
      const g = new Float32Array(100)
      g[77] = bad
      expect((await normOnGpu(gpu, g, 1))[1]).toBe(0)
    }
  })
})
