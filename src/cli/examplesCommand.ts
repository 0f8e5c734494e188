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
import type { Architecture } from '../config/architecture'
import { textExamples, type TextDocument } from '../engine/training/textExamples'
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
  /** In place of stories, a file of lines { source, split, text }, of which those of "train" count. */
  readonly text?: string | undefined
  /** With `text`: parts of the model's shape in place of those of its size, as "width=160,layers=3". */
  readonly shape?: string | undefined
  /** A checkpoint that has learned before: its tokenizer is used, its weights are the first ones. */
  readonly startFrom?: string | undefined
}

function documentsIn(file: string): TextDocument[] {
  if (!existsSync(file)) throw new UsageError(`--text: there is no file "${file}".`)
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TextDocument & { readonly split: string })
    .filter(({ split }) => split === 'train')
}

const shapeKeys = ['width', 'layers', 'heads', 'headDim', 'hidden'] as const

function shapeIn(written: string): Partial<Architecture> {
  const parts = written.split(',').filter((part) => part !== '')
  return Object.fromEntries(
    parts.map((part) => {
      const [key = '', value = ''] = part.split('=')
      if (!shapeKeys.some((each) => each === key) || !/^[1-9]\d*$/.test(value))
        throw new UsageError(`--shape: "${part}" is not one of ${shapeKeys.join(', ')} with a whole number.`)
      return [key, Number(value)]
    }),
  )
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
  const { start, stories, sequences } =
    options.text === undefined
      ? warmExamples(linked, options.tokens, options.stories, {
          weights,
          ambiguous: options.about === 'ambiguous',
        })
      : textExamples(linked, documentsIn(options.text), options.tokens, shapeIn(options.shape ?? ''))
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
  console.log(
    `${options.out}: ${count} examples, ${tokens} tokens, of ${stories} ${options.text === undefined ? 'stories' : 'documents'}`,
  )
  return DONE
}
