// Where an alarm belongs: the chart on which it is marked, and the episode that shows what it means. Pure.

import type { Episode } from '../protocol/records'
import type { AlarmKind } from '../spice/health'
import type { CurveName } from './curves'

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
      return find(({ chosen, candidates }) => (chosen === null ? candidates.findIndex(({ gates }) => gates.some(({ passed }) => !passed)) : null))
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
