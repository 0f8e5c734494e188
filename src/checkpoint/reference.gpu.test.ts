// Rungs 3 and 4 of the proofs: whole models against PyTorch and transformers, by fixtures that need no
// Python.
import { beforeAll, describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { quantisedValues } from '../../shaders/quantised/quantised.ref'
import { testGpu } from '../../shaders/testing/testDevice'
import type { BaseStorage } from '../config/adapterSettings'
import { preset } from '../config/config'
import type { Gpu } from '../gpu'
import { Model } from '../model/model'
import type { UpdateSettings } from '../model/optimizerState'
import type { TrainingSequence } from '../model/packing'
import { Scorer } from '../model/scorer'
import { Trainer } from '../model/trainer'
import { layoutOf } from '../model/parameters'
import { quantisedStorages, quantise, type QuantisedStorage } from '../ops'
import { adapterRanges, namedRanges, type NamedRange } from './tensorNames'
import { readReference, referenceNames, type Reference, type ReferenceFile } from './reference.testing'
import { relativeError } from './fixtureModels'

let gpu: Gpu
beforeAll(async () => {
  gpu = await testGpu()
})

const capacity = { rows: 32, lossRows: 32 }

/** The batch with the mean over its predicted tokens as loss. */
function sequencesOf({ reference }: ReferenceFile): TrainingSequence[] {
  const predicted = reference.sequences.reduce((sum, { tokens, from }) => sum + tokens.length - from, 0)
  return reference.sequences.map(({ tokens, from }) => ({
    tokens: Uint32Array.from(tokens),
    from,
    weight: 1 / predicted,
    advantage: 1,
  }))
}

async function modelOf({ architecture, values }: ReferenceFile): Promise<Model> {
  const model = await Model.create(gpu, architecture)
  model.load(values)
  return model
}

/** The worst relative error over the parameters, each of which stays under 1e-3. */
function checkGradients(
  file: ReferenceFile,
  ranges: readonly NamedRange[],
  gradients: Float32Array,
  prefix: string,
): number {
  const errors = ranges.map(({ name, offset, elements }) => {
    const error = relativeError(gradients.subarray(offset, offset + elements), file.tensor(prefix + name))
    expect(error, `gradient of ${name}`).toBeLessThan(1e-3)
    return error
  })
  return Math.max(...errors)
}

/** The model frozen in that storage, with the fixture's adapter beside it. */
async function adaptedModel(file: ReferenceFile, storage: BaseStorage): Promise<Model> {
  const {
    architecture,
    values,
    reference: { lora },
  } = file
  const { rank, alpha, targets } = lora
  const adapter = { rank, alpha, targets }
  const model = await Model.create(gpu, architecture, { storage, adapter })
  model.writeAll(values)
  const own = new Float32Array(model.layout.elements)
  for (const { name, offset } of adapterRanges(architecture, adapter))
    own.set(file.tensor(`lora.${name}`), offset)
  model.load(own)
  return model
}

/** How many of the rows of logits have the same largest entry. */
function sameTop(a: ArrayLike<number>, b: ArrayLike<number>, vocabulary: number): number {
  const top = (x: ArrayLike<number>, row: number): number => {
    let best = 0
    for (let v = 1; v < vocabulary; v++)
      if ((x[row * vocabulary + v] ?? NaN) > (x[row * vocabulary + best] ?? NaN)) best = v
    return best
  }
  const rows = b.length / vocabulary
  return Array.from({ length: rows }, (_, row) => top(a, row) === top(b, row)).filter(Boolean).length / rows
}

const updateOf = ({ adam: { betas, eps, ...rest } }: Reference): UpdateSettings => ({
  ...preset('nano').update,
  ...rest,
  beta1: betas[0],
  beta2: betas[1],
  epsilon: eps,
})

describe.each(referenceNames)('%s against transformers', (name) => {
  const file = readReference(name)
  const { reference } = file

  it('has the same logits at every position', async () => {
    const model = await modelOf(file)
    const scorer = await Scorer.create(model, capacity)
    const logits: number[] = []
    for (const { tokens } of reference.sequences)
      logits.push(...(await scorer.logits(Uint32Array.from(tokens))))
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
    const worst = checkGradients(file, namedRanges(file.architecture), await trainer.gradients(0), 'grad.')
    console.log(`${name}: gradients, worst ${worst.toExponential(1)}`)
    trainer.destroy()
    model.destroy()
  })

  it('has the same clipped policy loss and its gradients, with tokens held at both bounds', async () => {
    const { temperature, clip, advantage, old, clipped, loss: expected } = reference.policy
    expect(Math.min(clipped.low, clipped.high)).toBeGreaterThan(0)
    const model = await modelOf(file)
    const trainer = await Trainer.create(model, { ...capacity, sets: 1 })
    const sequences = sequencesOf(file).map((sequence, i) => ({
      ...sequence,
      advantage: at(advantage, i),
      oldLogProbs: Float32Array.from(at(old, i)),
    }))
    const { loss, clippedShare, tokens } = await trainer.accumulate(sequences, { set: 0, temperature, clip })
    expect(Math.abs(loss / expected - 1)).toBeLessThan(1e-5)
    expect(clippedShare * tokens).toBeCloseTo(clipped.low + clipped.high, 6)
    const worst = checkGradients(file, namedRanges(file.architecture), await trainer.gradients(0), 'policy.')
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
      if (step < 10) await trainer.step(updateOf(reference))
    }
    losses.forEach((loss, step) =>
      expect(Math.abs(loss / at(reference.steps, step) - 1), `loss before step ${step + 1}`).toBeLessThan(
        1e-3,
      ),
    )
    expect(losses.at(-1)).toBeLessThan(0.5 * at(losses, 0))
    trainer.destroy()
    model.destroy()
  })
})

describe.each(referenceNames)('an adapter on %s against peft', (name) => {
  const file = readReference(name)
  const { lora } = file.reference

  it('has the same logits, loss, gradients and losses over ten steps', async () => {
    const model = await adaptedModel(file, 'f32')
    const scorer = await Scorer.create(model, capacity)
    const logits: number[] = []
    for (const { tokens } of file.reference.sequences)
      logits.push(...(await scorer.logits(Uint32Array.from(tokens))))
    const error = relativeError(logits, file.tensor('loraLogits'))
    expect(error).toBeLessThan(1e-4)
    const trainer = await Trainer.create(model, { ...capacity, sets: 1 })
    const losses = [
      (await trainer.accumulate(sequencesOf(file), { set: 0, temperature: 1, clip: null })).loss,
    ]
    const { rank, alpha, targets } = lora
    const worst = checkGradients(
      file,
      adapterRanges(file.architecture, { rank, alpha, targets }),
      await trainer.gradients(0),
      'loraGrad.',
    )
    for (let step = 0; step < 10; step++) {
      await trainer.step(updateOf(file.reference))
      losses.push((await trainer.accumulate(sequencesOf(file), { set: 0, temperature: 1, clip: null })).loss)
    }
    losses.forEach((loss, step) =>
      expect(Math.abs(loss / at(lora.steps, step) - 1), `loss after step ${step}`).toBeLessThan(1e-3),
    )
    console.log(
      `${name} with an adapter: logits ${error.toExponential(1)}, gradients, worst ${worst.toExponential(1)}`,
    )
    trainer.destroy()
    scorer.destroy()
    model.destroy()
  })
})

describe('a base in few bits', () => {
  const file = readReference('qwen3')
  const { rank, alpha, targets } = file.reference.lora
  const layout = layoutOf(file.architecture)

  /** Logits at every position, and the gradient of the adapter. */
  async function passes(model: Model): Promise<{ logits: number[]; gradients: Float32Array }> {
    const scorer = await Scorer.create(model, capacity)
    const trainer = await Trainer.create(model, { ...capacity, sets: 1 })
    const logits: number[] = []
    for (const { tokens } of file.reference.sequences)
      logits.push(...(await scorer.logits(Uint32Array.from(tokens))))
    await trainer.accumulate(sequencesOf(file), { set: 0, temperature: 1, clip: null })
    const gradients = await trainer.gradients(0)
    for (const each of [trainer, scorer, model]) each.destroy()
    return { logits, gradients }
  }

  /** The fixture's weights as that storage keeps them, in full. */
  function rounded(storage: QuantisedStorage): Float32Array<ArrayBuffer> {
    const values = file.values.slice()
    for (const { shape, offset, elements } of layout.places) {
      const [rows = 0, columns] = shape
      if (columns === undefined) continue
      const { numbers, scales } = quantise(storage, values.subarray(offset, offset + elements), columns)
      values.set(quantisedValues(storage, Uint32Array.of(...numbers, ...scales), rows, columns), offset)
    }
    return values
  }

  it.each(quantisedStorages)('%s gives what its numbers in full give', async (storage) => {
    const few = await passes(await adaptedModel(file, storage))
    const full = await passes(await adaptedModel({ ...file, values: rounded(storage) }, 'f32'))
    expect(relativeError(few.logits, full.logits)).toBeLessThan(1e-4)
    expect(relativeError(few.gradients, full.gradients)).toBeLessThan(1e-3)
    const whole = new Float32Array(few.gradients.length)
    for (const { name, offset } of adapterRanges(file.architecture, { rank, alpha, targets }))
      whole.set(file.tensor(`loraGrad.${name}`), offset)
    const expected = file.tensor('loraLogits')
    const cost = relativeError(few.logits, expected)
    console.log(
      `${storage}: logits ${cost.toExponential(1)}, same top token at ${(100 * sameTop(few.logits, expected, file.architecture.vocabulary)).toFixed(0)} %, adapter's gradient ${relativeError(few.gradients, whole).toExponential(1)}`,
    )
    // Fewer bits that cost nothing would mean that the weights were not kept in them.
    expect(cost).toBeGreaterThan({ f16: 1e-5, q8: 1e-3, q4: 1e-2 }[storage])
  })
})
