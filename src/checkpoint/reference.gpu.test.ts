// Rungs 3 and 4 of the proofs: whole models against PyTorch and transformers, by fixtures that need no Python.
import { beforeAll, describe, expect, it } from 'vitest'
import { testGpu } from '../../shaders/testing/device'
import type { Gpu } from '../gpu'
import { Model } from '../model/model'
import type { TrainingSequence } from '../model/packing'
import { Scorer } from '../model/score'
import { Trainer } from '../model/trainer'
import { namedRanges } from './names'
import { readReference, referenceNames, relativeError, type ReferenceFile } from './reference.testing'

let gpu: Gpu
beforeAll(async () => {
  gpu = await testGpu()
})

const capacity = { rows: 32, lossRows: 32 }

/** The batch with the mean over its predicted tokens as loss. */
function sequencesOf({ reference }: ReferenceFile): TrainingSequence[] {
  const predicted = reference.sequences.reduce((sum, { tokens, from }) => sum + tokens.length - from, 0)
  return reference.sequences.map(({ tokens, from }) => ({ tokens: Uint32Array.from(tokens), from, weight: 1 / predicted, advantage: 1 }))
}

async function modelOf({ architecture, values }: ReferenceFile): Promise<Model> {
  const model = await Model.create(gpu, architecture)
  model.load(values)
  return model
}

/** The worst relative error over all parameters, each of which stays under 1e-3. */
function checkGradients(file: ReferenceFile, gradients: Float32Array, prefix: string): number {
  const errors = namedRanges(file.architecture).map(({ name, offset, elements }) => {
    const error = relativeError(gradients.subarray(offset, offset + elements), file.tensor(prefix + name))
    expect(error, `gradient of ${name}`).toBeLessThan(1e-3)
    return error
  })
  return Math.max(...errors)
}

describe.each(referenceNames)('%s against transformers', (name) => {
  const file = readReference(name)
  const { reference } = file

  it('has the same logits at every position', async () => {
    const model = await modelOf(file)
    const scorer = await Scorer.create(model, capacity)
    const logits: number[] = []
    for (const { tokens } of reference.sequences) logits.push(...(await scorer.logits(Uint32Array.from(tokens))))
    const error = relativeError(logits, file.tensor('logits'))
    console.log(`${name}: logits ${error.toExponential(1)}`)
    expect(error).toBeLessThan(1e-4)
    scorer.destroy()
    model.destroy()
  })

  it('has the same loss and the same gradient of every parameter', async () => {
    const model = await modelOf(file)
    const trainer = await Trainer.create(model, { ...capacity, sets: 1 })
    const { loss } = await trainer.accumulate(sequencesOf(file), { set: 0, temperature: 1, clip: null })
    expect(Math.abs(loss / reference.loss - 1)).toBeLessThan(1e-5)
    const worst = checkGradients(file, await trainer.gradients(0), 'grad.')
    console.log(`${name}: gradients, worst ${worst.toExponential(1)}`)
    trainer.destroy()
    model.destroy()
  })

  it('has the same clipped policy loss and its gradients, with tokens held at both bounds', async () => {
    const { temperature, clip, advantage, old, clipped, loss: expected } = reference.policy
    expect(Math.min(clipped.low, clipped.high)).toBeGreaterThan(0)
    const model = await modelOf(file)
    const trainer = await Trainer.create(model, { ...capacity, sets: 1 })
    const sequences = sequencesOf(file).map((sequence, i) => ({ ...sequence, advantage: advantage[i] ?? NaN, oldLogProbs: Float32Array.from(old[i] ?? []) }))
    const { loss, clippedShare, tokens } = await trainer.accumulate(sequences, { set: 0, temperature, clip })
    expect(Math.abs(loss / expected - 1)).toBeLessThan(1e-5)
    expect(clippedShare * tokens).toBeCloseTo(clipped.low + clipped.high, 6)
    const worst = checkGradients(file, await trainer.gradients(0), 'policy.')
    console.log(`${name}: policy gradients, worst ${worst.toExponential(1)}`)
    trainer.destroy()
    model.destroy()
  })

  it('has the same losses over ten steps of AdamW', async () => {
    const model = await modelOf(file)
    const trainer = await Trainer.create(model, { ...capacity, sets: 1 })
    const losses: number[] = []
    for (let step = 0; step <= 10; step++) {
      losses.push((await trainer.accumulate(sequencesOf(file), { set: 0, temperature: 1, clip: null })).loss)
      if (step < 10) await trainer.step(reference.adam)
    }
    losses.forEach((loss, step) => expect(Math.abs(loss / (reference.steps[step] ?? NaN) - 1), `loss before step ${step + 1}`).toBeLessThan(1e-3))
    expect(losses.at(-1)).toBeLessThan(0.5 * (losses[0] ?? 0))
    trainer.destroy()
    model.destroy()
  })
})
