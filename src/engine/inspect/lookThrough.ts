// A question that a model answers, and everything that question and answer pass through on the way: for a
// picture of the model. Opens its own small model; nothing of the run in play is touched.

import { at } from '../../base/at'
import { preset } from '../../config/config'
import type { RunConfig } from '../../config/schema'
import type { Gpu } from '../../gpu'
import type { Model } from '../../model/model'
import { passThrough } from '../../model/passThrough'
import { problem } from '../../problems'
import type { Command } from '../../protocol/door'
import type { Guess, ModelLook } from '../../protocol/modelLook'
import { builtInSnapshot, storedRun, storedSnapshot } from '../checkpoints/storedCheckpoint'
import type { Snapshot } from '../checkpoints/snapshot'
import type { EnginePorts } from '../enginePorts'
import { modelForInspection } from '../runtime/publishedModel'
import { answersOf, expectQuestion } from './askCheckpoint'

/** Most guesses of one token. */
const GUESSES = 8
/** Most tokens of question and answer: a picture of more cannot be read. */
const MOST_TOKENS = 96

/** The likeliest tokens by one row of logits. */
export function likeliest(
  logits: ArrayLike<number>,
  pieceOf: (token: number) => string,
  count = GUESSES,
): Guess[] {
  const best: number[] = []
  let most = -Infinity
  for (let token = 0; token < logits.length; token++) {
    const logit = at(logits, token)
    most = Math.max(most, logit)
    if (best.length === count && logit <= at(logits, at(best, count - 1))) continue
    const place = best.findIndex((other) => at(logits, other) < logit)
    best.splice(place < 0 ? best.length : place, 0, token)
    best.length = Math.min(best.length, count)
  }
  let sum = 0
  for (let token = 0; token < logits.length; token++) sum += Math.exp(at(logits, token) - most)
  return best.map((token) => {
    const logit = at(logits, token)
    return { piece: pieceOf(token), logit, p: Math.exp(logit - most) / sum }
  })
}

interface Asked {
  readonly name: string
  readonly snapshot: Snapshot
  readonly model: Model
  readonly config: RunConfig
}

/** Asks greedily, and passes question and answer through the model. */
export async function lookAt({ name, snapshot, model, config }: Asked, question: string): Promise<ModelLook> {
  const { architecture: a, tokenizer } = snapshot
  const asked = { name, model, tokenizer, config, text: expectQuestion(question) }
  const { prompt, completions } = await answersOf(asked, { count: 1, seed: 1, temperature: 0 })
  const tokens = [...prompt, ...at(completions, 0).tokens].slice(0, MOST_TOKENS)
  const { attention, stream, logits } = await passThrough(model, Uint32Array.from(tokens))
  const known = tokenizer.vocabulary()
  const pieceOf = (token: number): string => known[token] ?? String(token)
  const V = a.vocabulary
  return {
    ...{ model: name, tokens, pieces: tokens.map(pieceOf) },
    answerFrom: Math.min(prompt.length, tokens.length),
    ...{ layers: a.layers, heads: a.heads, channels: a.width, attention, stream },
    guesses: tokens.map((_, t) => logits.map((all) => likeliest(all.subarray(t * V, (t + 1) * V), pieceOf))),
  }
}

export async function lookThrough(
  ports: EnginePorts,
  gpu: Gpu,
  { from, question }: Extract<Command, { kind: 'look' }>,
): Promise<ModelLook> {
  const stored = from.kind === 'checkpoint' ? await storedRun(ports, from.run) : null
  const config = stored?.linked.config ?? preset('default')
  const name = from.kind === 'checkpoint' ? from.checkpoint : from.name
  const snapshot =
    from.kind === 'checkpoint'
      ? await storedSnapshot(ports, from.run, name, problem('no-checkpoint-any-more', { checkpoint: name }))
      : await builtInSnapshot(ports, name)
  const model = await modelForInspection(ports, gpu, snapshot, config)
  try {
    return await lookAt({ name, snapshot, model, config }, question)
  } finally {
    model.destroy()
  }
}
