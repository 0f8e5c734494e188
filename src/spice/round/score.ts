// From verdicts to rewards and advantages of one episode: pure arithmetic, the same for a round being played and for a
// record being checked.

import type { Task, Verdict } from '../../protocol/records'
import type { RunConfig } from '../../config/schema'
import { advantages } from '../advantages'
import { challengerReward, reasonerReward } from '../rewards'
import { drawFor, type Place } from './draws'
import { learns } from './learns'

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
  const [challengerLearns, reasonerLearns] = [learns(config, 'challenger'), learns(config, 'reasoner')]
  const paid = kept.map(({ index, task, valid, verdicts }) =>
    valid && task !== null ? challengerReward(reward, task, verdicts, reward.challenger === 'random' ? drawFor(place, 'randomReward', index).uniform() : 0) : reward.invalid,
  )
  const rewards = reward.shuffled ? drawFor(place, 'shuffleCandidates').shuffled(paid) : paid
  const centred = challengerLearns ? advantages(rewards) : rewards.map(() => null)
  const candidates = new Map(kept.map(({ index }, i) => [index, { reward: rewards[i] ?? 0, advantage: centred[i] ?? null }]))

  const attempts = new Map(
    kept
      .filter(({ valid }) => valid)
      .map(({ index, verdicts }) => {
        const coin = reward.reasoner === 'random' ? drawFor(place, 'randomAttempts', index) : null
        const earned = coin === null ? verdicts.map(reasonerReward) : verdicts.map(() => (coin.chance(0.5) ? 1 : 0))
        const own = reward.shuffled ? drawFor(place, 'shuffleAttempts', index).shuffled(earned) : earned
        const trains = reasonerLearns && (game.reasonerTasks === 'all' || index === chosen)
        const group = trains ? advantages(own) : own.map(() => null)
        return [index, own.map((each, i) => ({ reward: each, advantage: group[i] ?? null }))] as const
      }),
  )
  return { candidates, attempts }
}
