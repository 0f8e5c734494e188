// The curriculum in three answers: who is ahead, what is asked now, and whether it is real. And, for an alarm, the episode
// that shows what it means. Pure; the page has the words.

import { wilsonInterval } from '../base/statistics'
import type { Episode, ProbeRecord, RoundMetrics } from '../protocol/records'
import type { AlarmKind } from '../spice/health'
import { firstFailure } from '../spice/gates/gates'
import { histogramMean, type CurveName } from './curves'

/** Rounds that are averaged into 'now' and into 'at first'. */
const window = 3
/** Pass rates between which the questions stand at the frontier: hard enough to fail, easy enough to do. */
export const frontier = [0.3, 0.7] as const

export type Ahead = 'challenger' | 'reasoner' | 'level' | 'unknown'
export type Real = 'up' | 'down' | 'unclear' | 'unknown'

export interface Story {
  readonly ahead: Ahead
  /** Share of attempts that are right, over the newest rounds. */
  readonly passRate: number | null
  readonly reward: number | null
  /** Premises of a valid question, at first and now. */
  readonly premises: { readonly first: number | null; readonly now: number | null }
  readonly validRate: number | null
  readonly repeated: number | null
  readonly real: Real
  readonly probe: { readonly first: number; readonly now: number; readonly round: number } | null
}

function meanOf(rounds: readonly RoundMetrics[], value: (round: RoundMetrics) => number | null): number | null {
  const there = rounds.map(value).filter((each) => each !== null)
  return there.length === 0 ? null : there.reduce((sum, each) => sum + each, 0) / there.length
}

/** Whether the newest probe is above the first one by more than both intervals allow. */
export function realOf(probes: readonly ProbeRecord[]): Real {
  const [first, last] = [probes[0], probes.at(-1)]
  if (first === undefined || last === undefined || first === last) return 'unknown'
  const interval = ({ accuracy, answers }: ProbeRecord) => wilsonInterval(Math.round(accuracy * answers.length), Math.max(1, answers.length))
  const [before, now] = [interval(first), interval(last)]
  if (now.low > before.high) return 'up'
  return now.high < before.low ? 'down' : 'unclear'
}

export function storyOf(rounds: readonly RoundMetrics[], probes: readonly ProbeRecord[]): Story {
  const [early, late] = [rounds.slice(0, window), rounds.slice(-window)]
  const passRate = meanOf(late, (round) => round.passRate)
  const premises = (list: readonly RoundMetrics[]): number | null => meanOf(list, ({ premiseHistogram }) => histogramMean(premiseHistogram))
  const [first, last] = [probes[0], probes.at(-1)]
  return {
    ahead: passRate === null ? 'unknown' : passRate > frontier[1] ? 'reasoner' : passRate < frontier[0] ? 'challenger' : 'level',
    passRate,
    reward: meanOf(late, (round) => round.challengerReward),
    premises: { first: premises(early), now: premises(late) },
    validRate: meanOf(late, (round) => round.validRate),
    repeated: meanOf(late, (round) => round.duplicateShare),
    real: realOf(probes),
    probe: first === undefined || last === undefined ? null : { first: first.accuracy, now: last.accuracy, round: last.round },
  }
}

/** The chart on which an alarm is marked. */
export const chartOf: Readonly<Record<AlarmKind, CurveName>> = {
  notFinite: 'gradNorm',
  noValidTasks: 'validity',
  repeats: 'noSignal',
  entropyCollapse: 'entropy',
  rewardWithoutProbe: 'challengerReward',
  noSignal: 'noSignal',
  guessInflation: 'passRate',
}

export interface Culprit {
  /** Index in the round's list of episodes. */
  readonly episode: number
  readonly candidate: number | null
}

const meanEntropy = ({ candidates }: Episode): number => {
  const all = candidates.flatMap(({ entropy }) => entropy)
  return all.length === 0 ? Infinity : all.reduce((sum, each) => sum + each, 0) / all.length
}

const best = <T>(items: readonly T[], score: (item: T) => number): number => items.reduce((at, item, i) => (score(item) > score(items[at] ?? item) ? i : at), 0)

/** The episode of a round that shows what an alarm is about; null where none does. */
export function culpritOf(kind: AlarmKind, episodes: readonly Episode[]): Culprit | null {
  const find = (wanted: (episode: Episode) => number | null): Culprit | null => {
    for (const [index, episode] of episodes.entries()) {
      const candidate = wanted(episode)
      if (candidate !== null && candidate >= 0) return { episode: index, candidate }
    }
    return null
  }
  switch (kind) {
    case 'repeats':
      return find(({ candidates }) => candidates.findIndex(({ gates }) => gates.some(({ gate, passed }) => gate === 'duplicate' && !passed)))
    case 'noValidTasks':
      return find(({ chosen, candidates }) => (chosen === null ? candidates.findIndex(({ gates }) => firstFailure(gates) !== null) : null))
    case 'noSignal':
      return find(({ chosen, attempts }) => {
        const verdicts = new Set(attempts.filter(({ candidate }) => candidate === chosen).map(({ verdict }) => verdict))
        return verdicts.size === 1 ? chosen : null
      })
    case 'guessInflation':
      return find(({ candidates }) => candidates.findIndex(({ task, valid }) => valid && task?.type === 'mcq'))
    case 'rewardWithoutProbe': {
      if (episodes.length === 0) return null
      const most = (episode: Episode): number => Math.max(-Infinity, ...episode.candidates.map(({ reward }) => reward ?? -Infinity))
      const episode = best(episodes, most)
      return { episode, candidate: best(episodes[episode]?.candidates ?? [], ({ reward }) => reward ?? -Infinity) }
    }
    case 'entropyCollapse':
      return episodes.length === 0 ? null : { episode: best(episodes, (each) => -meanEntropy(each)), candidate: null }
    case 'notFinite':
      return episodes.length === 0 ? null : { episode: 0, candidate: null }
  }
}
