// Advantage: rewards less the mean of their group, a passage's candidates or a task's rollouts (Eq. 3 and 4);
// or whitened over the round by answer type and seat, as Absolute Zero has it. No division by the deviation
// unless it is asked for, no length normalisation (Dr. GRPO).

import { at } from '../../base/at'
import type { RunConfig } from '../../config/schema'
import type { Seat } from '../../protocol/records'
import { passRate } from '../rewards'
import type { Place } from './draws'
import { learns, learnsGolds } from './learns'
import { rewardsOf, type RewardedCandidate, type RewardedEpisode, type Rewards } from './reward'
import type { RoundContext } from './state'

/** Rewards minus their group's mean: they sum to zero, and are zero where all rewards are equal. */
export function advantages(rewards: readonly number[]): number[] {
  if (rewards.every((reward) => reward === rewards[0])) return rewards.map(() => 0)
  const mean = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length
  return rewards.map((reward) => reward - mean)
}

/** The same divided by the group's deviation (n - 1), as GRPO and R-Zero do. */
export function standardised(rewards: readonly number[]): number[] {
  const centred = advantages(rewards)
  const deviation = Math.sqrt(
    centred.reduce((sum, value) => sum + value * value, 0) / Math.max(1, rewards.length - 1),
  )
  return centred.map((value) => value / (deviation + 1e-6))
}

/** True for a group that teaches nothing: every reward is the same. */
export const hasNoSignal = (rewards: readonly number[]): boolean =>
  rewards.every((reward) => reward === rewards[0])

export interface Score {
  readonly reward: number
  /** Null where the group does not train its seat. */
  readonly advantage: number | null
}

export interface Scores {
  /** By index of the kept candidates, ascending. */
  readonly candidates: ReadonlyMap<number, Score>
  /** By index of the candidate: one entry a rollout. */
  readonly attempts: ReadonlyMap<number, readonly Score[]>
}

const scored = (rewards: readonly number[], advantage: readonly number[] | null): Score[] =>
  rewards.map((reward, i) => ({ reward, advantage: advantage === null ? null : at(advantage, i) }))

/** From verdicts to the scores of one episode, for a record that is checked or changed. */
export const scoreEpisode = (
  config: RunConfig,
  place: Place,
  kept: readonly RewardedCandidate[],
  chosen: number | null,
): Scores => scoresOf(config, place.round, kept, rewardsOf(config, place, kept), chosen)

/** The scores of one episode alone, each group about its own mean. */
function scoresOf(
  config: RunConfig,
  round: number,
  kept: readonly RewardedCandidate[],
  rewards: Rewards,
  chosen: number | null,
): Scores {
  const { game, update } = config
  const centre = update.advantage === 'standardised' ? standardised : advantages
  const reasonerLearns = learns(config, 'reasoner', round) && !learnsGolds(config)
  const candidates = scored(
    rewards.candidates,
    learns(config, 'challenger', round) ? centre(rewards.candidates) : null,
  )
  const attempts = kept.flatMap(({ index, verdicts }) => {
    const own = rewards.attempts.get(index)
    if (own === undefined) return []
    const rate = passRate(verdicts)
    // A record of a run from before there was a band has none.
    const inBand = rate >= (game.bandLow ?? 0) && rate <= (game.bandHigh ?? 1)
    const trains = reasonerLearns && inBand && (game.reasonerTasks === 'all' || index === chosen)
    return [[index, scored(own, trains ? centre(own) : null)] as const]
  })
  return {
    candidates: new Map(kept.map(({ index }, i) => [index, at(candidates, i)])),
    attempts: new Map(attempts),
  }
}

export interface ScoredEpisode extends RewardedEpisode {
  readonly scores: Scores
}

export function advantage(
  { config, round }: RoundContext,
  episodes: readonly RewardedEpisode[],
): ScoredEpisode[] {
  const centred = episodes.map((each) => {
    const { kept, candidates, rewards } = each
    return { ...each, scores: scoresOf(config, round, candidates, rewards, kept.chosen) }
  })
  return config.update.advantage === 'whitened' ? whitened(centred) : centred
}

const EPSILON = 1e-8

/** Rewards of everything that trains less the mean of their seat and type, over their deviation. */
function whitened(episodes: readonly ScoredEpisode[]): ScoredEpisode[] {
  const rewards = new Map<string, number[]>()
  for (const episode of episodes)
    for (const { key, score } of entries(episode))
      if (score.advantage !== null) rewards.set(key, [...(rewards.get(key) ?? []), score.reward])
  const known = new Map([...rewards].map(([key, values]) => [key, moments(values)]))
  const whiten = (key: string, score: Score): Score => {
    const of = known.get(key)
    if (of === undefined || score.advantage === null) return score
    return {
      reward: score.reward,
      advantage: of.deviation < EPSILON ? 0 : (score.reward - of.mean) / of.deviation,
    }
  }
  return episodes.map((episode) => {
    const { candidates, attempts } = episode.scores
    const scores: Scores = {
      candidates: new Map(
        [...candidates].map(([index, score]) => [index, whiten(keyOf(episode, 'challenger', index), score)]),
      ),
      attempts: new Map(
        [...attempts].map(([index, scores]) => [
          index,
          scores.map((score) => whiten(keyOf(episode, 'reasoner', index), score)),
        ]),
      ),
    }
    return { ...episode, scores }
  })
}

/** Everything that was paid, in the order of the record: sums in floating point depend on it. */
function entries(episode: ScoredEpisode): { readonly key: string; readonly score: Score }[] {
  const { candidates, attempts } = episode.scores
  return [
    ...[...candidates].map(([index, score]) => ({ key: keyOf(episode, 'challenger', index), score })),
    ...chosenFirst(episode).flatMap(({ index }) =>
      (attempts.get(index) ?? []).map((score) => ({ key: keyOf(episode, 'reasoner', index), score })),
    ),
  ]
}

/** By the answer type, or kind of program, of the task; of what did not parse by what was asked for. */
function keyOf({ kept: { group } }: ScoredEpisode, seat: Seat, index: number): string {
  const { task } = at(group.candidates, index)
  return `${seat} ${task?.program?.kind ?? task?.type ?? group.kind ?? group.type ?? ''}`
}

/** An episode's tasks in the order of the record: the chosen one, then the others as they were sampled. */
export const chosenFirst = ({ kept: { chosen }, tasks }: RewardedEpisode): RewardedEpisode['tasks'] =>
  [...tasks].sort((a, b) => Number(b.index === chosen) - Number(a.index === chosen))

function moments(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { mean, deviation: Math.sqrt(variance) }
}
