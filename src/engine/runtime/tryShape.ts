// A model of some shape with random weights in four bits: loaded, run forward over a few tokens and given one
// step of LoRA, with the memory that it took beside the memory that was planned. For shapes too large to be
// tested otherwise.

import { hashText, Random } from '../../base/random'
import type { AdapterSettings } from '../../config/adapterSettings'
import { adapterTargets } from '../../config/adapterSettings'
import type { Architecture } from '../../config/architecture'
import { preset } from '../../config/config'
import type { Gpu } from '../../gpu'
import { estimateMemory } from '../../model/memory'
import { Model } from '../../model/model'
import { Scorer } from '../../model/scorer'
import { Trainer } from '../../model/trainer'
import { fillRandomly } from './randomWeights'

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
  await fillRandomly(gpu, model)
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
