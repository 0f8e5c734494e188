// Rung 3 of the proofs: each parameter's gradient of a whole small model against central differences of its
// f64 definition.
import { beforeAll, describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { modelLoss, type LossSequence, type Values } from '../../shaders/model/model.ref'
import { testGpu } from '../../shaders/testing/testDevice'
import { Random } from '../base/random'
import { allowedIn, AutomatonBuilder, oneOf, statesAlong } from '../base/tokenAutomaton'
import { architectureOf, type Architecture } from '../config/architecture'
import { preset } from '../config/config'
import type { Gpu } from '../gpu'
import { fixedChoice, useKernels } from '../ops'
import { Model } from './model'
import type { TrainingSequence } from './packing'
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

/**
 * Sequences of different lengths, prompts and advantages, weights by token on one; the last two share their
 * prompt.
 */
function someSequences(vocabulary: number, seed: number): TrainingSequence[] {
  const random = Random.from(seed)
  const tokens = (length: number): Uint32Array =>
    Uint32Array.from({ length }, () => random.integer(0, vocabulary - 1))
  const prompted = tokens(6)
  return [
    { tokens: tokens(4), from: 1, weight: 0.25, advantage: 1 },
    { tokens: tokens(2), from: 1, weight: 0.5, advantage: -0.75 },
    { tokens: prompted, from: 3, weight: Float32Array.of(0.2, 0.7, 0.1), advantage: 0.5 },
    { tokens: Uint32Array.of(...prompted.subarray(0, 3), ...tokens(2)), from: 3, weight: 0.3, advantage: -1 },
  ]
}

function asReference(sequences: readonly TrainingSequence[]): LossSequence[] {
  return sequences.map(({ tokens, from, weight, advantage, oldLogProbs, automaton }) => ({
    tokens,
    from,
    weight: typeof weight === 'number' ? weight : Array.from(weight),
    advantage,
    ...(oldLogProbs === undefined ? {} : { oldLogProbs }),
    ...(automaton === undefined
      ? {}
      : {
          allowed: statesAlong(automaton, tokens.subarray(from)).map((state) => allowedIn(automaton, state)),
        }),
  }))
}

/** Values away from their starting points, so that no gain is 1 and no bias 0. */
async function shaken(architecture: Architecture, seed: number): Promise<{ model: Model; values: Values }> {
  const model = await Model.create(gpu, architecture)
  model.initialise(seed)
  const arena = await model.values()
  const random = Random.from(seed, 99)
  const values: Values = {}
  for (const { name, offset, elements, role } of model.layout.places) {
    for (let i = offset; i < offset + elements; i++) {
      const wobble = role === 'gain' || role === 'bias' ? 0.3 * random.normal() : 0
      arena[i] = at(arena, i) + wobble
    }
    values[name] = Float64Array.from(arena.subarray(offset, offset + elements))
  }
  model.load(arena)
  return { model, values }
}

describe('the gradient of every parameter', () => {
  const cases: [string, Partial<Architecture>, { low: number; high: number } | null, 'apart' | 'fused'][] = [
    ['a tied model, weighted likelihood', {}, null, 'apart'],
    [
      'an untied model with QK norm and biases, clipped ratios',
      { tiedEmbeddings: false, qkNorm: true, biases: true, embeddingScale: 1, vocabulary: 19, width: 10 },
      { low: 0.2, high: 0.3 },
      'apart',
    ],
    [
      'a tied model with QK norm and biases, in fused steps',
      { hidden: 8, vocabulary: 12, layers: 1, qkNorm: true, biases: true },
      null,
      'fused',
    ],
  ]
  for (const [name, change, clip, steps] of cases) {
    it(`of ${name} agrees with central differences of the f64 definition`, async () => {
      const architecture = { ...base, ...change }
      const { model, values } = await shaken(architecture, 7)
      useKernels(gpu, { ...fixedChoice(gpu), steps })
      const trainer = await Trainer.create(model, { rows: 16, lossRows: 12, sets: 2 })
      useKernels(gpu, fixedChoice(gpu))
      const temperature = 0.8
      const sequences = someSequences(architecture.vocabulary, 3)
      if (clip !== null) {
        // Ratios on both sides of the bounds, none so near one that f32 could fall on the other side.
        const { logProbs } = await trainer.accumulate(sequences, { set: 1, temperature, clip: null })
        const shift = [0.05, -0.1, 0.6, -0.7, 0.15]
        logProbs.forEach((own, s) => {
          sequences[s] = {
            ...(sequences[s] as TrainingSequence),
            oldLogProbs: own.map((v, i) => v + at(shift, (i + s) % shift.length)),
          }
        })
      }
      const reference = asReference(sequences)
      const loss = (): number => modelLoss(architecture, values, reference, temperature, clip)
      const report = await trainer.accumulate(sequences, { set: 0, temperature, clip })
      expect(Math.abs(report.loss - loss())).toBeLessThan(1e-4 * Math.abs(loss()))
      expect(report.tokens).toBe(9)
      if (clip !== null) expect(report.clippedShare).toBeGreaterThan(0)

      const gradients = await trainer.gradients(0)
      for (const { name: parameter, offset, elements } of model.layout.places) {
        const at = values[parameter] as Float64Array
        let [difference, size] = [0, 0]
        for (let i = 0; i < elements; i++) {
          const kept = at[i] as number
          const h = 1e-4
          at[i] = kept + h
          const above = loss()
          at[i] = kept - h
          const below = loss()
          at[i] = kept
          const expected = (above - below) / (2 * h)
          difference += ((gradients[offset + i] as number) - expected) ** 2
          size += expected ** 2
        }
        expect(size, `${parameter} has no gradient to compare`).toBeGreaterThan(0)
        expect(Math.sqrt(difference / size), `relative error of ${parameter}`).toBeLessThan(1e-3)
      }
      trainer.destroy()
    })
  }
})

describe('the gradient of nano itself', () => {
  it('has the slope of the f64 definition along itself and along a random direction, for every parameter', async () => {
    const architecture = architectureOf('nano', 61)
    const { model, values } = await shaken(architecture, 21)
    const trainer = await Trainer.create(model, { rows: 16, lossRows: 12, sets: 1 })
    const sequences = someSequences(architecture.vocabulary, 5)
    await trainer.accumulate(sequences, { set: 0, temperature: 1, clip: null })
    const gradients = await trainer.gradients(0)
    const reference = asReference(sequences)
    const random = Random.from(8)
    const h = 1e-3

    /** d loss / d s at values[parameter] + s * direction. */
    const slope = (parameter: string, direction: Float64Array): number => {
      const kept = values[parameter] as Float64Array
      const moved = (s: number): number => {
        values[parameter] = kept.map((v, i) => v + s * at(direction, i))
        return modelLoss(architecture, values, reference, 1, null)
      }
      const difference = moved(h) - moved(-h)
      values[parameter] = kept
      return difference / (2 * h)
    }
    const unit = (x: Float64Array): Float64Array => {
      const norm = Math.hypot(...x)
      return x.map((v) => v / norm)
    }
    for (const { name, offset, elements } of model.layout.places) {
      const gradient = Float64Array.from(gradients.subarray(offset, offset + elements))
      const norm = Math.hypot(...gradient)
      expect(Math.abs(slope(name, unit(gradient)) / norm - 1), `${name} along its gradient`).toBeLessThan(
        1e-3,
      )
      const direction = unit(Float64Array.from({ length: elements }, () => random.normal()))
      const expected = gradient.reduce((sum, g, i) => sum + g * at(direction, i), 0)
      // A random direction meets norm / sqrt(n) of the gradient: the error is held to a hundredth of that.
      expect(Math.abs(slope(name, direction) - expected), `${name} along a random direction`).toBeLessThan(
        (1e-2 * norm) / Math.sqrt(elements),
      )
    }
    trainer.destroy()
  })
})

/** Two constrained completions, one whose last token is free, and one that is free altogether. */
function constrainedSequences(vocabulary: number): TrainingSequence[] {
  const END = vocabulary - 1
  const options = oneOf([[3, 4], [3, 7, 2], [9]], END)
  const opening = new AutomatonBuilder()
  opening.path(0, [5, 8], opening.state())
  opening.path(0, [6, 8], 1)
  const begun = opening.build()
  const share = { from: 3, weight: 0.4 }
  return [
    { ...share, tokens: Uint32Array.of(1, 2, 3, 3, 7, 2, END), advantage: 1, automaton: options },
    { ...share, tokens: Uint32Array.of(1, 2, 3, 9, END), advantage: -0.5, automaton: options },
    { ...share, tokens: Uint32Array.of(4, 4, 4, 6, 8, 17), advantage: 0.7, automaton: begun },
    { ...share, tokens: Uint32Array.of(4, 4, 4, 6, 8, 17), advantage: 0.9 },
  ]
}

describe('the gradient of sequences that were held to automata', () => {
  it.each([null, { low: 0.2, high: 0.3 }])(
    'has the slope of the f64 definition over the allowed tokens, clip %j',
    async (clip) => {
      const { model, values } = await shaken(base, 9)
      // Logits of a few rows at a time, so that states are looked up in every part of them.
      const trainer = await Trainer.create(model, { rows: 192, lossRows: 128, logitRows: 64, sets: 1 })
      const temperature = 0.8
      const some = constrainedSequences(base.vocabulary)
      const all = clip === null ? [...some] : Array.from({ length: 8 }, () => some).flat()
      if (clip !== null) {
        const { logProbs } = await trainer.accumulate(all, { set: 0, temperature, clip: null })
        logProbs.forEach((own, s) => {
          const oldLogProbs = own.map((v, i) => v + at([0.05, -0.1, 0.6, -0.7], (i + s) % 4))
          all[s] = { ...at(all, s), oldLogProbs }
        })
        await trainer.step({ ...preset('nano').update, learningRate: 0 })
      }
      const reference = asReference(all)
      const loss = (): number => modelLoss(base, values, reference, temperature, clip)
      const report = await trainer.accumulate(all, { set: 0, temperature, clip })
      expect(Math.abs(report.loss - loss())).toBeLessThan(1e-4 * (1 + Math.abs(loss())))
      const gradients = await trainer.gradients(0)
      for (const { name, offset, elements } of model.layout.places) {
        const gradient = Float64Array.from(gradients.subarray(offset, offset + elements))
        const norm = Math.hypot(...gradient)
        const kept = values[name] as Float64Array
        const moved = (s: number): number => {
          values[name] = kept.map((v, i) => v + (s * at(gradient, i)) / norm)
          return loss()
        }
        const h = 1e-4
        const slope = (moved(h) - moved(-h)) / (2 * h)
        values[name] = kept
        expect(Math.abs(slope / norm - 1), `${name} along its gradient`).toBeLessThan(1e-3)
      }
      trainer.destroy()
    },
  )

  it('is that of a step without automata, to the last bit, where they allow everything', async () => {
    const { model } = await shaken(base, 9)
    const trainer = await Trainer.create(model, { rows: 64, lossRows: 64, sets: 1 })
    const free = new AutomatonBuilder().build()
    const sequences = someSequences(base.vocabulary, 3)
    const gradientsOf = async (some: readonly TrainingSequence[]): Promise<number[]> => {
      await trainer.accumulate(some, { set: 0, temperature: 1, clip: null })
      const gradients = [...(await trainer.gradients(0))]
      await trainer.step({ ...preset('nano').update, learningRate: 0 })
      return gradients
    }
    const plain = await gradientsOf(sequences)
    expect(await gradientsOf(sequences.map((each) => ({ ...each, automaton: free })))).toEqual(plain)
    expect(await gradientsOf(sequences)).toEqual(plain)
    trainer.destroy()
  })
})
