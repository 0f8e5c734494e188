// Warm-start examples of a world of cloze, made by rule from any passage: pointing at a gap with wrong
// options of like kind, and going on from the text before a gap. Numbers are tokenized as play allows them.

import { at } from '../base/at'
import type { Random } from '../base/random'
import type { RunConfig } from '../config/schema'
import type { TrainingSequence } from '../model/packing'
import { answers } from '../spice/answers'
import { fillingText } from '../spice/cloze/answering'
import type { Lexicon } from '../spice/cloze/wordCounts'
import {
  clozeTypes,
  numberedSpans,
  parsePointing,
  pointingText,
  pointingTokens,
} from '../spice/cloze/numberedSpans'
import { goldText } from '../spice/task'
import { promptStyle } from '../spice/prompts'
import type { Spelling } from '../spice/seats'
import type { Encoder } from './examples'

/** Wrong options of an example. */
const WRONG = 3

export interface ClozeExampleOptions {
  readonly encoder: Encoder
  readonly config: RunConfig
  readonly lexicon: Lexicon
}

interface ExampleTokens {
  readonly prompt: readonly number[]
  readonly completion: readonly number[]
}

function plain(passage: string, encoder: Encoder): ExampleTokens {
  return {
    prompt: encoder.encodeParts([{ mark: 'begin' }, { mark: 'passage' }]),
    completion: [...encoder.encode(passage), encoder.mark('end')],
  }
}

function write(passage: string, options: ClozeExampleOptions, random: Random): ExampleTokens {
  const { encoder, config, lexicon } = options
  const { languageShare, challengerShare } = config.warmStart
  const kind = random.weighted([
    languageShare,
    challengerShare,
    Math.max(0, 1 - languageShare - challengerShare),
  ])
  const type = random.pick(clozeTypes[config.game.cloze])
  const spans = kind === 0 ? null : numberedSpans(passage, type, lexicon, random)
  if (spans === null) return plain(passage, encoder)
  const index = random.integer(0, spans.gaps.length - 1)
  const wrong =
    answers[type].options > 0 ? random.sample(at(spans.gaps, index).wrong, WRONG).sort((a, b) => a - b) : []
  const spelling: Spelling = { encode: (text) => encoder.encode(text), end: encoder.mark('end') }
  const style = promptStyle(config.game.prompts)
  if (kind === 1)
    return {
      prompt: encoder.encodeParts(style.cloze(passage, spans)),
      completion: pointingTokens(spelling, index, wrong),
    }
  const task = parsePointing({ text: pointingText(index, wrong), stopped: true }, spans)
  if (!task.ok || task.value.cloze === undefined) return plain(passage, encoder)
  return {
    prompt: encoder.encodeParts(style.reasoner(task.value)),
    completion: [...encoder.encode(fillingText(task.value.cloze, goldText(task.value))), spelling.end],
  }
}

/** One example of a passage; plain language where it has no gap. A sequence is cut at the model's context. */
export function clozeExample(
  passage: string,
  options: ClozeExampleOptions,
  random: Random,
): TrainingSequence {
  const { prompt, completion } = write(passage, options, random)
  const tokens = Uint32Array.from([...prompt, ...completion]).slice(0, options.config.model.context)
  return { tokens, from: Math.min(prompt.length, tokens.length), weight: 1, advantage: 1 }
}

/** What a tokenizer learns the forms of both seats from. */
export const clozeTexts = (): string[] =>
  Array.from({ length: 24 }, (_, i) => pointingText(i, [i + 1, i + 2, i + 3])).concat(
    Object.values(clozeTypes).flatMap((types) => types.map((type) => `${type}:`)),
  )
