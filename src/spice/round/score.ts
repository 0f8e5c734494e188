// From verdicts to rewards and advantages of one episode: pure arithmetic, the same for a round being played
// and for a record being checked.

import type { Task, Verdict } from '../../protocol/records'
import type { RunConfig } from '../../config/schema'
import { advantages, standardised } from '../advantages'
import { challengerReward, lessRepetition, passRate, reasonerReward } from '../rewards'
import { drawFor, type Place } from './draws'
import { learns } from './learns'

/** A candidate among the G that were kept. */
export interface KeptCandidate {
  readonly index: number
  readonly task: Pick<Task, 'type' | 'gold'> | null
  readonly valid: boolean
  /** Verdicts of its attempts; empty for an invalid one. */
  readonly verdicts: readonly Verdict[]
  /** Share of the round's questions that are like this one; 0 where that is not paid for. */
  readonly alike?: number
}

export interface Scores {
  /** By candidate index. The advantage is null where the Challenger does not train. */
  readonly candidates: ReadonlyMap<number, { readonly reward: number; readonly advantage: number | null }>
  /**
   * By candidate index: one entry an attempt. The advantage is null where the group does not train the
   * Reasoner.
   */
  readonly attempts: ReadonlyMap<
    number,
    readonly { readonly reward: number; readonly advantage: number | null }[]
  >
}

export function scoreEpisode(
  config: RunConfig,
  place: Place,
  kept: readonly KeptCandidate[],
  chosen: number | null,
): Scores {
  const { reward, game } = config
  const [challengerLearns, reasonerLearns] = [
    learns(config, 'challenger', place.round),
    learns(config, 'reasoner', place.round),
  ]
  const centre = config.update.advantage === 'standardised' ? standardised : advantages
  const paid = kept.map(({ index, task, valid, verdicts, alike }) => {
    if (!valid || task === null) return reward.invalid
    const own = challengerReward(
      reward,
      task,
      verdicts,
      reward.challenger === 'random' ? drawFor(place, 'randomReward', index).uniform() : 0,
    )
    return reward.repetition > 0 ? lessRepetition(own, reward.repetition, alike ?? 0) : own
  })
  const rewards = reward.shuffled ? drawFor(place, 'shuffleCandidates').shuffled(paid) : paid
  const centred = challengerLearns ? centre(rewards) : rewards.map(() => null)
  const candidates = new Map(
    kept.map(({ index }, i) => [index, { reward: rewards[i] ?? 0, advantage: centred[i] ?? null }]),
  )

  const attempts = new Map(
    kept
      .filter(({ valid }) => valid)
      .map(({ index, verdicts }) => {
        const coin = reward.reasoner === 'random' ? drawFor(place, 'randomAttempts', index) : null
        const earned =
          coin === null
            ? verdicts.map((verdict) => reasonerReward(verdict, reward))
            : verdicts.map(() => (coin.chance(0.5) ? 1 : 0))
        const own = reward.shuffled ? drawFor(place, 'shuffleAttempts', index).shuffled(earned) : earned
        const rate = passRate(verdicts)
        const inBand = rate >= (game.bandLow ?? 0) && rate <= (game.bandHigh ?? 1)
        const trains = reasonerLearns && inBand && (game.reasonerTasks === 'all' || index === chosen)
        const group = trains ? centre(own) : own.map(() => null)
        return [index, own.map((each, i) => ({ reward: each, advantage: group[i] ?? null }))] as const
      }),
  )
  return { candidates, attempts }
}
