// Which episode of a round shows best what an alarm is about, so that a person can go and read it. Pure.

import type { Attempt, Candidate, Episode } from '../protocol/records'
import { unreachable } from '../base/result'
import { hasNoSignal } from './round/advantage'
import type { PassageAnalyser } from './analyser'
import { duplicateGate } from './gates/duplicate'
import { leak } from './gates/leak'
import { rightGold } from './gates/solver'
import type { AlarmKind } from './health'
import { chanceLevel } from './rewards'
import { groups } from './round/metrics'

/** The index of the episode with the most of something, the earliest of several; null where none has any. */
function most(episodes: readonly Episode[], amount: (episode: Episode) => number): number | null {
  let best: { episode: number; amount: number } | null = null
  for (const episode of episodes) {
    const has = amount(episode)
    if (has > (best?.amount ?? 0)) best = { episode: episode.episode, amount: has }
  }
  return best?.episode ?? null
}

const validTasks = ({ candidates }: Episode): Candidate[] =>
  candidates.filter(({ valid, task }) => valid && task !== null)
const count = (candidates: readonly Candidate[], is: (candidate: Candidate) => boolean): number =>
  candidates.filter(is).length
const paidFor = (candidates: readonly Candidate[], is: (candidate: Candidate) => boolean): number =>
  Math.max(0, ...candidates.filter(is).map(({ reward }) => reward ?? 0))
const guessed =
  (level: number) =>
  ({ task }: Candidate): boolean =>
    task !== null && chanceLevel(task) === level

/** Higher the lower its entropy is. */
function certainty({ candidates, attempts }: Episode): number {
  const all = [...candidates, ...attempts].flatMap(({ entropy }: Candidate | Attempt) => entropy)
  return all.length === 0 ? 0 : 1 / (1e-6 + all.reduce((sum, each) => sum + each, 0) / all.length)
}

export function alarmEpisode(
  kind: AlarmKind,
  episodes: readonly Episode[],
  analyser: PassageAnalyser,
): number | null {
  switch (kind) {
    case 'notFinite':
      return null
    case 'noValidTasks':
      return most(episodes, ({ candidates }) =>
        candidates.some(({ valid }) => valid) ? 0 : candidates.length,
      )
    case 'invalidGroups':
      return most(episodes, ({ candidates }) => {
        const rewards = candidates.flatMap(({ reward }) => reward ?? [])
        return rewards.length > 1 && hasNoSignal(rewards) ? 1 + count(candidates, ({ valid }) => !valid) : 0
      })
    case 'repeats':
      return most(episodes, ({ candidates }) =>
        count(candidates, ({ gates }) =>
          gates.some(({ gate, passed }) => gate === duplicateGate.name && !passed),
        ),
      )
    case 'entropyCollapse':
      return most(episodes, certainty)
    case 'rewardWithoutProbe':
      return most(episodes, (episode) => paidFor(episode.candidates, ({ valid }) => valid))
    case 'noSignal':
      return most(
        episodes,
        (episode) =>
          groups(episode).filter(({ attempts }) => hasNoSignal(attempts.map(({ reward }) => reward))).length,
      )
    case 'guessInflation':
      return most(episodes, (episode) => paidFor(validTasks(episode), guessed(0.25)))
    case 'coinFlips':
      return most(episodes, (episode) => paidFor(validTasks(episode), guessed(0.5)))
    case 'wrongGold':
      return most(episodes, (episode) =>
        count(validTasks(episode), ({ task }) => task !== null && rightGold(task, analyser) === false),
      )
    case 'leaks':
      return most(episodes, (episode) =>
        count(validTasks(episode), ({ task }) => task !== null && !leak(task).passed),
      )
    default:
      return unreachable(kind)
  }
}
