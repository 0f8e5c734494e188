// What the Challenger is paid for a question of which k of K attempts were right, and the Reasoner for an
// attempt (arXiv 2510.24684, Eq. 1 and 5).

import type { RunConfig } from '../../config/schema'
import type { Task, Verdict } from '../../protocol/records'
import { answers } from '../answers'
import { absoluteZero } from './absoluteZero'
import type { ChallengerRewardName } from './names'
import { learningProgress } from './learningProgress'
import { random } from './random'
import type { ChallengerReward } from './reward'
import { rzero } from './rzero'
import { threshold } from './threshold'
import { variance } from './variance'

export const rewardKinds: Readonly<Record<ChallengerRewardName, ChallengerReward>> = {
  variance,
  rzero,
  absoluteZero,
  threshold,
  learningProgress,
  random,
}

/** Chance of being right by guessing: one in four options, one of two for yes and no. */
export const chanceLevel = ({ type, gold }: Pick<Task, 'type' | 'gold'>): number => answers[type].chance(gold)

/** max(0, (p - c) / (1 - c)): the pass rate above guessing. Not part of SPICE. */
export const correctedForChance = (p: number, chance: number): number =>
  Math.max(0, (p - chance) / (1 - chance))

/** Pass rate from verdicts; an attempt without an answer is wrong. */
export const passRate = (verdicts: readonly Verdict[]): number =>
  verdicts.filter((verdict) => verdict === 'right').length / verdicts.length

/**
 * The Challenger's reward for a valid task. `given` is what a reward that is not paid by pass rate is paid
 * by, a draw or a progress; others take no notice.
 * An invalid task earns `config.invalid`, whatever else.
 */
export function challengerReward(
  config: RunConfig['reward'],
  task: Pick<Task, 'type' | 'gold'>,
  verdicts: readonly Verdict[],
  given: number,
): number {
  if (verdicts.length === 0) throw new RangeError('challengerReward: a valid task has at least one attempt')
  const rate = passRate(verdicts)
  const p = config.chanceCorrection ? correctedForChance(rate, chanceLevel(task)) : rate
  return rewardKinds[config.challenger].value(p, config, given)
}

/**
 * 1 for a right answer, and what the configuration gives for the others: 0 in SPICE. No bonus for format, no
 * term for length.
 */
export function reasonerReward(
  verdict: Verdict,
  { wrong, noAnswer }: Partial<Pick<RunConfig['reward'], 'wrong' | 'noAnswer'>> = {},
): number {
  if (verdict === 'right') return 1
  return (verdict === 'wrong' ? wrong : noAnswer) ?? 0
}

/** R-Zero's penalty: lambda x the share of the questions that are alike, and never below 0. */
export const lessRepetition = (reward: number, weight: number, alike: number): number =>
  Math.max(0, reward - weight * alike)
