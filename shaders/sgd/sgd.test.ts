import { describe, expect, it } from 'vitest'
import { optimizerStep } from '../../src/ops/optimizers/optimizer'
import { sgd } from '../../src/ops/optimizers/sgd'
import { failures } from '../testing/compareArrays'
import { testGpu } from '../testing/testDevice'
import { mutated } from '../testing/mutate'
import { checkSgd, runSgd, SETTINGS } from './sgd.check'
import { sgdReference } from './sgd.ref'

describe('sgd', () => {
  it('reference: the second step goes on by the momentum of the first, and decays where it is told to', () => {
    const state = { p: Float64Array.of(1, 2), u: new Float64Array(2) }
    const numbers = { learningRate: 0.1, momentum: 0.5, weightDecay: 0.2, decayElements: 1 }
    sgdReference(state, [4, -1], 0.5, numbers)
    expect(state.p[0]).toBeCloseTo(1 - 0.1 * (2 + 0.2), 12)
    expect(state.p[1]).toBeCloseTo(2 + 0.05, 12)
    sgdReference(state, [0, 0], 1, numbers)
    expect(state.u[0]).toBeCloseTo(1, 12)
    expect(state.p[1]).toBeCloseTo(2 + 0.05 + 0.025, 12)
  })

  it('reference: reaches the minimum of a bowl', () => {
    const state = { p: Float64Array.of(4), u: new Float64Array(1) }
    const numbers = { learningRate: 0.02, momentum: 0.9, weightDecay: 0, decayElements: 0 }
    for (let step = 0; step < 500; step++)
      sgdReference(
        state,
        state.p.map((p) => 2 * (p - 1.5)),
        1,
        numbers,
      )
    expect(state.p[0]).toBeCloseTo(1.5, 6)
  })

  it('kernel equals the reference over ten steps', async () => {
    expect(failures(await checkSgd(await testGpu()))).toEqual([])
  })

  it('gives the same bits every time', async () => {
    const gpu = await testGpu()
    expect(await runSgd(gpu, 333, 100)).toEqual(await runSgd(gpu, 333, 100))
  })

  it.each([
    ['+ decay * p[i]', '- decay * p[i]'],
    ['i < DECAY_COUNT', 'i <= DECAY_COUNT'],
    ['hyper[1] * u[i] +', 'u[i] +'],
    ['u[i] = velocity', 'u[i] = factor * g[i]'],
    ['|| factor == 0.0', ''],
    ['+ factor * g[i]', '+ g[i]'],
  ])('the check notices a wrong kernel: %s -> %s', async (from, to) => {
    const reports = await checkSgd(mutated(await testGpu(), 'sgd', from, to))
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it('reads its numbers in the order of the shader', () => {
    expect(sgd.hyperparameters(SETTINGS)).toEqual(Float32Array.of(0.05, 0.9, 0.1, 0))
    expect(sgd.hyperparameters(SETTINGS)).toHaveLength(sgd.hyperElements)
  })

  it('refuses arenas of two sizes', async () => {
    const gpu = await testGpu()
    const args = {
      parameters: gpu.tensor('p', [8]),
      gradients: gpu.tensor('g', [8]),
      state: [gpu.tensor('short', [7])],
      norm: gpu.tensor('norm', [4]),
      hyper: gpu.tensor('hyper', [4]),
      decayElements: 0,
    }
    await expect(optimizerStep(gpu, sgd, args)).rejects.toThrow('velocity "short" is [7], expected [8]')
  })
})
