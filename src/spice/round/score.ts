// From verdicts to rewards and advantages of one episode: pure arithmetic, the same for a round being played and for a
// record being checked.

import type { Task, Verdict } from '../../protocol/records'
import type { RunConfig } from '../../config/schema'
import { advantages } from '../advantages'
import { challengerReward, reasonerReward } from '../rewards'
import { drawFor, type Place } from './draws'

/** A candidate among the G that were kept. */
export interface KeptCandidate {
  readonly index: number
  readonly task: Pick<Task, 'type' | 'gold'> | null
  readonly valid: boolean
  /** Verdicts of its attempts; empty for an invalid one. */
  readonly verdicts: readonly Verdict[]
}

export interface Scores {
  /** By candidate index. The advantage is null where the Challenger does not train. */
  readonly candidates: ReadonlyMap<number, { readonly reward: number; readonly advantage: number | null }>
  /** By candidate index: one entry an attempt. The advantage is null where the group does not train the Reasoner. */
  readonly attempts: ReadonlyMap<number, readonly { readonly reward: number; readonly advantage: number | null }[]>
}

export function scoreEpisode(config: RunConfig, place: Place, kept: readonly KeptCandidate[], chosen: number | null): Scores {
  const { reward, game } = config
  const paid = kept.map(({ index, task, valid, verdicts }) =>
    valid && task !== null ? challengerReward(reward, task, verdicts, reward.challenger === 'random' ? drawFor(place, 'randomReward', index).uniform() : 0) : reward.invalid,
  )
  const rewards = reward.shuffled ? drawFor(place, 'shuffleCandidates').shuffled(paid) : paid
  const centred = game.trains === 'reasoner' ? rewards.map(() => null) : advantages(rewards)
  const candidates = new Map(kept.map(({ index }, i) => [index, { reward: rewards[i] ?? 0, advantage: centred[i] ?? null }]))

  const attempts = new Map(
    kept
      .filter(({ valid }) => valid)
      .map(({ index, verdicts }) => {
        const earned = verdicts.map(reasonerReward)
        const own = reward.shuffled ? drawFor(place, 'shuffleAttempts', index).shuffled(earned) : earned
        const trains = game.trains !== 'challenger' && (game.reasonerTasks === 'all' || index === chosen)
        const group = trains ? advantages(own) : own.map(() => null)
        return [index, own.map((each, i) => ({ reward: each, advantage: group[i] ?? null }))] as const
      }),
  )
  return { candidates, attempts }
}
