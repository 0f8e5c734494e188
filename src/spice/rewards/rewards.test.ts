import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../protocol/records'
import { preset } from '../../config/config'
import { challengerRewards, type ChallengerRewardName, type RunConfig } from '../../config/schema'
import { chanceLevel, challengerReward, correctedForChance, reasonerReward, rewardKinds } from '.'

const task = { type: 'integer', gold: '4' } as const
const verdicts = (right: number, of: number): Verdict[] =>
  Array.from({ length: of }, (_, i) => (i < right ? 'right' : i % 2 === 0 ? 'wrong' : 'noAnswer'))
const settings = (challenger: ChallengerRewardName, chanceCorrection = false): RunConfig['reward'] => ({
  ...preset('paper').reward,
  challenger,
  chanceCorrection,
})
const row = (name: ChallengerRewardName, of = 8): string[] =>
  Array.from({ length: of + 1 }, (_, k) =>
    challengerReward(settings(name), task, verdicts(k, of), 0.5).toFixed(3),
  )

describe('challengerReward', () => {
  it('pays the nine values of Eq. 1 for K = 8', () => {
    expect(row('variance')).toEqual([
      '0.044',
      '0.372',
      '0.823',
      '0.988',
      '1.000',
      '0.988',
      '0.823',
      '0.372',
      '0.044',
    ])
  })
  it('pays five for K = 4', () => {
    expect(row('variance', 4)).toEqual(['0.044', '0.823', '1.000', '0.823', '0.044'])
  })
  it('is a Gaussian in the variance, not in p', () => {
    // exp(-(p - 0.5)^2 / (2 * 0.15^2)) would pay 0.249 at p = 0.25.
    expect(rewardKinds.variance.value(0.25, { width: 0.01 }, 0)).toBeCloseTo(
      Math.exp(-(0.0625 ** 2) / 0.02),
      12,
    )
    expect(rewardKinds.variance.value(0.25, { width: 0.01 }, 0)).toBeCloseTo(0.823, 3)
  })
  it('has the values of the other rewards', () => {
    expect(row('rzero').map(Number)).toEqual([0, 0.25, 0.5, 0.75, 1, 0.75, 0.5, 0.25, 0])
    expect(row('absoluteZero').map(Number)).toEqual([0, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125, 0])
    expect(row('threshold').map(Number)).toEqual([0, 1, 1, 1, 1, 1, 1, 1, 0])
    expect(challengerReward(settings('random'), task, verdicts(8, 8), 0.123)).toBe(0.123)
    expect(challengerReward(settings('learningProgress'), task, verdicts(8, 8), 0.125)).toBe(0.125)
    expect(challengerReward(settings('learningProgress'), task, verdicts(8, 8), -0.125)).toBe(0)
  })
  it('is symmetric in p for variance and R-Zero, and an invalid task earns less than any valid one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 64 }),
        fc.nat(64),
        fc.constantFrom(...challengerRewards),
        fc.boolean(),
        (of, k, name, corrected) => {
          const right = Math.min(k, of)
          const paid = challengerReward(settings(name, corrected), task, verdicts(right, of), 0.3)
          expect(paid).toBeGreaterThanOrEqual(0)
          expect(paid).toBeLessThanOrEqual(1)
          expect(paid).toBeGreaterThan(preset('paper').reward.invalid)
          if (name === 'variance' || name === 'rzero')
            expect(challengerReward(settings(name), task, verdicts(of - right, of), 0)).toBeCloseTo(
              challengerReward(settings(name), task, verdicts(right, of), 0),
              12,
            )
        },
      ),
    )
  })
  it('counts an attempt without an answer as wrong, and refuses a task that nobody attempted', () => {
    expect(challengerReward(settings('absoluteZero'), task, ['right', 'noAnswer'], 0)).toBe(0.5)
    expect(() => challengerReward(settings('variance'), task, [], 0)).toThrow('attempt')
  })
})

describe('correction for chance', () => {
  it('pays nothing above the ends for guessing, and leaves free form as it is', () => {
    const mcq = { type: 'mcq', gold: 'B' } as const
    const guess = challengerReward(settings('variance', true), mcq, verdicts(2, 8), 0)
    expect(guess.toFixed(3)).toBe('0.044')
    expect(challengerReward(settings('variance'), mcq, verdicts(2, 8), 0).toFixed(3)).toBe('0.823')
    expect(challengerReward(settings('variance', true), task, verdicts(2, 8), 0).toFixed(3)).toBe('0.823')
    expect(
      challengerReward(
        settings('variance', true),
        { type: 'string', gold: 'Yes.' },
        verdicts(4, 8),
        0,
      ).toFixed(3),
    ).toBe('0.044')
  })
  it('maps chance to 0 and certainty to 1', () => {
    for (const chance of [0, 0.25, 0.5]) {
      expect(correctedForChance(chance, chance)).toBe(0)
      expect(correctedForChance(1, chance)).toBe(1)
      expect(correctedForChance(0, chance)).toBe(0)
    }
    expect(chanceLevel({ type: 'string', gold: 'Paris' })).toBe(0)
    expect(chanceLevel({ type: 'integer', gold: '1' })).toBe(0)
  })
})

it('pays the Reasoner for right answers only', () => {
  expect((['right', 'wrong', 'noAnswer'] as const).map((verdict) => reasonerReward(verdict))).toEqual([
    1, 0, 0,
  ])
})
