// `spice examples`: the warm start's own examples as token ids in a file, with the weights and the tokenizer that it begins
// from, so that a warm start can be made elsewhere and come back as a checkpoint. The stories are fresh ones of the grammar.

import { closeSync, existsSync, mkdirSync, openSync, readdirSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { hash32, hashText, Random } from '../base/random'
import { layoutOf } from '../model/parameters'
import { initialValues } from '../model/initialise'
import { architectureFor } from '../engine/machine'
import { startPosition, writeSnapshot } from '../engine/snapshot'
import { marks } from '../spice/seats'
import { analyse } from '../spice/stories/analyse'
import { corpusTexts } from '../spice/stories/corpus'
import { TokenizerTrainer, type Tokenizer } from '../text/tokenizer'
import { drawExample, formatTexts } from '../training/examples'
import type { RunConfig } from '../config/schema'
import { configurationOf } from './configuration'
import { DONE, UsageError } from './usage'

export interface ExamplesOptions {
  readonly preset: string
  readonly model?: string | undefined
  readonly seed: number
  readonly set: readonly string[]
  /** Tokens in all. */
  readonly tokens: number
  /** Fresh stories of each domain whose kinds are in play. */
  readonly stories: number
  readonly out: string
}

/** Seed of the fresh stories: not the one of the committed corpora. */
const FRESH = 7001

function learnTokenizer(texts: readonly string[], config: RunConfig): Tokenizer {
  const trainer = new TokenizerTrainer()
  const random = Random.from(hashText('tokenizer'))
  for (const text of texts) {
    trainer.add(text)
    for (const written of formatTexts(text, config, random)) trainer.add(written)
  }
  return trainer.finish(config.model.vocabulary, marks)
}

/** One example as u16: number of tokens, index of the first predicted one, the tokens. */
function packed(tokens: Uint32Array, from: number): Uint16Array {
  return Uint16Array.from([tokens.length, from, ...tokens])
}

/** Writes `start.safetensors`, `examples.u16` and `examples.json` into the folder. Exit code 0. */
export function examples(options: ExamplesOptions): number {
  if (existsSync(options.out) && readdirSync(options.out).length > 0) throw new UsageError(`--out: "${options.out}" is not empty. Choose another folder.`)
  const { config, seed } = configurationOf(options)
  const numbers = config.game.answerTypes.some((type) => type === 'integer' || type === 'expression')
  const relations = config.game.answerTypes.some((type) => type === 'string' || type === 'mcq')
  const domains = [...(numbers ? (['numbers'] as const) : []), ...(relations ? (['relations'] as const) : [])]
  const tokenizer = learnTokenizer(domains.flatMap((domain) => corpusTexts(domain)), config)
  const architecture = architectureFor(config, tokenizer)
  const values = initialValues(layoutOf(architecture), hash32(seed, hashText('weights')))
  mkdirSync(options.out, { recursive: true })
  writeFileSync(join(options.out, 'start.safetensors'), writeSnapshot({ architecture, tokenizer, values, optimizer: null, position: { ...startPosition, warmed: true } }))

  const playable = (text: string): boolean => config.game.answerTypes.some((type) => analyse(text)?.kind.type === type)
  const stories = domains.flatMap((domain) => corpusTexts(domain, options.stories, FRESH)).filter(playable)
  const file = openSync(join(options.out, 'examples.u16'), 'w')
  let [held, sequences] = [0, 0]
  try {
    for (let index = 0; held < options.tokens; index++) {
      const random = Random.from(seed, hashText('examples'), index)
      const { sequence } = drawExample(random.pick(stories), { encoder: tokenizer, config, progress: held / options.tokens }, random)
      if (sequence.from >= sequence.tokens.length) continue
      writeSync(file, packed(sequence.tokens, sequence.from))
      held += sequence.tokens.length
      sequences += 1
    }
  } finally {
    closeSync(file)
  }
  writeFileSync(join(options.out, 'examples.json'), `${JSON.stringify({ tokens: held, sequences, stories: stories.length, seed, config }, null, 2)}\n`)
  console.log(`${options.out}: ${sequences} examples, ${held} tokens, of ${stories.length} stories`)
  return DONE
}
