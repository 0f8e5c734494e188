// Runs side by side: what differs between them, and those that differ in nothing but the seed folded into one
// with a band.
// Pure but for the fetching of recordings' metrics.

import { at } from '../base/at'
import { differences, valueAt } from '../config/config'
import { whatChanged, type RunLink } from '../config/link'
import { tInterval } from '../base/statistics'
import type { RoundMetrics } from '../protocol/records'

export interface ComparableRun {
  readonly id: string
  readonly name: string
  readonly linked: RunLink
  readonly rounds: number
  readonly recorded: boolean
}

/** Most runs that are compared at once. */
export const mostCompared = 10

/**
 * Paths in which any two of the configurations differ, with each run's value; the preset and the seed are
 * told apart.
 */
export function differingPaths(runs: readonly Pick<ComparableRun, 'linked'>[]): readonly string[] {
  const [first, ...others] = runs
  if (first === undefined) return []
  const paths = new Set(
    others.flatMap(({ linked }) => differences(first.linked.config, linked.config).map(({ path }) => path)),
  )
  return [...paths]
}

export const valueOf = (run: Pick<ComparableRun, 'linked'>, path: string): unknown =>
  valueAt(run.linked.config, path)

export interface SeedGroup {
  readonly name: string
  readonly members: readonly ComparableRun[]
}

/**
 * Runs of one configuration are one family, whatever their seeds; `seed` is the page's word for it, and
 * `nameless` names runs whose names have nothing in common.
 */
export function seedGroups(
  runs: readonly ComparableRun[],
  seed = 'seed',
  nameless: (linked: RunLink) => string = whatChanged,
): readonly SeedGroup[] {
  const by = new Map<string, ComparableRun[]>()
  for (const run of runs) {
    const key = JSON.stringify(run.linked.config)
    by.set(key, [...(by.get(key) ?? []), run])
  }
  return [...by.values()].map((members) => ({
    members,
    name:
      members.length === 1
        ? at(members, 0).name
        : commonName(
            members.map(({ name }) => name),
            seed,
          ) || nameless((members[0] as ComparableRun).linked),
  }))
}

/**
 * What the names begin with alike, without a seed at its end: in the page's word, or in that of recordings.
 */
export function commonName(names: readonly string[], seed = 'seed'): string {
  const [first = ''] = names
  let length = first.length
  for (const name of names) while (!name.startsWith(first.slice(0, length))) length -= 1
  return first
    .slice(0, length)
    .replace(new RegExp(`[\\s,·]*(?:\\b(?:seed|${seed})\\b\\s*\\d*)?[\\s,·]*$`, 'i'), '')
}

export interface BandPoint {
  readonly round: number
  readonly mean: number | null
  readonly low: number | null
  readonly high: number | null
}

/**
 * Mean over the members by round; with two or more, its 95% interval over seeds, cut to what the value can
 * be.
 */
export function bandOf(
  members: readonly (readonly RoundMetrics[])[],
  value: (metrics: RoundMetrics) => number | null,
  [least, most]: readonly [number, number] = [-Infinity, Infinity],
): readonly BandPoint[] {
  const rounds = [...new Set(members.flatMap((list) => list.map(({ round }) => round)))].sort((a, b) => a - b)
  return rounds.map((round) => {
    const values = members.flatMap((list) => {
      const found = list.find((each) => each.round === round)
      const number = found === undefined ? null : value(found)
      return number === null ? [] : [number]
    })
    if (values.length === 0) return { round, mean: null, low: null, high: null }
    if (values.length === 1) return { round, mean: at(values, 0), low: null, high: null }
    const { mean, low, high } = tInterval(values)
    return { round, mean, low: Math.max(least, low), high: Math.min(most, high) }
  })
}
