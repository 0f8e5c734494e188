// Training beside a frozen base: what is kept where, and that computing layers again or logits in parts
// changes no bit.
import { beforeAll, describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { testGpu } from '../../shaders/testing/testDevice'
import { Random } from '../base/random'
import { adapterTargets, type BaseStorage, type FrozenSettings } from '../config/adapterSettings'
import type { Architecture } from '../config/architecture'
import { preset } from '../config/config'
import type { Gpu } from '../gpu'
import { quantisedBytes } from '../ops'
import { initialValues } from './initialise'
import { estimateMemory } from './memory'
import { Model } from './model'
import type { TrainingSequence } from './packing'
import { layoutOf } from './parameters'
import { Sampler } from './sampler'
import { Scorer } from './scorer'
import { Trainer, type TrainerSettings } from './trainer'

const architecture: Architecture = {
  vocabulary: 157,
  width: 36,
  layers: 3,
  heads: 3,
  kvHeads: 1,
  headDim: 8,
  hidden: 52,
  context: 256,
  ropeBase: 2000,
  normEps: 1e-6,
  tiedEmbeddings: true,
  qkNorm: true,
  biases: true,
  embeddingScale: 1,
}
const adapter = { rank: 3, alpha: 6, targets: adapterTargets }
const update = {
  ...preset('nano').update,
  ...{ learningRate: 1e-2, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.01, maxNorm: 1 },
}
const capacity = { rows: 192, lossRows: 150, sets: 2 }

let gpu: Gpu
beforeAll(async () => {
  gpu = await testGpu()
})

async function modelIn(storage: BaseStorage): Promise<Model> {
  const model = await Model.create(gpu, architecture, { storage, adapter })
  model.writeAll(initialValues(layoutOf(architecture), 4))
  // Away from the start, where B is zero and A has no gradient.
  const random = Random.from(5)
  model.load(Float32Array.from({ length: model.layout.elements }, () => 0.2 * random.normal()))
  return model
}

function batch(seed: number): TrainingSequence[] {
  const random = Random.from(seed)
  const draw = (length: number): number[] =>
    Array.from({ length }, () => random.integer(0, architecture.vocabulary - 1))
  const prompt = draw(20)
  return [3, 30, 45, 70].map((length, i) => ({
    tokens: Uint32Array.from([...prompt, ...draw(length)]),
    from: prompt.length,
    weight: 0.01,
    advantage: i - 1.5,
  }))
}

async function learned(model: Model, settings: TrainerSettings, steps = 3): Promise<Uint8Array[]> {
  const trainer = await Trainer.create(model, settings)
  const bits: Uint8Array[] = []
  for (let step = 0; step < steps; step++) {
    const { loss, logProbs } = await trainer.accumulate(batch(step), {
      set: step % 2,
      temperature: 0.9,
      clip: null,
    })
    bits.push(
      new Uint8Array(Float64Array.of(loss).buffer),
      ...logProbs.map((each) => new Uint8Array(each.buffer)),
      new Uint8Array((await trainer.gradients(step % 2)).buffer),
    )
    await trainer.step(update)
  }
  bits.push(new Uint8Array((await model.values()).buffer))
  trainer.destroy()
  return bits
}

describe('an adapter over a frozen base', () => {
  it('changes nothing before it has learned', async () => {
    const plain = await Model.create(gpu, architecture)
    plain.initialise(4)
    const model = await modelIn('f32')
    model.initialise(9)
    const tokens = Uint32Array.of(3, 1, 4, 1, 5, 9, 2, 6)
    const logits: Float32Array[] = []
    for (const each of [plain, model]) {
      const scorer = await Scorer.create(each, { rows: 16, lossRows: 16 })
      logits.push(await scorer.logits(tokens))
      scorer.destroy()
      each.destroy()
    }
    expect(logits[1]).toEqual(logits[0])
  })

  it('learns one batch, and leaves the base as it is', async () => {
    const model = await modelIn('q8')
    model.initialise(9)
    const trainer = await Trainer.create(model, capacity)
    const sequences = batch(0)
      .slice(0, 2)
      .map((each) => ({ ...each, weight: 1 / 33, advantage: 1 }))
    const words = async (): Promise<Uint8Array> => {
      const weight = model.matrix('layers.1.qkv')
      if (!('chunks' in weight)) throw new Error('the base is not packed')
      const [bytes] = await gpu.read(weight.chunks.map((chunk) => chunk.words))
      return new Uint8Array(bytes ?? new ArrayBuffer(0))
    }
    const before = await words()
    const losses: number[] = []
    for (let step = 0; step < 16; step++) {
      losses.push((await trainer.accumulate(sequences, { set: 0, temperature: 1, clip: null })).loss)
      await trainer.step({ ...update, learningRate: 5e-2 })
    }
    expect(losses[0]).toBeGreaterThan(4)
    expect(losses.at(-1)).toBeLessThan(0.5 * at(losses, 0))
    expect(await words()).toEqual(before)
    trainer.destroy()
    model.destroy()
  })

  it('gives the same bits whether layers are kept or computed again, and logits stand whole or in parts', async () => {
    const variants = [{}, { recompute: true }, { recompute: true, logitRows: 64 }]
    const all: Uint8Array[][] = []
    for (const variant of variants) {
      const model = await modelIn('q4')
      all.push(await learned(model, { ...capacity, ...variant }, 2))
      model.destroy()
    }
    expect(all[0]?.length).toBe(13)
    expect(all[1]).toEqual(all[0])
    expect(all[2]).toEqual(all[0])
  })

  it('samples what scoring finds as likely, through the cache', async () => {
    const model = await modelIn('q4')
    const sampler = await Sampler.create(model, { slots: 4, promptRows: 64, maxNew: 24 })
    const prompt = Uint32Array.of(5, 7, 11, 13, 17)
    const generated = await sampler.generate([{ prompt, count: 3, stream: 1 }], {
      maxNewTokens: 24,
      temperature: 1,
      seed: 3,
      stop: [],
    })
    const generations = at(generated, 0)
    const scorer = await Scorer.create(model, { rows: 96, lossRows: 96 })
    const scores = await scorer.score(generations.map(({ tokens }) => Uint32Array.of(...prompt, ...tokens)))
    generations.forEach(({ logProbs }, i) => {
      expect(logProbs.length).toBe(24)
      logProbs.forEach((own, t) =>
        expect(Math.abs(own - at(at(scores, i), prompt.length - 1 + t))).toBeLessThan(1e-3),
      )
    })
    for (const each of [scorer, sampler, model]) each.destroy()
  })

  it('takes the bytes that are planned, and the base those of its bits', async () => {
    const perRow = { f32: 4 * 36, f16: 128, q8: 64 + 4, q4: 32 + 8 }
    for (const storage of ['f32', 'f16', 'q8', 'q4'] as const) {
      const frozen: FrozenSettings = { storage, adapter }
      const before = gpu.counters.bytes
      const model = await modelIn(storage)
      const loaded = gpu.counters.bytes - before
      expect(loaded).toBe(estimateMemory(architecture, { frozen }).total)
      if (storage !== 'f32') expect(quantisedBytes(storage, [157, 36])).toBe(157 * perRow[storage])
      const settings = { ...capacity, recompute: true, logitRows: 64 }
      const trainer = await Trainer.create(model, settings)
      const all = gpu.counters.bytes - before
      expect(
        Math.abs(all / estimateMemory(architecture, { frozen, trainer: settings }).total - 1),
      ).toBeLessThan(0.1)
      trainer.destroy()
      model.destroy()
    }
  })

  it('keeps of a layer its input alone where it is computed again', () => {
    const frozen: FrozenSettings = { storage: 'q4', adapter }
    const of = (layers: number, recompute: boolean): number =>
      estimateMemory({ ...architecture, layers }, { frozen, trainer: { ...capacity, recompute } }).activations
    const input = Math.ceil((4 * 192 * 36) / 256) * 256
    expect(of(9, true) - of(3, true)).toBe(6 * input)
    expect(of(9, false) - of(3, false)).toBeGreaterThan(6 * 10 * input)
  })

  it('refuses to train what is all frozen, and adapters that cannot be', async () => {
    const still = await Model.create(gpu, architecture, { storage: 'q8', adapter: null })
    await expect(Trainer.create(still, capacity)).rejects.toThrow(
      'frozen and has no adapter: there is nothing to train',
    )
    await expect(Trainer.create(await modelIn('q8'), { ...capacity, logitRows: 50 })).rejects.toThrow(
      'logits of 50 rows at once: it has to be a multiple of 64',
    )
    const made = (change: Partial<typeof adapter>) =>
      expect(Model.create(gpu, architecture, { storage: 'q8', adapter: { ...adapter, ...change } })).rejects
    await made({ rank: 0 }).toThrow("The adapter's rank is 0")
    await made({ alpha: NaN }).toThrow("The adapter's alpha is NaN")
    await made({ targets: [] as unknown as typeof adapterTargets }).toThrow('no target')
  })
})
