// `spice examples`: the warm start's own examples in a file, for a warm start that is made elsewhere.

import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { warmExamples } from '../engine/training/warmExamples'
import { ambiguousSettings } from './ambiguousSettings'
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
  /** What the passages are: stories, or ambiguous events. */
  readonly about?: 'stories' | 'ambiguous'
  /** A checkpoint that has learned before: its tokenizer is used, its weights are the first ones. */
  readonly startFrom?: string | undefined
}

/** Writes `start.safetensors`, `examples.u16` and `examples.json` into the folder. Exit code 0. */
export function examples(options: ExamplesOptions): number {
  if (existsSync(options.out) && readdirSync(options.out).length > 0)
    throw new UsageError(`--out: "${options.out}" is not empty. Choose another folder.`)
  const linked = configurationOf({
    ...options,
    set: [...(options.about === 'ambiguous' ? ambiguousSettings : []), ...options.set],
  })
  if (options.startFrom !== undefined && !existsSync(options.startFrom))
    throw new UsageError(`--start-from: there is no file "${options.startFrom}".`)
  const weights = options.startFrom === undefined ? null : readFileSync(options.startFrom)
  const { start, stories, sequences } = warmExamples(linked, options.tokens, options.stories, {
    weights,
    ambiguous: options.about === 'ambiguous',
  })
  mkdirSync(options.out, { recursive: true })
  writeFileSync(join(options.out, 'start.safetensors'), start)
  const file = openSync(join(options.out, 'examples.u16'), 'w')
  let [tokens, count] = [0, 0]
  try {
    for (const sequence of sequences()) {
      writeSync(file, sequence)
      tokens += sequence.length - 2
      count += 1
    }
  } finally {
    closeSync(file)
  }
  writeFileSync(
    join(options.out, 'examples.json'),
    `${JSON.stringify({ tokens, sequences: count, stories, seed: options.seed, config: linked.config }, null, 2)}\n`,
  )
  console.log(`${options.out}: ${count} examples, ${tokens} tokens, of ${stories} stories`)
  return DONE
}
