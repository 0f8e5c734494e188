// Reward: what each kept candidate earns by the verdicts on its task, and each rollout by its own. Pure
// arithmetic on verdicts, the same for a round in play and for a record that is checked.

import { at } from '../../base/at'
import type { RunConfig } from '../../config/schema'
import type { Candidate, Episode, Task, Verdict } from '../../protocol/records'
import { challengerReward, lessRepetition, reasonerReward, rewardKinds } from '../rewards'
import { drawFor, type Place } from './draws'
import type { Progress } from './progress'
import { alikeShares } from './repetition'
import type { JudgedTask, KeptGroup, RoundContext } from './state'

/** A candidate among the G that were kept, as its rewards see it. */
export interface RewardedCandidate {
  readonly index: number
  readonly task: Pick<Task, 'type' | 'gold'> | null
  readonly valid: boolean
  /** Verdicts on its rollouts; empty for an invalid one. */
  readonly verdicts: readonly Verdict[]
  /** Share of the round's questions that are like this one; 0 where that is not paid for. */
  readonly alike?: number
  /** What the Reasoner gained at its kind; needed where that is paid for. */
  readonly progress?: number | undefined
  /** Index of the candidate whose reward it shares: it asks the same question. */
  readonly copyOf?: number | undefined
  /** Of each token of its completion, nats; needed where surprise is paid for. */
  readonly logp?: readonly number[]
}

/** The candidates of a record that were kept, as their rewards see them. */
export const recordedCandidates = (
  episode: Pick<Episode, 'candidates' | 'attempts'>,
): (RewardedCandidate & Pick<Candidate, 'logp'>)[] =>
  episode.candidates.flatMap(({ reward, task, valid, alike, progress, copyOf, logp }, index) => {
    const attempts = episode.attempts.filter(({ candidate }) => candidate === index)
    const verdicts = attempts.map(({ verdict }) => verdict)
    return reward === null
      ? []
      : [{ index, task, valid, verdicts, alike: alike ?? 0, progress, copyOf, logp }]
  })

export interface Rewards {
  /** In the order of the kept candidates. */
  readonly candidates: readonly number[]
  /** By index of the candidate, one entry a rollout. */
  readonly attempts: ReadonlyMap<number, readonly number[]>
}

/** -log p of a completion, nats: with it as a reward, REINFORCE climbs the entropy of what is written. */
const surprisal = (logp: readonly number[]): number => logp.reduce((sum, each) => sum - each, 0)

export function rewardsOf(config: RunConfig, place: Place, kept: readonly RewardedCandidate[]): Rewards {
  const { reward } = config
  const own = kept.map(({ index, task, valid, verdicts, alike, progress, logp }) => {
    if (!valid || task === null) return reward.invalid
    const { basis } = rewardKinds[reward.challenger]
    const draw = basis === 'draw' ? drawFor(place, 'randomReward', index).uniform() : 0
    const byVerdicts = challengerReward(reward, task, verdicts, basis === 'progress' ? (progress ?? 0) : draw)
    const paid =
      reward.repetition > 0 ? lessRepetition(byVerdicts, reward.repetition, alike ?? 0) : byVerdicts
    return reward.surprise > 0 ? paid + reward.surprise * surprisal(logp ?? []) : paid
  })
  const earned = kept.map(({ copyOf }, i) => {
    const original = copyOf === undefined ? -1 : kept.findIndex(({ index }) => index === copyOf)
    return at(own, original < 0 ? i : original)
  })
  const attempts = kept
    .filter(({ valid }) => valid)
    .map(({ index, verdicts }) => {
      const coin = reward.reasoner === 'random' ? drawFor(place, 'randomAttempts', index) : null
      const own =
        coin === null
          ? verdicts.map((verdict) => reasonerReward(verdict, reward))
          : verdicts.map(() => (coin.chance(0.5) ? 1 : 0))
      const shuffles = reward.shuffled || reward.shuffledAttempts
      const paid = shuffles ? drawFor(place, 'shuffleAttempts', index).shuffled(own) : own
      return [index, paid] as const
    })
  return {
    candidates: reward.shuffled ? drawFor(place, 'shuffleCandidates').shuffled(earned) : earned,
    attempts: new Map(attempts),
  }
}

export interface RewardedEpisode {
  readonly kept: KeptGroup
  /** By index of the candidate, ascending. */
  readonly tasks: readonly JudgedTask[]
  /** Each task's share of the round's questions that are like it; null where that is not paid for. */
  readonly alike: ReadonlyMap<number, number> | null
  /** What was gained at each task's kind; null where that is not paid for. */
  readonly progress: ReadonlyMap<number, number> | null
  readonly candidates: readonly RewardedCandidate[]
  readonly rewards: Rewards
}

/** `progress` is null where it is not paid for. */
export function reward(
  { config, seed, round }: RoundContext,
  kept: readonly KeptGroup[],
  judged: readonly JudgedTask[],
  progress: Progress | null = null,
): RewardedEpisode[] {
  const shares = repetition(config, kept, judged)
  return kept.map((each) => {
    const { episode, candidates: all } = each.group
    const tasks = judged.filter((task) => task.episode === episode)
    const alike = shares && new Map(tasks.map((task) => [task.index, at(shares, judged.indexOf(task))]))
    const gained = progress && new Map(tasks.map(({ index, task }) => [index, progress.of(task)]))
    const candidates = each.kept.map((index): RewardedCandidate => {
      const judgedTask = tasks.find((task) => task.index === index)
      const { valid, task, copyOf, completion } = at(all, index)
      return {
        logp: completion.logp,
        copyOf,
        index,
        task: judgedTask?.task ?? task,
        valid,
        verdicts: judgedTask?.judgements.map(({ verdict }) => verdict) ?? [],
        alike: alike?.get(index) ?? 0,
        progress: gained?.get(index),
      }
    })
    const rewards = rewardsOf(config, { seed, round, episode }, candidates)
    return { kept: each, tasks, alike, progress: gained, candidates, rewards }
  })
}

/** For each task the share of the round's kept candidates whose questions are like it, as R-Zero has it. */
function repetition(
  { reward: { repetition: weight, repetitionDistance } }: RunConfig,
  kept: readonly KeptGroup[],
  judged: readonly JudgedTask[],
): readonly number[] | null {
  if (weight <= 0) return null
  const among = kept.reduce((sum, each) => sum + each.kept.length, 0)
  return alikeShares(
    judged.map(({ task }) => task.question),
    among,
    repetitionDistance,
  )
}
