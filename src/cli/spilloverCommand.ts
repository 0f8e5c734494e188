// `spice spillover`: how far practice on the first kinds of ambiguous events moves the others. A script asks
// evenly about the first kinds, the Reasoner alone learns, and every kind is measured before and after.

import { join } from 'node:path'
import { openDevice } from '../engine/runtime/openDevice'
import { readingOdds } from '../engine/inspect/readingOdds'
import { readBenchmark } from '../study/benchmarkFiles'
import type { BenchmarkQuestion } from '../study/benchmark'
import { spilloverOf, type Spillover } from '../study/spillover'
import { oddsByKind, type KindOdds } from '../study/startCheck'
import { ambiguousCorpus, ambiguousPreset, ambiguousSettings } from './ambiguousSettings'
import { checkpointAt } from './checkpoints'
import { dawn } from './dawn'
import { textOf, writeJson } from './files'
import { run } from './runCommand'
import { DONE, FAILED, UsageError } from './usage'

export interface SpilloverOptions {
  readonly weights: string
  readonly benchmark: string
  readonly kinds: number
  readonly rounds: number
  readonly seed: number
  readonly out: string
  readonly set: readonly string[]
  /** A command that computes the run in place of a device. */
  readonly machine?: string | undefined
}

export async function questionsOf(file: string): Promise<readonly BenchmarkQuestion[]> {
  const text = await textOf(file)
  if (text === null) throw new UsageError(`--benchmark: there is no file "${file}".`)
  const read = readBenchmark(text, file)
  if (!read.ok) throw new UsageError(`--benchmark: ${read.error.message}`)
  return read.value
}

async function measured(path: string, questions: readonly BenchmarkQuestion[]): Promise<KindOdds[]> {
  const { snapshot } = await checkpointAt(path, '--weights')
  const gpu = await openDevice(dawn())
  if (!gpu.ok) throw new UsageError(gpu.error.message)
  try {
    return oddsByKind(await readingOdds(gpu.value, snapshot, questions))
  } finally {
    gpu.value.destroy()
  }
}

export function spilloverLines({ kinds, worst }: Spillover): string[] {
  const share = (value: number): string => value.toFixed(3).padStart(6)
  return [
    `${'kind'.padEnd(10)} before  after change   both`,
    ...kinds.map(
      ({ kind, practised, before, after, both }) =>
        `${kind.padEnd(10)} ${[before, after, after - before, both].map(share).join(' ')}${practised ? '  practised' : ''}`,
    ),
    `largest change of a kind that was not asked: ${worst.toFixed(3)}`,
  ]
}

/** Exit code 0 where no kind that was not asked has moved further than the limit, 1 otherwise. */
export async function spillover(options: SpilloverOptions): Promise<number> {
  const questions = await questionsOf(options.benchmark)
  const code = await run({
    corpus: ambiguousCorpus,
    preset: ambiguousPreset,
    rounds: options.rounds,
    seed: options.seed,
    out: options.out,
    warmStartOnly: false,
    resume: false,
    startFrom: options.weights,
    machine: options.machine,
    set: [
      ...ambiguousSettings,
      'game.challenger=scripted',
      `game.scriptedKinds=${options.kinds}`,
      'game.trains=reasoner',
      'probe.every=10000',
      'keep.checkpointEvery=50',
      ...options.set,
    ],
  })
  if (code !== DONE) return code
  const result = spilloverOf(
    await measured(options.weights, questions),
    await measured(join(options.out, 'checkpoints', `${options.rounds}.safetensors`), questions),
    options.kinds,
  )
  await writeJson(join(options.out, 'spillover.json'), result)
  for (const line of spilloverLines(result)) console.log(line)
  return result.within ? DONE : FAILED
}
