import { describe, expect, it } from 'vitest'
import { testGpu } from '../../shaders/testing/testDevice'
import { Random, type RandomState } from '../base/random'
import { architectureOf } from '../config/architecture'
import { preset } from '../config/config'
import { optimizerNames } from '../config/schema'
import { Model } from '../model/model'
import { Sampler } from '../model/sampler'
import { Trainer } from '../model/trainer'
import { readCheckpoint, writeCheckpoint } from './checkpoint'

const architecture = {
  ...architectureOf('nano', 40),
  width: 32,
  layers: 2,
  headDim: 8,
  hidden: 48,
  qkNorm: true,
  biases: true,
}
const settings = {
  ...preset('nano').update,
  ...{ learningRate: 3e-3, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1, maxNorm: 1 },
}

interface Run {
  readonly model: Model
  readonly trainer: Trainer
  readonly random: Random
  readonly losses: number[]
}

/** Steps on batches that the run's own generator draws. */
async function steps({ trainer, random, losses }: Run, count: number): Promise<void> {
  for (let step = 0; step < count; step++) {
    const sequences = Array.from({ length: 4 }, () => ({
      tokens: Uint32Array.from({ length: random.integer(3, 12) }, () => random.integer(0, 39)),
      from: 1,
      weight: 0.03,
      advantage: random.normal(),
    }))
    const { loss } = await trainer.accumulate(sequences, { set: step % 2, temperature: 1, clip: null })
    const { norms } = await trainer.step(settings)
    losses.push(loss, ...norms)
  }
}

describe.each(optimizerNames)('save, load and go on, with %s', (name) => {
  it('equals never having stopped, bit for bit', async () => {
    const gpu = await testGpu()
    const start = async (): Promise<Run> => {
      const model = await Model.create(gpu, architecture)
      return {
        model,
        trainer: await Trainer.create(model, { rows: 24, lossRows: 24, sets: 2, optimizer: name }),
        random: Random.from(5),
        losses: [],
      }
    }
    const whole = await start()
    whole.model.initialise(9)
    await steps(whole, 4)
    const bytes = writeCheckpoint({
      architecture,
      values: await whole.model.values(),
      optimizer: await whole.trainer.state(),
      position: { step: 4, random: whole.random.state },
    })
    await steps(whole, 4)

    const read = readCheckpoint(bytes)
    if (!read.ok) throw new Error(read.error.message)
    const { values, optimizer, position } = read.value
    if (optimizer === null) throw new Error('the checkpoint has no optimizer')
    const model = await Model.create(gpu, read.value.architecture)
    const resumed: Run = {
      model,
      trainer: await Trainer.create(model, { rows: 24, lossRows: 24, sets: 2, optimizer: name }),
      random: Random.restore((position as unknown as { random: RandomState }).random),
      losses: [],
    }
    model.load(values ?? new Float32Array())
    resumed.trainer.load(optimizer)
    await steps(resumed, 4)

    expect(resumed.losses).toEqual(whole.losses.slice(-resumed.losses.length))
    const [a, b] = [await whole.model.values(), await resumed.model.values()]
    expect(new Uint8Array(b.buffer)).toEqual(new Uint8Array(a.buffer))
    expect(await resumed.trainer.state()).toEqual(await whole.trainer.state())

    // What it says is the same too.
    const text = async (which: Model): Promise<string[]> => {
      const sampler = await Sampler.create(which, { slots: 4, promptRows: 16, maxNew: 20 })
      const [generations = []] = await sampler.generate(
        [{ prompt: Uint32Array.of(1, 2, 3), count: 4, stream: 1 }],
        { maxNewTokens: 20, temperature: 1, seed: 3, stop: [0] },
      )
      sampler.destroy()
      return generations.map(({ tokens, logProbs }) => `${tokens.join()} ${logProbs.join()}`)
    }
    expect(await text(resumed.model)).toEqual(await text(whole.model))
  })
})

describe('loading', () => {
  it('refuses the state of another model', async () => {
    const gpu = await testGpu()
    const model = await Model.create(gpu, architecture)
    const trainer = await Trainer.create(model, { rows: 24, lossRows: 24, sets: 1 })
    expect(() =>
      trainer.load({
        optimizer: 'adamw',
        step: 1,
        tensors: { m: new Float32Array(3), v: new Float32Array(3) },
      }),
    ).toThrow('3 and 3 elements')
    expect(() => trainer.load({ optimizer: 'sgd', step: 1, tensors: {} })).toThrow('is that of sgd')
    expect(() => model.load(new Float32Array(3))).toThrow('not 3')
    await expect(Model.create(gpu, { ...architecture, kvHeads: 3 })).rejects.toThrow('divide')
  })
})
