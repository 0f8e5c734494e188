// From rewards to what each completion weighs in the update: which candidates are kept, advantages within a
// group, and the weight of a token. No division by the deviation, no length normalisation (Dr. GRPO; paper
// Eq. 3 and 4).

import type { Random } from '../base/random'

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

/**
 * How many of the `keep` trajectories are valid ones when `valid` of `sampled` were: the same share, rounded,
 * but at least one where there is one, and never more than there are of either kind.
 */
export function validAmongKept(valid: number, sampled: number, keep: number): number {
  if (valid === 0 || sampled === 0) return 0
  const share = Math.min(keep, Math.max(1, Math.round((keep * valid) / sampled)))
  const room = Math.min(keep, sampled)
  return Math.min(valid, Math.max(share, room - (sampled - valid)))
}

/**
 * Indices of the `keep` candidates that train, in the order in which they were sampled; all of them if there
 * are no more.
 */
export function ratioPreservingSample(valid: readonly boolean[], keep: number, random: Random): number[] {
  const indices = valid.map((_, i) => i)
  if (indices.length <= keep) return indices
  const good = indices.filter((i) => valid[i] === true)
  const bad = indices.filter((i) => valid[i] !== true)
  const goodCount = validAmongKept(good.length, indices.length, keep)
  return [...random.sample(good, goodCount), ...random.sample(bad, keep - goodCount)].sort((a, b) => a - b)
}

/**
 * Weight of each token in the loss: 1 / (trajectories of the seat x its budget of new tokens). The budget is
 * the
 * configured one, not the observed length; trajectories without advantage count too.
 */
export const tokenWeight = (trajectories: number, budget: number): number => 1 / (trajectories * budget)
