import { beforeAll, describe, expect, it } from 'vitest'
import { sgdReference } from '../../shaders/sgd/sgd.ref'
import { compare, failures } from '../../shaders/testing/compareArrays'
import { at } from '../base/at'
import { testGpu } from '../../shaders/testing/testDevice'
import { Random } from '../base/random'
import type { Architecture } from '../config/architecture'
import { preset } from '../config/config'
import type { Gpu } from '../gpu'
import { Model } from './model'
import type { TrainingSequence } from './packing'
import type { UpdateSettings } from './optimizerState'
import { Trainer } from './trainer'

const base: Architecture = {
  vocabulary: 23,
  width: 12,
  layers: 2,
  heads: 4,
  kvHeads: 2,
  headDim: 4,
  hidden: 14,
  context: 64,
  ropeBase: 2000,
  normEps: 1e-5,
  tiedEmbeddings: true,
  qkNorm: false,
  biases: false,
  embeddingScale: 4,
}

let gpu: Gpu
beforeAll(async () => {
  gpu = await testGpu()
})

const settings: UpdateSettings = {
  ...preset('nano').update,
  learningRate: 3e-3,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  weightDecay: 0.01,
  maxNorm: 1,
}

describe('learning', () => {
  const nano = { ...base, vocabulary: 40, width: 32, headDim: 8, hidden: 64, embeddingScale: Math.sqrt(32) }
  const batch = (seed: number): TrainingSequence[] => {
    const random = Random.from(seed)
    return Array.from({ length: 6 }, (_, i) => {
      const tokens = Uint32Array.from({ length: 9 + i }, (_, t) => (t === 0 ? i : random.integer(0, 39)))
      return { tokens, from: 1, weight: 1 / 63, advantage: 1 }
    })
  }

  async function trained(
    steps: number,
    between?: (step: number) => void,
  ): Promise<{ losses: number[]; values: Float32Array; norms: number[] }> {
    const model = await Model.create(gpu, nano)
    model.initialise(1)
    const trainer = await Trainer.create(model, { rows: 32, lossRows: 32, sets: 2 })
    const losses: number[] = []
    const norms: number[] = []
    for (let step = 0; step < steps; step++) {
      const [report, update] = await Promise.all([
        trainer.accumulate(batch(0), { set: step % 2, temperature: 1, clip: null }),
        trainer.step({ ...settings, learningRate: 1e-2 }),
      ])
      losses.push(report.loss)
      norms.push(update.norm)
      between?.(step)
    }
    const values = await model.values()
    trainer.destroy()
    model.destroy()
    return { losses, values, norms }
  }

  it('overfits one batch to nearly nothing', async () => {
    const { losses } = await trained(60)
    expect(losses[0]).toBeGreaterThan(3)
    expect(losses.at(-1)).toBeLessThan(0.02)
  })

  it('makes ten steps of SGD as the reference does from the same gradients', async () => {
    const update: UpdateSettings = { ...settings, learningRate: 0.1, momentum: 0.8, weightDecay: 0.05 }
    const model = await Model.create(gpu, nano)
    model.initialise(1)
    const trainer = await Trainer.create(model, { rows: 32, lossRows: 32, sets: 1, optimizer: 'sgd' })
    const values = await model.values()
    const state = { p: Float64Array.from(values), u: new Float64Array(values.length) }
    const { decayElements } = model.layout
    const losses: number[] = []
    for (let step = 0; step < 10; step++) {
      losses.push((await trainer.accumulate(batch(0), { set: 0, temperature: 1, clip: null })).loss)
      const gradients = await trainer.gradients(0)
      const { norm } = await trainer.step(update)
      sgdReference(state, gradients, Math.min(1, update.maxNorm / norm), { ...update, decayElements })
    }
    expect(
      failures([
        compare(
          'p',
          await model.values(),
          state.p,
          state.p.map((value) => Math.abs(value) + 1),
        ),
      ]),
    ).toEqual([])
    const velocity = (await trainer.state()).tensors['velocity'] ?? new Float32Array()
    expect(
      failures([
        compare(
          'u',
          velocity,
          state.u,
          state.u.map((value) => Math.abs(value) + 1),
        ),
      ]),
    ).toEqual([])
    expect(losses.at(-1)).toBeLessThan(at(losses, 0))
    trainer.destroy()
    model.destroy()
  })

  it('makes the same ten steps twice, bit for bit', async () => {
    const first = await trained(10)
    const second = await trained(10)
    expect(second.losses).toEqual(first.losses)
    expect(second.norms).toEqual(first.norms)
    expect(new Uint8Array(second.values.buffer)).toEqual(new Uint8Array(first.values.buffer))
  })

  it('does not care how sequences fall into micro-batches, nor which set holds them', async () => {
    const model = await Model.create(gpu, nano)
    model.initialise(2)
    const wide = await Trainer.create(model, { rows: 128, lossRows: 128, sets: 1 })
    const narrow = await Trainer.create(model, { rows: 16, lossRows: 14, sets: 2 })
    const sequences = batch(4)
    const whole = await wide.accumulate(sequences, { set: 0, temperature: 1, clip: null })
    const parts = await narrow.accumulate(sequences, { set: 1, temperature: 1, clip: null })
    expect(parts.loss).toBeCloseTo(whole.loss, 5)
    expect(parts.tokens).toBe(whole.tokens)
    expect(parts.entropy).toBeCloseTo(whole.entropy, 5)
    expect(parts.logProbs.map((row) => row.length)).toEqual(sequences.map(({ tokens }) => tokens.length - 1))
    const [a, b, empty] = [await wide.gradients(0), await narrow.gradients(1), await narrow.gradients(0)]
    const scale = Math.sqrt(a.reduce((sum, v) => sum + v * v, 0))
    expect(Math.sqrt(a.reduce((sum, v, i) => sum + (v - at(b, i)) ** 2, 0))).toBeLessThan(1e-5 * scale)
    expect(empty.every((v) => v === 0)).toBe(true)
    // The norm of each set is known before they are added; a step empties them.
    const { norms, norm } = await narrow.step(settings)
    expect(norms[0]).toBe(0)
    expect(norms[1]).toBeCloseTo(scale, 4)
    expect(norm).toBeCloseTo(scale, 4)
    expect((await narrow.gradients(1)).every((v) => v === 0)).toBe(true)
    for (const each of [wide, narrow]) each.destroy()
  })

  describe('with prompts that sequences share', () => {
    /**
     * Completions of 1 to 19 tokens of prompts of 1 to 30, each prompt's apart from each other in the list.
     */
    const grouped = (): TrainingSequence[] => {
      const random = Random.from(6)
      const draw = (length: number): number[] => Array.from({ length }, () => random.integer(0, 39))
      const prompts = [13, 30, 2, 1].map(draw)
      return [1, 7, 19, 4, 1].flatMap((length, i) =>
        prompts.map((prompt, j) => {
          const completion = draw(length + (j % 2))
          return {
            tokens: Uint32Array.from([...prompt, ...completion]),
            from: prompt.length,
            weight: 0.01 * (i + 1),
            advantage: (i + j) % 3 === 0 ? -1 : 0.5,
          }
        }),
      )
    }
    const clip = { low: 0.2, high: 0.2 }
    const norm = (x: Float32Array): number => Math.hypot(...x)

    it('gives the losses and gradients of each sequence alone, bit for bit the same each time', async () => {
      const model = await Model.create(gpu, { ...nano, qkNorm: true, biases: true })
      model.initialise(3)
      const plain = grouped()
      const rows = plain.reduce((sum, { tokens }) => sum + tokens.length - 1, 0)
      const trainer = await Trainer.create(model, { rows, lossRows: rows, sets: 2 })
      const { logProbs } = await trainer.accumulate(plain, { set: 0, temperature: 0.9, clip: null })
      const sequences = plain.map((sequence, i) => ({
        ...sequence,
        oldLogProbs: at(logProbs, i).map((own, t) => own + 0.3 * ((t % 3) - 1)),
      }))
      await trainer.step({ ...settings, learningRate: 0 })

      const before = { ...gpu.counters }
      const together = await trainer.accumulate(sequences, { set: 0, temperature: 0.9, clip })
      expect(gpu.counters.maps - before.maps).toBe(1)
      let [loss, clipped] = [0, 0]
      const alone: Float32Array[] = []
      for (const sequence of sequences) {
        const report = await trainer.accumulate([sequence], { set: 1, temperature: 0.9, clip })
        loss += report.loss
        clipped += report.clippedShare * report.tokens
        alone.push(...report.logProbs)
      }
      expect(Math.abs(together.loss - loss)).toBeLessThan(1e-5 * Math.abs(loss))
      expect(together.clippedShare * together.tokens).toBeCloseTo(clipped, 6)
      expect(clipped).toBeGreaterThan(0)
      together.logProbs.forEach((own, i) =>
        own.forEach((logProb, t) => expect(logProb).toBeCloseTo(at(at(alone, i), t), 4)),
      )
      const [a, b] = [await trainer.gradients(0), await trainer.gradients(1)]
      expect(norm(a)).toBeGreaterThan(0)
      expect(norm(a.map((v, i) => v - at(b, i)))).toBeLessThan(1e-5 * norm(b))

      await trainer.step({ ...settings, learningRate: 0 })
      const again = await trainer.accumulate(sequences, { set: 0, temperature: 0.9, clip })
      expect(again).toEqual(together)
      const repeated = await trainer.gradients(0)
      expect(new Uint8Array(repeated.buffer)).toEqual(new Uint8Array(a.buffer))
      trainer.destroy()
    })

    it('repeats a prompt where its group does not fit a micro-batch', async () => {
      const model = await Model.create(gpu, nano)
      model.initialise(3)
      const sequences = grouped()
      const wide = await Trainer.create(model, { rows: 400, lossRows: 400, sets: 1 })
      const narrow = await Trainer.create(model, { rows: 53, lossRows: 31, sets: 1 })
      const [whole, parts] = [
        await wide.accumulate(sequences, { set: 0, temperature: 1, clip: null }),
        await narrow.accumulate(sequences, { set: 0, temperature: 1, clip: null }),
      ]
      expect(Math.abs(parts.loss - whole.loss)).toBeLessThan(1e-5 * Math.abs(whole.loss))
      const [a, b] = [await wide.gradients(0), await narrow.gradients(0)]
      expect(norm(a.map((v, i) => v - at(b, i)))).toBeLessThan(1e-5 * norm(a))
      for (const each of [wide, narrow]) each.destroy()
    })
  })

  it('submits a micro-batch at once and reads back once a call', async () => {
    const model = await Model.create(gpu, nano)
    model.initialise(2)
    const trainer = await Trainer.create(model, { rows: 32, lossRows: 32, sets: 2 })
    await trainer.accumulate(batch(1), { set: 0, temperature: 1, clip: null })
    const before = { ...gpu.counters }
    await trainer.accumulate(batch(1), { set: 0, temperature: 1, clip: null })
    expect(gpu.counters.maps - before.maps).toBe(1)
    // Three micro-batches of up to 32 rows, and the read-back.
    expect(gpu.counters.submits - before.submits).toBe(4)
    expect(gpu.counters.bytes).toBe(before.bytes)
    expect(gpu.counters.pipelines).toBe(before.pipelines)
    await trainer.step(settings)
    expect(gpu.counters.maps - before.maps).toBe(2)
    trainer.destroy()
  })

  it('refuses what it cannot learn from, and stays usable', async () => {
    const model = await Model.create(gpu, nano)
    model.initialise(2)
    const trainer = await Trainer.create(model, { rows: 32, lossRows: 32, sets: 1 })
    const accumulate = (
      sequences: TrainingSequence[],
      set = 0,
      clip: { low: number; high: number } | null = null,
    ) => trainer.accumulate(sequences, { set, temperature: 1, clip })
    await expect(accumulate(batch(0), 1)).rejects.toThrow('1 gradient sets, not a set 1')
    await expect(
      accumulate([{ tokens: new Uint32Array(40), from: 1, weight: 1, advantage: 1 }]),
    ).rejects.toThrow('40 tokens need 39 rows')
    await expect(accumulate(batch(0), 0, { low: 0.2, high: 0.2 })).rejects.toThrow('old log-probabilities')
    expect(await accumulate([])).toMatchObject({ loss: 0, tokens: 0, entropy: 0, clippedShare: 0 })
    expect((await accumulate(batch(0))).loss).toBeGreaterThan(3)
    trainer.destroy()
  })
})
