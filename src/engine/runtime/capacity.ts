// How much a model may hold on the device at once, from its shape and the configuration: rows of a
// micro-batch, slots of the sampler. Sizes change speed and memory only; what a sequence draws does not
// depend on them.

import type { Architecture } from '../../config/architecture'
import type { RunConfig } from '../../config/schema'
import type { Capacity } from '../../model/packing'
import type { TrainerSettings } from '../../model/trainer'
import { activeGates } from '../../spice/gates'

export interface Capacities {
  readonly trainer: TrainerSettings
  readonly sampler: { readonly slots: number; readonly promptRows: number; readonly maxNew: number }
}

const MEBI = 2 ** 20
/** Bytes of logits in a micro-batch. */
const LOGIT_BYTES = 64 * MEBI
/** Bytes of one layer's keys and values: one binding, which WebGPU guarantees 128 MiB of. */
const CACHE_BYTES = 48 * MEBI
/** Bytes of the keys and values of all layers, prompts included. */
const CACHE_TOTAL = 512 * MEBI
/** Bytes of logits of what is scored, and fewest rows of them. */
const SCORED_LOGIT_BYTES = 64 * MEBI
const LEAST_SCORED = 64
const MOST_ROWS = 4096
const MOST_SLOTS = 128
const MOST_PROMPT_ROWS = 8192

export function capacities(architecture: Architecture, config: RunConfig): Capacities {
  const { context, vocabulary, kvHeads, headDim, layers } = architecture
  const rows = Math.max(context, Math.min(MOST_ROWS, config.warmStart.batchTokens))
  const logitRows = Math.floor(LOGIT_BYTES / (4 * vocabulary))
  const lossRows = Math.max(context, Math.min(rows, logitRows))
  const maxNew = Math.min(context - 1, Math.max(config.game.challengerTokens, config.game.reasonerTokens))
  const bytesPerToken = 4 * 2 * kvHeads * headDim
  const layerBytes = Math.min(CACHE_BYTES, CACHE_TOTAL / layers / 2)
  // A large model has room for a group at the least: fewer would read its weights once for each attempt.
  const slots = Math.max(
    Math.min(config.game.groupSize, MOST_SLOTS),
    Math.min(MOST_SLOTS, Math.floor(layerBytes / (bytesPerToken * maxNew))),
  )
  const promptRows = Math.max(context, Math.min(MOST_PROMPT_ROWS, Math.floor(layerBytes / bytesPerToken)))
  // Logits of a large vocabulary stand for some of the rows at a time.
  const parts = lossRows > logitRows ? { logitRows: Math.max(64, Math.floor(logitRows / 64) * 64) } : {}
  return {
    trainer: {
      ...{ rows, lossRows, sets: 2, recompute: config.weights.recompute, ...parts },
      optimizer: config.update.optimizer,
    },
    sampler: { slots, promptRows, maxNew },
  }
}

/** Of sequences whose probability is asked; no more tokens of one are scored than `lossRows`. */
export const scorerCapacity = ({ context, vocabulary }: Architecture): Capacity => ({
  rows: context,
  lossRows: Math.max(LEAST_SCORED, Math.min(context, Math.floor(SCORED_LOGIT_BYTES / (4 * vocabulary)))),
})

/** Whether a run asks how likely given sequences are: the prose of its measures, a gap with each option. */
export const scores = ({ game, gates }: RunConfig): boolean =>
  game.world === 'cloze' || activeGates(gates.active).some((gate) => gate.scores === true)
