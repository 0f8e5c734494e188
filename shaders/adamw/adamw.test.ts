import { describe, expect, it } from 'vitest'
import { at } from '../../src/base/at'
import { adamw } from '../../src/ops/optimizers/adamw'
import { optimizerStep } from '../../src/ops/optimizers/optimizer'
import { failures } from '../testing/compareArrays'
import { testGpu } from '../testing/testDevice'
import { mutated } from '../testing/mutate'
import { checkAdamw, SETTINGS, runAdamw } from './adamw.check'
import { adamwReference } from './adamw.ref'

describe('adamw', () => {
  it('reference: the first step is the learning rate in the direction of the gradient, after decay', () => {
    const state = { p: Float64Array.of(1, 2), m: new Float64Array(2), v: new Float64Array(2) }
    adamwReference(state, [3, -0.5], 1, 1, {
      learningRate: 0.1,
      beta1: 0.9,
      beta2: 0.99,
      epsilon: 0,
      weightDecay: 0.5,
      decayElements: 1,
    })
    expect(state.p[0]).toBeCloseTo(1 - 0.1 * (1 + 0.5), 12)
    expect(state.p[1]).toBeCloseTo(2 + 0.1, 12)
  })

  it('reference: reaches the minimum of a bowl', () => {
    const state = { p: Float64Array.of(4), m: new Float64Array(1), v: new Float64Array(1) }
    for (let step = 1; step <= 2000; step++) {
      adamwReference(state, [2 * (at(state.p, 0) - 1.5)], 1, step, {
        learningRate: 0.02,
        beta1: 0.9,
        beta2: 0.99,
        epsilon: 1e-8,
        weightDecay: 0,
        decayElements: 0,
      })
    }
    expect(state.p[0]).toBeCloseTo(1.5, 3)
  })

  it('kernel equals the reference over ten steps', async () => {
    expect(failures(await checkAdamw(await testGpu()))).toEqual([])
  })

  it('gives the same bits every time', async () => {
    const gpu = await testGpu()
    expect(await runAdamw(gpu, 333, 10, 100)).toEqual(await runAdamw(gpu, 333, 10, 100))
  })

  it.each([
    ['+ decay * p[i]', '- decay * p[i]'],
    ['i < DECAY_COUNT', 'i <= DECAY_COUNT'],
    ['mean / hyper[5]', 'mean'],
    ['square / hyper[6]', 'square'],
    ['|| factor == 0.0', ''],
    ['let gradient = factor * g[i]', 'let gradient = g[i]'],
  ])('the check notices a wrong kernel: %s -> %s', async (from, to) => {
    const reports = await checkAdamw(mutated(await testGpu(), 'adamw', from, to))
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it('corrects its moments for the betas that the shader has', () => {
    const hyper = adamw.hyperparameters(SETTINGS, 1)
    expect(hyper[5]).toBe(Math.fround(1 - Math.fround(0.9)))
    expect(hyper[6]).toBe(Math.fround(1 - Math.fround(0.999)))
    expect(hyper).toHaveLength(adamw.hyperElements)
  })

  it('refuses arenas of two sizes', async () => {
    const gpu = await testGpu()
    const [parameters, short, norm, hyper] = [
      gpu.tensor('p', [8]),
      gpu.tensor('short', [7]),
      gpu.tensor('norm', [4]),
      gpu.tensor('hyper', [8]),
    ]
    const [m, v] = [gpu.tensor('m', [8]), gpu.tensor('v', [8])]
    const args = {
      parameters,
      gradients: gpu.tensor('g', [8]),
      state: [m, v],
      norm,
      hyper,
      decayElements: 0,
    }
    const step = (change: Partial<typeof args>) => optimizerStep(gpu, adamw, { ...args, ...change })
    await expect(step({ state: [short, v] })).rejects.toThrow('m "short" is [7], expected [8]')
    await expect(step({ state: [m] })).rejects.toThrow('1 state tensors, expected 2')
    await expect(step({ hyper: norm })).rejects.toThrow('hyper "norm" is [4], expected [8]')
  })
})
