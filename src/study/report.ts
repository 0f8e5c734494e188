// From the runs of a study to its report: pure arithmetic over metrics and probes, so that anybody can do it again.

import { mean as meanOf, tInterval } from '../base/statistics'
import type { ProbeRecord, RoundMetrics } from '../protocol/records'
import type { Study } from './file'

export interface ArmRun {
  readonly arm: string
  readonly seed: number
  readonly metrics: readonly RoundMetrics[]
  readonly probes: readonly ProbeRecord[]
  /** Trained parameters, for the cost. */
  readonly parameters: number
}

/** Mean over seeds with its 95 % t interval; with one seed the interval is the whole line and stands as null. */
export interface Interval {
  readonly mean: number
  readonly low: number | null
  readonly high: number | null
  readonly seeds: readonly number[]
}

export interface ArmReport {
  readonly arm: string
  /** Probe accuracy before round 0, and as the mean of the last probes, fractions. */
  readonly first: Interval
  readonly last: Interval
  readonly gain: Interval
  readonly passRate: Interval
  readonly validRate: Interval
  /** 2 x parameters x tokens generated or only read + 6 x parameters x tokens trained. */
  readonly flops: Interval
  readonly seconds: Interval
}

export interface StudyReport {
  readonly study: string
  readonly seeds: readonly number[]
  readonly arms: readonly ArmReport[]
  /** Gain of the first arm less that of each other arm, paired by seed. */
  readonly differences: readonly { readonly arm: string; readonly gain: Interval }[]
}

function interval(values: readonly number[]): Interval {
  const { mean, low, high } = tInterval(values)
  return values.length > 1 ? { mean, low, high, seeds: values } : { mean, low: null, high: null, seeds: values }
}

/** 0 where nothing was counted: a run of no rounds. */
const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : meanOf(values))

/** Probe accuracy of the round-0 probe and the mean of the `count` last ones. Throws where a run has no probe. */
export function probeGain(probes: readonly ProbeRecord[], count: number): { first: number; last: number } {
  const sorted = probes.slice().sort((a, b) => a.round - b.round)
  const first = sorted[0]
  if (first === undefined || first.round !== 0) throw new Error('The run has no probe of round 0: it must be asked before the first update.')
  const later = sorted.slice(1).slice(-count)
  if (later.length === 0) throw new Error('The run has no probe after round 0.')
  return { first: first.accuracy, last: mean(later.map((probe) => probe.accuracy)) }
}

/** Floating-point operations of a run, by the rule 2 x parameters a token through the model and 6 x a token trained. */
export function runFlops(metrics: readonly RoundMetrics[], parameters: number): number {
  return metrics.reduce((sum, round) => sum + parameters * (2 * (round.processedTokens - round.trainedTokens) + 6 * round.trainedTokens), 0)
}

export function reportOf(study: Study, runs: readonly ArmRun[]): StudyReport {
  const byArm = study.arms.map((arm) => {
    const mine = study.seeds.flatMap((seed) => runs.filter((run) => run.arm === arm.name && run.seed === seed))
    const missing = study.seeds.filter((seed) => !mine.some((run) => run.seed === seed))
    if (missing.length > 0) throw new Error(`Arm ${arm.name} has no run of seed ${missing.join(', ')}.`)
    return { arm: arm.name, mine, gains: mine.map((run) => probeGain(run.probes, study.lastProbes)) }
  })
  const arms = byArm.map(
    ({ arm, mine, gains }): ArmReport => ({
      arm,
      first: interval(gains.map((gain) => gain.first)),
      last: interval(gains.map((gain) => gain.last)),
      gain: interval(gains.map((gain) => gain.last - gain.first)),
      passRate: interval(mine.map((run) => mean(run.metrics.flatMap((round) => (round.passRate === null ? [] : [round.passRate]))))),
      validRate: interval(mine.map((run) => mean(run.metrics.map((round) => round.validRate)))),
      flops: interval(mine.map((run) => runFlops(run.metrics, run.parameters))),
      seconds: interval(mine.map((run) => run.metrics.reduce((sum, round) => sum + round.seconds, 0))),
    }),
  )
  const gainsOf = (index: number): number[] => (byArm[index]?.gains ?? []).map((gain) => gain.last - gain.first)
  const reference = gainsOf(0)
  const differences = byArm.slice(1).map(({ arm }, index) => ({
    arm,
    gain: interval(gainsOf(index + 1).map((gain, seed) => (reference[seed] ?? 0) - gain)),
  }))
  return { study: study.name, seeds: study.seeds, arms, differences }
}

const percent = (value: number | null): string => (value === null ? '-' : `${(100 * value).toFixed(1)} %`)
const shown = (each: Interval): string => (each.low === null ? percent(each.mean) : `${percent(each.mean)} (${percent(each.low)} to ${percent(each.high)})`)

/** The report as a Markdown table. */
export function printReport(report: StudyReport): string {
  const rows = report.arms.map(
    (arm) =>
      `| ${arm.arm} | ${shown(arm.first)} | ${shown(arm.last)} | ${shown(arm.gain)} | ${percent(arm.passRate.mean)} | ${percent(arm.validRate.mean)} | ${arm.flops.mean.toExponential(1)} | ${Math.round(arm.seconds.mean)} |`,
  )
  const differences = report.differences.map(({ arm, gain }) => `- ${report.arms[0]?.arm ?? ''} over ${arm}: ${shown(gain)}`)
  return [
    `# ${report.study}`,
    '',
    `Seeds ${report.seeds.join(', ')}; mean over seeds with 95 % t interval.`,
    '',
    '| arm | probe before | probe after | gain | pass rate | valid | FLOP | seconds |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
    '',
    ...differences,
    '',
  ].join('\n')
}
