// Times of every kernel of this revision's own training step, roll-out and decoding, for `--against`. The
// file also runs inside an older revision: it uses what has been there since there were benchmarks, and its
// models stand here in full, so that both time the same work.
import { preset } from '../../src/config/config'
import type { Architecture } from '../../src/config/architecture'
import { dawn } from '../../src/cli/dawn'
import { Gpu, type Dispatch } from '../../src/gpu'
import { Model } from '../../src/model/model'
import { Sampler } from '../../src/model/sampler'
import { Trainer } from '../../src/model/trainer'
import { kernelRates, listening } from '../../src/ops'

export type Times = Readonly<Record<string, number>>

/** The lab's smallest sizes, as they were when the first of them was measured. */
const shared = { normEps: 1e-6, tiedEmbeddings: true, qkNorm: false, biases: false } as const
const models: Readonly<Record<string, Architecture>> = {
  nano: {
    ...shared,
    ...{ vocabulary: 512, width: 64, layers: 4, heads: 2, kvHeads: 2, headDim: 32, hidden: 172 },
    ...{ context: 512, ropeBase: 2000, embeddingScale: 8 },
  },
  tiny: {
    ...shared,
    ...{ vocabulary: 512, width: 128, layers: 4, heads: 4, kvHeads: 4, headDim: 32, hidden: 344 },
    ...{ context: 512, ropeBase: 2000, embeddingScale: Math.sqrt(128) },
  },
}
export const modelNames = Object.keys(models)

const tokens = (count: number, from: number): Uint32Array =>
  Uint32Array.from({ length: count }, (_, t) => (7 * t + 13 * from) % 512)

async function trainingStep(own: Gpu, architecture: Architecture): Promise<readonly Dispatch[]> {
  const { gpu, heard } = listening(own)
  const [sequences, length] = [8, 128]
  const rows = sequences * length
  const model = await Model.create(gpu, architecture)
  model.initialise(1)
  const trainer = await Trainer.create(model, { rows, lossRows: rows, sets: 1 })
  heard.length = 0
  const batch = Array.from({ length: sequences }, (_, i) => ({
    tokens: tokens(length + 1, i),
    from: 1,
    weight: 1 / rows,
    advantage: 1,
  }))
  await trainer.accumulate(batch, { set: 0, temperature: 1, clip: null })
  // Older revisions have the decay of both moments as a pair.
  const update = { ...preset('default').update, learningRate: 1e-6, betas: [0.9, 0.99] }
  await trainer.step(update)
  return [...heard]
}

/** A prompt, and of what follows one token of `count` samples. */
async function sampled(own: Gpu, architecture: Architecture, count: number): Promise<readonly Dispatch[]> {
  const { gpu, heard } = listening(own)
  const model = await Model.create(gpu, architecture)
  model.initialise(1)
  const sampler = await Sampler.create(model, { slots: count, promptRows: 256, maxNew: 8 })
  heard.length = 0
  const requests = [{ prompt: tokens(64, 1), count, stream: 1 }]
  await sampler.generate(requests, { temperature: 1, seed: 1, stop: [], maxNewTokens: 2 })
  return [...heard]
}

/** One look at each kernel, in milliseconds, by `model, work: kernel`. */
export async function openKernelTimes(names: readonly string[]): Promise<() => Promise<Times>> {
  const opened = await Gpu.open(dawn())
  if (!opened.ok) throw new Error(opened.error.message)
  const gpu = opened.value
  const works: (readonly [string, readonly Dispatch[]])[] = []
  for (const name of names) {
    const architecture = models[name]
    if (architecture === undefined) throw new Error(`There is no model "${name}".`)
    works.push([`${name}, training step`, await trainingStep(gpu, architecture)])
    works.push([`${name}, roll-out of 32`, await sampled(gpu, architecture, 32)])
    works.push([`${name}, decoding`, await sampled(gpu, architecture, 1)])
  }
  return async () => {
    const times: Record<string, number> = {}
    for (const [work, dispatches] of works) {
      const rates = await kernelRates(gpu, dispatches)
      for (const { label, ms } of rates) times[`${work}: ${label}`] = ms
      times[work] = rates.reduce((sum, { ms }) => sum + ms, 0)
    }
    return times
  }
}
