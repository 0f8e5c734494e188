// From the runs of a study to its report: pure arithmetic over metrics, probes and evaluations, so that
// anybody can do it again.

import { at } from '../base/at'
import { mean as meanOf } from '../base/statistics'
import type { ProbeRecord, RoundMetrics } from '../protocol/records'
import type {
  ArmReport,
  CurvePoint,
  CurveQuantity,
  Difference,
  Interval,
  StudyReport,
} from '../protocol/studyReport'
import { summariseArena } from './arenaSummary'
import { summariseBenchmark } from './benchmarkSummary'
import type { ArmRun } from './armRun'
import { documentReportOf } from './documentReport'
import { runFlops } from './flops'
import { skillReportOf } from './skillReport'
import type { Study } from './studyFile'
import { changeOf, interval } from './interval'

/** 0 where nothing was counted: a run of no rounds. */
const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : meanOf(values))

/**
 * Probe accuracy of the round-0 probe and the mean of the `count` last ones up to round `until`. Throws where
 * a run has no probe.
 */
export function probeGain(
  probes: readonly ProbeRecord[],
  count: number,
  until = Infinity,
): { first: number; last: number } {
  const sorted = probes.filter(({ round }) => round <= until).sort((a, b) => a.round - b.round)
  const first = sorted[0]
  if (first === undefined || first.round !== 0)
    throw new Error('The run has no probe of round 0: it must be asked before the first update.')
  const later = sorted.slice(1).slice(-count)
  if (later.length === 0) throw new Error('The run has no probe after round 0.')
  return { first: first.accuracy, last: mean(later.map((probe) => probe.accuracy)) }
}

const premisesOf = ({ premiseHistogram }: RoundMetrics): number | null => {
  const tasks = premiseHistogram.reduce((sum, count) => sum + count, 0)
  return tasks === 0
    ? null
    : premiseHistogram.reduce((sum, count, premises) => sum + count * premises, 0) / tasks
}

const ofRound: Readonly<Record<Exclude<CurveQuantity, 'probe'>, (round: RoundMetrics) => number | null>> = {
  passRate: ({ passRate }) => passRate,
  challengerReward: ({ challengerReward }) => challengerReward,
  validRate: ({ validRate }) => validRate,
  noSignalShare: ({ noSignalShare }) => noSignalShare,
  duplicateShare: ({ duplicateShare }) => duplicateShare,
  entropy: ({ entropy }) => entropy,
  premises: premisesOf,
  rightGold: ({ gold }) => (gold === undefined || gold.checked === 0 ? null : gold.right / gold.checked),
}

const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 1e5) / 1e5

/** A point for every round of which any seed has a value. */
function curve(
  values: readonly (readonly (readonly [round: number, value: number | null])[])[],
): CurvePoint[] {
  const byRound = new Map<number, number[]>()
  for (const [round, value] of values.flat())
    if (value !== null) byRound.set(round, [...(byRound.get(round) ?? []), value])
  return [...byRound]
    .sort(([a], [b]) => a - b)
    .map(([round, all]) => {
      const { mean: centre, low, high } = interval(all)
      return [round, rounded(centre) ?? 0, rounded(low), rounded(high), all.length] as const
    })
}

/** Points of a curve, about: a run of hundreds of rounds has one for every few of them, and for its last. */
const MOST_POINTS = 60

/** Whether a round has a point, of a run of so many. */
export const isDrawn = (round: number, rounds: number): boolean =>
  round % Math.ceil(rounds / MOST_POINTS) === 0 || round === rounds - 1

function curvesOf(runs: readonly ArmRun[]): StudyReport['curves'][string] {
  const probe = curve(
    runs.map(({ probes }) => probes.map(({ round, accuracy }) => [round, accuracy] as const)),
  )
  const others = Object.entries(ofRound).map(
    ([quantity, of]) =>
      [
        quantity,
        curve(
          runs.map(({ metrics }) =>
            metrics
              .filter(({ round }) => isDrawn(round, metrics.length))
              .map((each) => [each.round, of(each)] as const),
          ),
        ),
      ] as const,
  )
  return Object.fromEntries([['probe', probe] as const, ...others].filter(([, points]) => points.length > 0))
}

function armReport(arm: Study['arms'][number], runs: readonly ArmRun[], lastProbes: number): ArmReport {
  const gains = runs.map((run) => probeGain(run.probes, lastProbes))
  const change = changeOf(
    gains.map(({ first }) => first),
    gains.map(({ last }) => last),
  )
  return {
    arm: arm.name,
    seeds: runs.map(({ seed }) => seed),
    rounds: arm.config.game.rounds,
    ...change,
    passRate: interval(runs.map((run) => mean(run.metrics.flatMap((round) => round.passRate ?? [])))),
    validRate: interval(runs.map((run) => mean(run.metrics.map((round) => round.validRate)))),
    flops: interval(runs.map((run) => runFlops(run.metrics, run.parameters))),
    seconds: interval(runs.map((run) => run.metrics.reduce((sum, round) => sum + round.seconds, 0))),
  }
}

const heldOutAt = (run: ArmRun, rounds: number, how: 'greedy' | 'sampled'): number | null =>
  run.evaluation?.benchmarks['heldOut']?.[String(rounds)]?.[how]?.accuracy.mean ?? null

/**
 * The held-out benchmark of the first arm less that of another after the same number of rounds, paired by
 * seed.
 */
function heldOutDifference(
  study: Study,
  reference: readonly ArmRun[],
  arm: Study['arms'][number],
  runs: readonly ArmRun[],
): Difference[] {
  const rounds = arm.config.game.rounds
  const longest = study.arms[0]?.config.game.rounds ?? rounds
  const pairs = runs.flatMap((run) =>
    reference.filter(({ seed }) => seed === run.seed).map((other) => [other, run] as const),
  )
  const sameRound = pairs.every(([other]) => heldOutAt(other, rounds, 'greedy') !== null)
  const paired = (how: 'greedy' | 'sampled'): number[] =>
    pairs.flatMap(([other, run]) => {
      const [a, b] = [heldOutAt(other, sameRound ? rounds : longest, how), heldOutAt(run, rounds, how)]
      return a === null || b === null ? [] : [a - b]
    })
  const [greedy, sampled] = [paired('greedy'), paired('sampled')]
  return greedy.length === 0
    ? []
    : [
        {
          arm: arm.name,
          rounds,
          sameRound,
          greedy: interval(greedy),
          sampled: sampled.length === 0 ? null : interval(sampled),
        },
      ]
}

/** From the runs that are done; an arm of which none is done is left out. */
export function reportOf(study: Study, runs: readonly ArmRun[]): StudyReport {
  const done = study.arms
    .map((arm) => ({
      arm,
      runs: arm.seeds.flatMap((seed) => runs.filter((run) => run.arm === arm.name && run.seed === seed)),
    }))
    .filter((each) => each.runs.length > 0)
  const [reference] = done
  if (reference === undefined) throw new Error('No run of the study is done yet.')
  const others = done.slice(1)
  const names = Object.keys(study.benchmarks)
  const benchmarks = Object.fromEntries(
    names.map(
      (name) =>
        [
          name,
          Object.fromEntries(
            done.flatMap(({ arm, runs: own }) =>
              summariseBenchmark(
                own.flatMap(({ evaluation }) =>
                  evaluation?.benchmarks[name] === undefined ? [] : [evaluation.benchmarks[name]],
                ),
                arm.config.game.rounds,
              ).map((summary) => [arm.name, summary] as const),
            ),
          ),
        ] as const,
    ),
  )
  const arena = Object.fromEntries(
    done.flatMap(({ arm, runs: own }) =>
      summariseArena(own.flatMap(({ evaluation }) => evaluation?.arena ?? [])).map(
        (summary) => [arm.name, summary] as const,
      ),
    ),
  )
  const first = reference.arm.name
  const heldOut = benchmarks['heldOut'] ?? {}
  const last = (how: 'greedy' | 'sampled'): Record<string, Interval> =>
    Object.fromEntries(
      Object.entries(heldOut).flatMap(([arm, summary]) =>
        summary[how] === null ? [] : [[arm, summary[how].last] as const],
      ),
    )
  /** Null where the first arm was not probed so early. */
  const gainOf = (run: ArmRun, until: number): number | null => {
    if (!run.probes.some(({ round }) => round > 0 && round <= until)) return null
    const { first: before, last: after } = probeGain(run.probes, study.lastProbes, until)
    return after - before
  }
  const gainOver = (other: ArmRun, run: ArmRun, until: number): number[] => {
    const [a, b] = [gainOf(other, until), gainOf(run, until)]
    return a === null || b === null ? [] : [a - b]
  }
  return {
    v: 2,
    study: study.name,
    seeds: study.seeds,
    missing: study.arms.flatMap(({ name, seeds }) =>
      seeds
        .filter((seed) => !runs.some((run) => run.arm === name && run.seed === seed))
        .map((seed) => ({ arm: name, seed })),
    ),
    devices: [...new Set(runs.map(({ device }) => device))].sort(),
    parameters: reference.runs.length === 0 ? 0 : at(reference.runs, 0).parameters,
    fixedChallengerGain: arena[first]?.fixedChallengerGain ?? null,
    fixedReasonerDrop: arena[first]?.fixedReasonerDrop ?? null,
    heldOutGain: heldOut[first]?.greedy.gain ?? null,
    heldOutGainAtTemperature1: heldOut[first]?.sampled?.gain ?? null,
    rightGoldChange: arena[first]?.rightGoldChange ?? null,
    passWithPassage: arena[first]?.passWithPassage ?? null,
    heldOut: last('greedy'),
    heldOutAtTemperature1: last('sampled'),
    heldOutDifferences: others.flatMap(({ arm, runs: own }) =>
      heldOutDifference(study, reference.runs, arm, own),
    ),
    arms: done.map(({ arm, runs: own }) => armReport(arm, own, study.lastProbes)),
    differences: others.flatMap(({ arm, runs: own }) => {
      const until = arm.config.game.rounds
      const paired = own.flatMap((run) =>
        reference.runs
          .filter(({ seed }) => seed === run.seed)
          .flatMap((other) => gainOver(other, run, until)),
      )
      return paired.length === 0 ? [] : [{ arm: arm.name, gain: interval(paired) }]
    }),
    arena,
    benchmarks,
    curves: Object.fromEntries(done.map(({ arm, runs: own }) => [arm.name, curvesOf(own)] as const)),
    ...skillReportOf(study, runs),
    ...documentReportOf(done.map(({ arm: { name }, runs: own }) => ({ name, runs: own }))),
  }
}
