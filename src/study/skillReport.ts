// From the runs of a study to what it says of skill: the gain of an arm that is made to work before and
// after, and the first arm against one whose Challenger is fixed, at equal rounds and at three equal costs.

import { at } from '../base/at'
import type { ProbeRecord, RoundMetrics } from '../protocol/records'
import type { Interval, SkillReport } from '../protocol/studyReport'
import { roundFlops } from './flops'
import { interval } from './interval'
import type { ArmRun } from './armRun'
import type { ControlRole, Study } from './studyFile'

/** Accuracy on the held-out benchmark of weights after so many rounds, forced to work; null if not asked. */
export function skillAt(
  { evaluation }: Pick<ArmRun, 'evaluation'>,
  rounds: number,
  how: 'greedy' | 'sampled',
): number | null {
  const result = evaluation?.benchmarks['heldOut']?.[String(rounds)]
  const score = (result?.forced ?? result)?.[how]
  return score?.accuracy.mean ?? null
}

const gainOf = (run: ArmRun, rounds: number, how: 'greedy' | 'sampled' = 'greedy'): number | null => {
  const [first, last] = [skillAt(run, 0, how), skillAt(run, rounds, how)]
  return first === null || last === null ? null : last - first
}

const among = (values: readonly (number | null)[]): Interval | null => {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : interval(known)
}

/** What a round has cost, by axis. */
export const costs = {
  generated: (round: RoundMetrics) => round.generatedTokens,
  operations: roundFlops,
  tokens: (round: RoundMetrics) => round.trainedTokens,
} as const satisfies Record<string, (round: RoundMetrics, parameters: number) => number>

type Axis = keyof typeof costs

/** Cost before each probe, and the probe's accuracy; ascending. */
function curveOf(
  { metrics, probes, parameters }: Pick<ArmRun, 'metrics' | 'probes' | 'parameters'>,
  axis: Axis,
): { readonly spent: number; readonly accuracy: number }[] {
  const cost = costs[axis]
  return [...probes]
    .sort((a, b) => a.round - b.round)
    .map(({ round, accuracy }: ProbeRecord) => ({
      spent: metrics
        .filter((line) => line.round < round)
        .reduce((sum, line) => sum + cost(line, parameters), 0),
      accuracy,
    }))
}

/** Accuracy where so much is spent, in a straight line between probes; null beyond the last one. */
function accuracyAt(curve: ReturnType<typeof curveOf>, spent: number): number | null {
  const after = curve.findIndex((point) => point.spent >= spent)
  if (after < 0) return null
  const to = at(curve, after)
  const from = at(curve, Math.max(0, after - 1))
  const share = to.spent === from.spent ? 1 : (spent - from.spent) / (to.spent - from.spent)
  return from.accuracy + share * (to.accuracy - from.accuracy)
}

/** Both at the most that the one which spends less has spent, so that neither is drawn out beyond its end. */
export function leadAt(one: ArmRun, other: ArmRun, axis: Axis): number | null {
  const [curve, against] = [curveOf(one, axis), curveOf(other, axis)]
  const spent = Math.min(
    ...[curve, against].map((points) => Math.max(0, ...points.map((point) => point.spent))),
  )
  const [a, b] = [accuracyAt(curve, spent), accuracyAt(against, spent)]
  return a === null || b === null ? null : a - b
}

/** Null where the study names no controls. */
export function skillReportOf(study: Study, runs: readonly ArmRun[]): SkillReport | null {
  const [reference] = study.arms
  if (reference === undefined || Object.keys(study.controls).length === 0) return null
  const { rounds } = reference.config.game
  const own = (name: string | undefined): ArmRun[] => runs.filter(({ arm }) => arm === name)
  const first = own(reference.name)
  const gain = (role: ControlRole): Interval | null => {
    const arm = study.arms.find(({ name }) => name === study.controls[role])
    return arm === undefined ? null : among(own(arm.name).map((run) => gainOf(run, arm.config.game.rounds)))
  }
  const over = (lead: (one: ArmRun, other: ArmRun) => number | null): Interval | null =>
    among(
      first.flatMap((one) =>
        own(study.controls.fixed)
          .filter(({ seed }) => seed === one.seed)
          .map((other) => lead(one, other)),
      ),
    )
  const atRounds = (one: ArmRun, other: ArmRun): number | null => {
    const [a, b] = [gainOf(one, rounds), gainOf(other, rounds)]
    return a === null || b === null ? null : a - b
  }
  const atCost =
    (axis: Axis) =>
    (one: ArmRun, other: ArmRun): number | null =>
      leadAt(one, other, axis)
  return {
    skillGain: among(first.map((run) => gainOf(run, rounds))),
    skillGainAtTemperature1: among(first.map((run) => gainOf(run, rounds, 'sampled'))),
    trainedOverFixed: {
      rounds: over(atRounds),
      generated: over(atCost('generated')),
      operations: over(atCost('operations')),
      tokens: over(atCost('tokens')),
    },
    randomPayGain: gain('randomPay'),
    shuffledGain: gain('shuffled'),
    furtherWarmStartGain: gain('furtherWarmStart'),
    goldStepsGain: gain('goldSteps'),
    majorityGain: gain('majority'),
    noCorpusGain: gain('noCorpus'),
    evenScriptGain: gain('evenScript'),
  }
}
