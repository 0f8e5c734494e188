// The numbers of the live charts: which lines a chart has, their values in a round, and intervals. Pure; no
// drawing.

import type { GateName } from '../config/schema'
import { gateNames } from '../config/schema'
import type { ProbeRecord, RoundMetrics } from '../protocol/records'

export const curveNames = [
  'passRate',
  'challengerReward',
  'validity',
  'passHistogram',
  'noSignal',
  'probe',
  'documents',
  'perplexity',
  'difficulty',
  'entropy',
  'length',
  'gradNorm',
  'speed',
] as const
export type CurveName = (typeof curveNames)[number]
export type Tone = 'challenger' | 'reasoner' | 'green' | 'purple' | 'plain'

/** A round as the charts see it: its metrics and what is told beside them. */
export interface Round {
  readonly metrics: RoundMetrics
  readonly tokensPerSecond: number | null
}

export interface Line {
  /** Column of the table twin; for a field of metrics.jsonl, its name there. */
  readonly key: string
  readonly tone: Tone
  readonly dashed?: boolean
  readonly value: (round: Round) => number | null
}

export interface Curve {
  readonly name: CurveName
  readonly kind: 'lines' | 'stack' | 'heat'
  readonly lines: readonly Line[]
  /** Fixed limits of the vertical axis, where the quantity has them. */
  readonly domain?: readonly [number, number]
  /** Keys of the lower and upper end of an interval around the first line. */
  readonly band?: readonly [string, string]
  readonly format: 'share' | 'number' | 'count'
}

export interface Interval {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/**
 * 95 % interval of the pass rate with tasks as clusters: the K attempts of one task are not independent, so
 * the
 * deviation is taken between the tasks' rates. `histogram[k]` tasks had k of K right. Null with fewer than
 * two tasks.
 */
export function clusteredInterval(histogram: readonly number[]): Interval | null {
  const attempts = histogram.length - 1
  const tasks = histogram.reduce((sum, count) => sum + count, 0)
  if (attempts < 1 || tasks < 2) return null
  const mean = histogram.reduce((sum, count, right) => sum + (count * right) / attempts, 0) / tasks
  const variance =
    histogram.reduce((sum, count, right) => sum + count * (right / attempts - mean) ** 2, 0) / (tasks - 1)
  const half = 1.96 * Math.sqrt(variance / tasks)
  return { mean, low: Math.max(0, mean - half), high: Math.min(1, mean + half) }
}

/** Mean index of a histogram, or null where it is empty. */
export function histogramMean(histogram: readonly number[]): number | null {
  const total = histogram.reduce((sum, count) => sum + count, 0)
  return total === 0 ? null : histogram.reduce((sum, count, index) => sum + count * index, 0) / total
}

/**
 * Candidates of a round: valid ones are validRate of them, the others stand under the gate that stopped them.
 */
function sampled({ metrics }: Round): { valid: number; all: number } {
  const failed = Object.values(metrics.gates).reduce((sum, count) => sum + (count ?? 0), 0)
  const all = metrics.validRate >= 1 ? 1 : failed / (1 - metrics.validRate)
  return { valid: metrics.validRate, all }
}

function gateShare(gate: GateName): (round: Round) => number {
  return (round) => {
    const { all } = sampled(round)
    return all === 0 ? 0 : (round.metrics.gates[gate] ?? 0) / all
  }
}

const field = (key: keyof RoundMetrics, tone: Tone, dashed = false): Line => ({
  key,
  tone,
  dashed,
  value: ({ metrics }) => {
    const value = metrics[key]
    return typeof value === 'number' ? value : null
  },
})

const share = [0, 1] as const

export const curves: Readonly<Record<CurveName, Curve>> = {
  passRate: {
    name: 'passRate',
    kind: 'lines',
    domain: share,
    format: 'share',
    band: ['low', 'high'],
    lines: [
      field('passRate', 'reasoner'),
      {
        key: 'low',
        tone: 'reasoner',
        value: ({ metrics }) => clusteredInterval(metrics.passHistogram)?.low ?? null,
      },
      {
        key: 'high',
        tone: 'reasoner',
        value: ({ metrics }) => clusteredInterval(metrics.passHistogram)?.high ?? null,
      },
    ],
  },
  challengerReward: {
    name: 'challengerReward',
    kind: 'lines',
    format: 'number',
    lines: [field('challengerReward', 'challenger')],
  },
  validity: {
    name: 'validity',
    kind: 'stack',
    domain: share,
    format: 'share',
    lines: [
      field('validRate', 'green'),
      ...gateNames.map((gate): Line => ({ key: gate, tone: 'plain', value: gateShare(gate) })),
    ],
  },
  passHistogram: { name: 'passHistogram', kind: 'heat', format: 'count', lines: [] },
  noSignal: {
    name: 'noSignal',
    kind: 'lines',
    domain: share,
    format: 'share',
    lines: [field('noSignalShare', 'reasoner'), field('duplicateShare', 'challenger', true)],
  },
  probe: {
    name: 'probe',
    kind: 'lines',
    domain: share,
    format: 'share',
    lines: [field('probeAccuracy', 'green')],
  },
  documents: {
    name: 'documents',
    kind: 'lines',
    domain: share,
    format: 'share',
    lines: [
      field('recall', 'reasoner'),
      field('transfer', 'green'),
      field('general', 'purple'),
      {
        key: 'chances',
        tone: 'plain',
        dashed: true,
        value: ({ metrics }) => metrics.chances?.recall ?? null,
      },
    ],
  },
  perplexity: {
    name: 'perplexity',
    kind: 'lines',
    format: 'number',
    lines: [field('perplexity', 'purple')],
  },
  difficulty: { name: 'difficulty', kind: 'heat', format: 'count', lines: [] },
  entropy: {
    name: 'entropy',
    kind: 'lines',
    format: 'number',
    lines: [field('entropyChallenger', 'challenger'), field('entropyReasoner', 'reasoner', true)],
  },
  length: {
    name: 'length',
    kind: 'lines',
    format: 'number',
    lines: [field('lengthChallenger', 'challenger'), field('lengthReasoner', 'reasoner', true)],
  },
  gradNorm: {
    name: 'gradNorm',
    kind: 'lines',
    format: 'number',
    lines: [field('gradNormChallenger', 'challenger'), field('gradNormReasoner', 'reasoner', true)],
  },
  speed: {
    name: 'speed',
    kind: 'lines',
    format: 'count',
    lines: [{ key: 'tokensPerSecond', tone: 'purple', value: ({ tokensPerSecond }) => tokensPerSecond }],
  },
}

/** Charts of measures that only some runs have: shown where a round has them. */
export const seldomCurves: readonly CurveName[] = ['documents', 'perplexity']

export const hasCurve = (name: CurveName, rounds: readonly Round[]): boolean =>
  !seldomCurves.includes(name) ||
  rounds.some((round) => curves[name].lines.some(({ value }) => value(round) !== null))

/** The histogram that a heat chart shows. */
export function histogramOf(name: CurveName, metrics: RoundMetrics): readonly number[] {
  return name === 'difficulty' ? metrics.premiseHistogram : metrics.passHistogram
}

export type Point = { readonly round: number } & Readonly<Record<string, number | null>>

export function pointOf(curve: Curve, round: Round): Point {
  const point: Record<string, number | null> = {}
  for (const line of curve.lines) point[line.key] = line.value(round)
  return { ...point, round: round.metrics.round }
}

/** At most `most` items, evenly spread, the first and the last among them. */
export function thinned<T>(items: readonly T[], most = 500): readonly T[] {
  if (items.length <= most) return items
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))] as T)
}

/** Key of a line's smoothed twin in a point. */
export const smoothKey = (key: string): string => `${key}~`

/** Rounds below which a line is shown as it is: there is no noise to see through yet. */
export const fewToSmooth = 8

/**
 * Exponential moving averages over about a sixth of the points, without the pull to zero at the start (the
 * weights so far are
 * divided out). A value that is missing stays missing and leaves the average as it was.
 */
export function smoothed(points: readonly Point[], keys: readonly string[]): readonly Point[] {
  if (points.length < fewToSmooth) return points
  const keep = 1 - 2 / (Math.round(points.length / 6) + 1)
  const sums = new Map(keys.map((key) => [key, { value: 0, weight: 0 }]))
  return points.map((point) => {
    const means = keys.map((key) => {
      const value = point[key] ?? null
      const sum = sums.get(key)
      if (value === null || sum === undefined) return [smoothKey(key), null]
      sum.value = keep * sum.value + (1 - keep) * value
      sum.weight = keep * sum.weight + (1 - keep)
      return [smoothKey(key), sum.value / sum.weight]
    })
    return { ...point, ...(Object.fromEntries(means) as Record<string, number | null>) }
  })
}

/**
 * A probe's accuracy stands in the metrics only in the rounds that ask it; `round` before the first one is
 * kept here.
 */
export function probePoints(
  probes: readonly ProbeRecord[],
): readonly { readonly round: number; readonly accuracy: number }[] {
  return probes.map(({ round, accuracy }) => ({ round, accuracy }))
}

/** Where each round ends on an axis: its own number, the seconds or the tokens of all rounds up to it. */
export function alongAxis(
  rounds: readonly RoundMetrics[],
  axis: 'round' | 'time' | 'tokens',
): ReadonlyMap<number, number> {
  let sum = 0
  return new Map(
    rounds.map((each) => {
      sum += axis === 'time' ? each.seconds : each.processedTokens
      return [each.round, axis === 'round' ? each.round : sum]
    }),
  )
}
