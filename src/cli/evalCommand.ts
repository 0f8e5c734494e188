// `spice eval`: checkpoints on a benchmark from a file, greedily and at temperature 1, nothing trained.

import { named as namedDetail } from '../protocol/progressDetail'
import { at } from '../base/at'
import { basename } from 'node:path'
import { benchmark } from '../engine/inspect/evaluateCheckpoints'
import type { BenchmarkResult, BenchmarkScore } from '../protocol/benchmarkResult'
import { shareOf } from '../study/benchmark'
import { readBenchmark } from '../study/benchmarkFiles'
import { checkpointsAt, configurationLike, type ConfigurationSource } from './checkpoints'
import { textOf, writeJson } from './files'
import { onGround } from './machine/ground'
import { TerminalProgress } from './terminalProgress'
import { forbidden } from './forbidFirst'
import { DONE, UsageError } from './usage'

export interface EvalOptions extends ConfigurationSource {
  readonly checkpoints: string
  readonly samples: number
  /** The model beside which checkpoints of an adapter run stand. */
  readonly base?: string | undefined
  /** Texts that a forced attempt may not begin with. */
  readonly forbidFirst?: readonly string[] | undefined
  readonly limit?: number | undefined
  readonly machine?: string | undefined
  readonly json?: string | undefined
}

const percent = (share: number | null): string => (share === null ? '-' : `${(100 * share).toFixed(1)} %`)

/** Share right of the attempts that worked, and the share of attempts that did. */
function workingPart({ working }: BenchmarkScore): string {
  if (working === undefined || working.attempts === 0) return ''
  const share = working.working === 0 ? null : working.right / working.working
  return `; right when working ${percent(share)} of the ${percent(working.working / working.attempts)} that work`
}

/** Accuracy with interval, then every number of steps and kind that the file names. */
export function scoreLine(how: string, score: BenchmarkScore): string {
  const { accuracy, bySteps, byKind } = score
  const parts = Object.entries(bySteps).map(
    ([steps, count]) =>
      `${steps} ${steps === '1' ? 'step' : 'steps'} ${percent(shareOf(count))} of ${count.asked}`,
  )
  const kinds = Object.entries(byKind).map(
    ([kind, count]) => `${kind} ${percent(shareOf(count))} of ${count.asked}`,
  )
  return `  ${how} ${percent(accuracy.mean)} (${percent(accuracy.low)} to ${percent(accuracy.high)})${workingPart(score)}${[...parts, ...(kinds.length > 1 ? kinds : [])].map((part) => `; ${part}`).join('')}`
}

export async function evaluate(
  file: string,
  options: EvalOptions,
  show = new TerminalProgress(),
): Promise<number> {
  const text = await textOf(file)
  if (text === null) throw new UsageError(`There is no file "${file}".`)
  const read = readBenchmark(text, basename(file))
  if (!read.ok) throw new UsageError(read.error.message)
  const questions = read.value.slice(0, options.limit)
  const config = await configurationLike(options)
  const checkpoints = await checkpointsAt(options.checkpoints, '--checkpoints', options.base)
  const name = basename(file)
  const results: BenchmarkResult[] = await onGround(options.machine, (ground) =>
    benchmark(ground, config, checkpoints, questions, {
      ...{ name, seed: options.seed, maxNewTokens: config.game.reasonerTokens, samples: options.samples },
      notFirst: forbidden(options.forbidFirst, config),
      onProgress: (done, total) =>
        show.event({
          kind: 'progress',
          progress: { activity: 'probing', detail: namedDetail(name), done, total, unit: 'questions' },
        }),
    }),
  ).finally(() => show.end())
  const named = results.map((result, i) => ({ checkpoint: at(checkpoints, i).name, ...result }))
  if (options.json !== undefined) await writeJson(options.json, named)
  for (const { checkpoint, questions: count, chance, greedy, sampled, forced } of named) {
    console.log(`${checkpoint}: ${count} questions, ${percent(chance)} by guessing`)
    console.log(scoreLine('greedy', greedy))
    if (sampled !== null) console.log(scoreLine(`at temperature 1, ${sampled.samples} answers each`, sampled))
    if (forced == null) continue
    console.log(scoreLine('forced to work, greedy', forced.greedy))
    if (forced.sampled !== null)
      console.log(
        scoreLine(`forced to work, at temperature 1, ${forced.sampled.samples} answers each`, forced.sampled),
      )
  }
  return DONE
}
