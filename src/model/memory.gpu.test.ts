import { describe, expect, it } from 'vitest'
import { testGpu } from '../../shaders/testing/testDevice'
import { architectureOf, type Architecture } from '../config/architecture'
import { estimateMemory } from './memory'
import { Model } from './model'
import { Sampler } from './sampler'
import { Trainer } from './trainer'

const nano = architectureOf('nano', 500)
const trainer = { rows: 512, lossRows: 256, sets: 2 }
const sampler = { slots: 32, promptRows: 256, maxNew: 64 }

describe('estimateMemory', () => {
  const cases: [string, Architecture][] = [
    ['nano', nano],
    [
      'a model with QK norm, grouped heads and an untied head',
      { ...nano, layers: 2, kvHeads: 2, qkNorm: true, biases: true, tiedEmbeddings: false },
    ],
  ]
  for (const [name, architecture] of cases) {
    it(`agrees with what ${name} takes within a tenth, and all of it comes back`, async () => {
      const gpu = await testGpu()
      const before = gpu.counters.bytes
      const model = await Model.create(gpu, architecture)
      expect(gpu.counters.bytes - before).toBe(estimateMemory(architecture, {}).total)
      const learning = await Trainer.create(model, trainer)
      const trained = gpu.counters.bytes - before
      const sampling = await Sampler.create(model, sampler)
      const all = gpu.counters.bytes - before
      const ratio = (taken: number, total: number): number => taken / total
      expect(Math.abs(ratio(trained, estimateMemory(architecture, { trainer }).total) - 1)).toBeLessThan(0.1)
      expect(Math.abs(ratio(all, estimateMemory(architecture, { trainer, sampler }).total) - 1)).toBeLessThan(
        0.1,
      )
      for (const each of [sampling, learning, model]) each.destroy()
      // Scratch that operations share stays with the device.
      expect(gpu.counters.bytes - before).toBeLessThan(0.1 * all)
    })
  }

  it('names the largest tensor, which the binding limit has to allow', () => {
    const { largest } = estimateMemory(nano, { sampler: { slots: 4096, promptRows: 64, maxNew: 512 } })
    expect(largest).toBe(4096 * 512 * 128 * 4)
  })
})
