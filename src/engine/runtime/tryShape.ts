// A model of some shape with random weights in four bits: loaded, run forward over a few tokens and given one
// step of LoRA, with the memory that it took beside the memory that was planned. For shapes too large to be
// tested otherwise.

import { hashText, Random } from '../../base/random'
import type { AdapterSettings } from '../../config/adapterSettings'
import { adapterTargets } from '../../config/adapterSettings'
import type { Architecture } from '../../config/architecture'
import { preset } from '../../config/config'
import { floatToHalf } from '../../base/half'
import type { Gpu } from '../../gpu'
import { isMatrix } from '../../model/frozenBase'
import { estimateMemory } from '../../model/memory'
import { Model } from '../../model/model'
import { layoutOf } from '../../model/parameters'
import { Scorer } from '../../model/scorer'
import { Trainer } from '../../model/trainer'

export interface ShapeTrial {
  /** Bytes on the device. */
  readonly planned: number
  readonly taken: number
  /** Mean over the tokens, before and after the step. */
  readonly before: number
  readonly after: number
  /** Of the adapter's gradient. */
  readonly norm: number
  readonly seconds: { readonly load: number; readonly learn: number; readonly score: number }
}

const ROWS = 64
const TOKENS = 8
/** Words of random numbers that are drawn once and used for every matrix. */
const WORDS = 1 << 20
/** Rows that are written at once. */
const PIECE = 1024

/** Weights with deviation 1/sqrt(K), spread evenly: d q + m with q in 0 .. 15. */
function scaleWord(columns: number): number {
  const d = columns ** -0.5 / 4.61
  return floatToHalf(d) | (floatToHalf(-7.5 * d) << 16)
}

async function fill(gpu: Gpu, model: Model, architecture: Architecture): Promise<void> {
  const { base } = model
  if (base === null) return
  const random = Random.from(hashText('shape'))
  const words = Uint32Array.from({ length: WORDS }, () => random.integer(0, 0xffffffff))
  for (const { name, shape, role, elements } of layoutOf(architecture).places) {
    if (!isMatrix(shape)) {
      base.write(name, 0, new Float32Array(elements).fill(role === 'gain' ? 1 : 0))
      continue
    }
    const [rows = 0, columns = 0] = shape
    const row = base.rowWords(name)
    const step = Math.min(PIECE, Math.floor(WORDS / row.numbers))
    for (let first = 0; first < rows; first += step) {
      const count = Math.min(step, rows - first)
      const at = random.integer(0, WORDS - count * row.numbers)
      base.writePacked(name, first, {
        numbers: words.slice(at, at + count * row.numbers),
        scales: new Uint32Array(count * row.scales).fill(scaleWord(columns)),
      })
    }
    await gpu.settled()
  }
}

export async function tryShape(
  gpu: Gpu,
  shape: Architecture,
  rank: number,
  said: (line: string) => void = () => undefined,
): Promise<ShapeTrial> {
  const architecture = { ...shape, context: ROWS }
  const adapter: AdapterSettings = { rank, alpha: 2 * rank, targets: adapterTargets }
  const frozen = { storage: 'q4', adapter } as const
  const settings = { rows: ROWS, lossRows: ROWS, logitRows: ROWS, recompute: true, sets: 2 }
  const planned = estimateMemory(architecture, { frozen, trainer: settings }).total
  const start = gpu.counters.bytes
  let began = performance.now()
  const lap = (): number => {
    const seconds = (performance.now() - began) / 1000
    began = performance.now()
    return seconds
  }
  const model = await Model.create(gpu, architecture, frozen)
  await fill(gpu, model, architecture)
  model.initialise(1)
  const load = lap()
  said(`loaded in ${load.toFixed(0)} s`)
  const trainer = await Trainer.create(model, settings)
  const random = Random.from(hashText('tokens'))
  const tokens = Uint32Array.from({ length: TOKENS + 1 }, () =>
    random.integer(0, architecture.vocabulary - 1),
  )
  const { loss } = await trainer.accumulate([{ tokens, from: 1, weight: 1 / TOKENS, advantage: 1 }], {
    set: 0,
    temperature: 1,
    clip: null,
  })
  const { norm } = await trainer.step({ ...preset('default').update, learningRate: 1e-3 })
  const taken = gpu.counters.bytes - start
  const learn = lap()
  said(`one step in ${learn.toFixed(0)} s, loss ${loss.toFixed(3)}`)
  const scorer = await Scorer.create(model, { rows: TOKENS, lossRows: TOKENS })
  const [logProbs] = await scorer.score([tokens])
  const after = -(logProbs ?? new Float32Array()).reduce((sum, value) => sum + value, 0) / TOKENS
  for (const each of [scorer, trainer, model]) each.destroy()
  return { planned, taken, before: loss, after, norm, seconds: { load, learn, score: lap() } }
}
