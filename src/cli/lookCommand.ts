// `spice look`: what a question and its answer pass through in a model, as the file that the page draws.

import { writeFileSync } from 'node:fs'
import { lookAt } from '../engine/inspect/lookThrough'
import { openDevice } from '../engine/runtime/openDevice'
import { modelForInspection } from '../engine/runtime/publishedModel'
import { packLook } from '../protocol/modelLook'
import { checkpointAt } from './checkpoints'
import { configurationOf } from './configuration'
import { dawn } from './dawn'
import { DONE, UsageError } from './usage'

export interface LookOptions {
  readonly weights: string
  readonly question: string
  readonly json: string
}

/** Exit code 0. */
export async function look({ weights, question, json }: LookOptions): Promise<number> {
  const { config } = configurationOf({ preset: 'default', seed: 1, set: [] })
  const { name, snapshot } = await checkpointAt(weights, '--weights')
  const gpu = await openDevice(dawn())
  if (!gpu.ok) throw new UsageError(gpu.error.message)
  try {
    const model = await modelForInspection({}, gpu.value, snapshot, config)
    const seen = await lookAt({ name, snapshot, model, config }, question)
    writeFileSync(json, JSON.stringify(packLook(seen)))
    console.log(seen.pieces.join(''))
  } finally {
    gpu.value.destroy()
  }
  return DONE
}
