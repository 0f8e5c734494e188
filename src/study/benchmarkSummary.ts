// A benchmark of an arm over its seeds: before round 0 and after the last round.

import { mean } from '../base/statistics'
import type { BenchmarkResult, BenchmarkScore } from '../protocol/benchmarkResult'
import type { BenchmarkSummary } from '../protocol/studyReport'
import { shareOf } from './benchmark'
import { changeOf } from './interval'

type FirstAndLast = { readonly first: BenchmarkResult; readonly last: BenchmarkResult }

function shares(seeds: readonly FirstAndLast[], by: 'bySteps' | 'byKind'): BenchmarkSummary['bySteps'] {
  const finest = ({ sampled, greedy }: BenchmarkResult): BenchmarkScore => sampled ?? greedy
  const keys = Object.keys(finest((seeds[0] as FirstAndLast).first)[by])
  const average = (end: keyof FirstAndLast, key: string): number =>
    mean(seeds.map((seed) => shareOf(finest(seed[end])[by][key] ?? { asked: 0, right: 0 }) ?? 0))
  return Object.fromEntries(
    keys.map((key) => [key, { first: average('first', key), last: average('last', key) }]),
  )
}

/** `results` by rounds done, one a seed. A list of one, or of none where no seed has both ends. */
export function summariseBenchmark(
  results: readonly Readonly<Record<string, BenchmarkResult>>[],
  rounds: number,
): BenchmarkSummary[] {
  const seeds = results.flatMap((each): FirstAndLast[] => {
    const [first, last] = [each['0'], each[String(rounds)]]
    return first === undefined || last === undefined ? [] : [{ first, last }]
  })
  if (seeds.length === 0) return []
  const change = (how: 'greedy' | 'sampled') => {
    const of = (end: keyof FirstAndLast): number[] =>
      seeds.flatMap((seed) => seed[end][how]?.accuracy.mean ?? [])
    const [first, last] = [of('first'), of('last')]
    return first.length < seeds.length || last.length < seeds.length ? null : changeOf(first, last)
  }
  const greedy = change('greedy')
  return greedy === null
    ? []
    : [
        {
          greedy,
          sampled: change('sampled'),
          bySteps: shares(seeds, 'bySteps'),
          byKind: shares(seeds, 'byKind'),
        },
      ]
}
