// Warm-start examples for a model that writes its questions in plain words, made by rule from any passage:
// asking for the word that a sentence lacks, as the Challenger writes it, and answering that. A task is one
// that the style itself would read.

import type { Random } from '../base/random'
import type { RunConfig } from '../config/schema'
import type { TrainingSequence } from '../model/packing'
import type { Task } from '../protocol/records'
import { answers } from '../spice/answers'
import { gapTask } from '../spice/freeText'
import { promptStyle } from '../spice/prompts'
import type { Encoder } from './examples'

export interface WrittenExampleOptions {
  readonly encoder: Encoder
  readonly config: RunConfig
}

/** Draws of a passage until a task comes back from what is written of it. */
const TRIES = 4

/** A task and what each seat writes of it; null where the passage gives none. */
function taskOf(passage: string, { game }: RunConfig, random: Random) {
  const { written, parse } = promptStyle(game.prompts)
  const types = game.answerTypes.filter((type) => answers[type].gap !== undefined)
  if (written === undefined || types.length === 0) return null
  for (let tries = 0; tries < TRIES; tries++) {
    const type = random.pick(types)
    const task: Task | null = gapTask(passage, type, random)
    if (task === null) continue
    const texts = written(task)
    const read = parse({ text: texts.challenger, stopped: true }, { type, active: types })
    if (read.ok) return { task: read.value, type, ...written(read.value) }
  }
  return null
}

/** One example of a passage; plain language where it has no gap. A sequence is cut at the model's context. */
export function writtenExample(
  passage: string,
  { encoder, config }: WrittenExampleOptions,
  random: Random,
): TrainingSequence {
  const { languageShare, challengerShare } = config.warmStart
  const style = promptStyle(config.game.prompts)
  const kind = random.weighted([
    languageShare,
    challengerShare,
    Math.max(0, 1 - languageShare - challengerShare),
  ])
  const made = kind === 0 ? null : taskOf(passage, config, random)
  const [prompt, completion] =
    made === null
      ? [encoder.encodeParts([{ mark: 'begin' }, { mark: 'passage' }]), encoder.encode(passage)]
      : kind === 1
        ? [encoder.encodeParts(style.challenger(passage, made.type)), encoder.encode(made.challenger)]
        : [encoder.encodeParts(style.reasoner(made.task)), encoder.encode(made.reasoner)]
  const tokens = Uint32Array.from([...prompt, ...completion, encoder.mark('end')])
  const { context } = config.model
  return {
    tokens: tokens.slice(0, context),
    from: Math.min(Math.max(1, prompt.length), tokens.length, context),
    ...{ weight: 1, advantage: 1 },
  }
}
