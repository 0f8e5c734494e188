// The curriculum in three answers: who is ahead, what is asked now, and whether it is real. Pure; the page
// has the words.

import { wilsonInterval } from '../base/statistics'
import type { ProbeRecord, RoundMetrics } from '../protocol/records'
import { histogramMean } from './curves'

/** Rounds that are averaged into 'now' and into 'at first'. */
const window = 3
/** Pass rates between which the questions stand at the frontier: hard enough to fail, easy enough to do. */
export const frontier = [0.3, 0.7] as const

export type LeadingSeat = 'challenger' | 'reasoner' | 'level' | 'unknown'
/** Who is ahead where this share of the answers is right. */
export function leaderAt(passRate: number): Exclude<LeadingSeat, 'unknown'> {
  if (passRate > frontier[1]) return 'reasoner'
  return passRate < frontier[0] ? 'challenger' : 'level'
}

export type ProbeTrend = 'up' | 'down' | 'unclear' | 'unknown'

export interface Story {
  readonly ahead: LeadingSeat
  /** Rounds that `passRate` and the other values of now are means of. */
  readonly rounds: number
  /** Share of attempts that are right, over the newest rounds. */
  readonly passRate: number | null
  readonly reward: number | null
  /** Premises of a valid question, at first and now. */
  readonly premises: { readonly first: number | null; readonly now: number | null }
  readonly validRate: number | null
  readonly repeated: number | null
  readonly real: ProbeTrend
  readonly probe: { readonly first: number; readonly now: number; readonly round: number } | null
}

function meanOf(
  rounds: readonly RoundMetrics[],
  value: (round: RoundMetrics) => number | null,
): number | null {
  const there = rounds.map(value).filter((each) => each !== null)
  return there.length === 0 ? null : there.reduce((sum, each) => sum + each, 0) / there.length
}

/** Whether the newest probe is above the first one by more than both intervals allow. */
export function realOf(probes: readonly ProbeRecord[]): ProbeTrend {
  const [first, last] = [probes[0], probes.at(-1)]
  if (first === undefined || last === undefined || first === last) return 'unknown'
  const interval = ({ accuracy, answers }: ProbeRecord) =>
    wilsonInterval(Math.round(accuracy * answers.length), Math.max(1, answers.length))
  const [before, now] = [interval(first), interval(last)]
  if (now.low > before.high) return 'up'
  return now.high < before.low ? 'down' : 'unclear'
}

export function storyOf(rounds: readonly RoundMetrics[], probes: readonly ProbeRecord[]): Story {
  const [early, late] = [rounds.slice(0, window), rounds.slice(-window)]
  const passRate = meanOf(late, (round) => round.passRate)
  const premises = (list: readonly RoundMetrics[]): number | null =>
    meanOf(list, ({ premiseHistogram }) => histogramMean(premiseHistogram))
  const [first, last] = [probes[0], probes.at(-1)]
  return {
    ahead: passRate === null ? 'unknown' : leaderAt(passRate),
    rounds: late.length,
    passRate,
    reward: meanOf(late, (round) => round.challengerReward),
    premises: { first: premises(early), now: premises(late) },
    validRate: meanOf(late, (round) => round.validRate),
    repeated: meanOf(late, (round) => round.duplicateShare),
    real: realOf(probes),
    probe:
      first === undefined || last === undefined
        ? null
        : { first: first.accuracy, now: last.accuracy, round: last.round },
  }
}
