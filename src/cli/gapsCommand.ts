// `spice gaps`: whether weights read, on documents that they have not seen: gaps with four options, answered
// by the options' own probability, beside guessing, the commonest option and a trigram model.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { answerGaps, type AnsweredGaps } from '../engine/inspect/answerGaps'
import { openDevice } from '../engine/runtime/openDevice'
import { checkGaps, type Estimate, type GapCheck } from '../study/gapCheck'
import { checkpointAt } from './checkpoints'
import { configurationOf } from './configuration'
import { dawn } from './dawn'
import { writeJson } from './files'
import { withDocuments } from './temporaryCorpus'
import { TerminalProgress } from './terminalProgress'
import { DONE, UsageError } from './usage'

export interface GapsOptions {
  readonly weights: string
  readonly corpus: string
  /** A folder of `spice examples`: what the trigram model and the counts of options are made of. */
  readonly examples?: string | undefined
  readonly questions: number
  readonly seed: number
  readonly json?: string | undefined
}

/** The sequences of examples.u16: number of tokens, first predicted one, the tokens. */
export function* sequencesIn(data: Uint16Array): Generator<Uint16Array> {
  for (let from = 0; from + 1 < data.length;) {
    const [length] = data.subarray(from, from + 1)
    if (length === undefined) return
    yield data.subarray(from + 2, from + 2 + length)
    from += 2 + length
  }
}

function examplesIn(folder: string): Uint16Array {
  const file = join(folder, 'examples.u16')
  if (!existsSync(file)) throw new UsageError(`--examples: there is no file "${file}".`)
  const bytes = readFileSync(file)
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 1)
}

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`
const interval = ({ mean, low, high }: Estimate): string =>
  `${percent(mean)} (${percent(low)} to ${percent(high)})`

export function gapLines({ questions, documents, chance, players, lead }: GapCheck): string[] {
  return [
    `${questions} questions of ${documents} documents, ${percent(chance)} by guessing`,
    ...Object.entries(players).map(
      ([name, { accuracy, probability }]) =>
        `${name}: right ${interval(accuracy)}; probability of the gold ${percent(probability)}`,
    ),
    ...Object.entries(lead).map(([name, estimate]) => `lead over ${name}: ${interval(estimate)}`),
  ]
}

/** Exit code 0. */
export async function gaps(options: GapsOptions, show = new TerminalProgress()): Promise<number> {
  const { weights, corpus, questions, seed, json } = options
  const { config } = configurationOf({ preset: 'default', seed, set: ['game.world=cloze'] })
  const checkpoint = await checkpointAt(weights, '--weights')
  const data = options.examples === undefined ? null : examplesIn(options.examples)
  const answered = await withDocuments(
    corpus,
    '--corpus',
    (event) => show.event(event),
    async (store, corpora) => {
      const gpu = await openDevice(dawn())
      if (!gpu.ok) throw new UsageError(gpu.error.message)
      try {
        return await answerGaps(gpu.value, {
          ...{
            name: checkpoint.name,
            snapshot: checkpoint.snapshot,
            store,
            corpora,
            config,
            questions,
            seed,
          },
          sequences: data === null ? null : () => sequencesIn(data),
        })
      } finally {
        gpu.value.destroy()
      }
    },
  )
  if (answered === null) throw new UsageError('--weights: the tokenizer cannot be held to options.')
  if (answered.questions.length === 0) throw new UsageError('--corpus: no passage has a gap to ask about.')
  const check = checkGaps(answered.questions, answered.answers, seed)
  if (json !== undefined) await writeJson(json, { ...check, list: listOf(answered) })
  for (const line of gapLines(check)) console.log(line)
  return DONE
}

/** Every question as it was asked, for people who read them. */
const listOf = ({ questions, answers }: AnsweredGaps): readonly object[] =>
  questions.map(({ document, task: { question, options, gold } }, i) => ({
    ...{ document, question, options, gold },
    odds: Object.fromEntries(
      Object.entries(answers).map(([name, odds]) => [
        name,
        odds[i]?.map((each) => Math.round(1e4 * each) / 1e4),
      ]),
    ),
  }))
