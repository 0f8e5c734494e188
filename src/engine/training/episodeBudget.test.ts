import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Episode } from '../../protocol/records'
import {
  withRound,
  withoutTokens,
  estimate,
  withoutLikeliest,
  planThinning,
  type StoredEpisodes,
} from './episodeBudget'

const none: StoredEpisodes = { bytes: [], lean: 0, bare: 0 }

describe('plan', () => {
  it('does nothing within the budget', () => {
    expect(planThinning({ bytes: [50, 50], lean: 0, bare: 0 }, 100)).toBeNull()
  })

  it('thins the oldest first, and in two steps', () => {
    expect(planThinning({ bytes: [50, 50, 50], lean: 0, bare: 0 }, 130)).toEqual({
      bytes: [50, 50, 50],
      lean: 2,
      bare: 0,
    })
    expect(planThinning({ bytes: [50, 50, 50], lean: 2, bare: 0 }, 80)).toEqual({
      bytes: [50, 50, 50],
      lean: 2,
      bare: 2,
    })
  })

  it('keeps any run within its budget as long as its newest round and bare ones fit, and never thickens', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 60 }), (sizes) => {
        let kept = none
        const budget = 100 / 0.85 + sizes.reduce((sum, size) => sum + size, 0) * 0.15
        for (const size of sizes) {
          const grown = withRound(kept, size)
          const next = planThinning(grown, budget) ?? grown
          expect(next.lean).toBeGreaterThanOrEqual(kept.lean)
          expect(next.bare).toBeGreaterThanOrEqual(kept.bare)
          expect(next.bare).toBeLessThanOrEqual(next.lean)
          expect(estimate(next)).toBeLessThanOrEqual(budget)
          kept = next
        }
      }),
    )
  })
})

describe('thinned episodes', () => {
  const generated = {
    tokens: [1, 2],
    logp: [-1, -2],
    entropy: [0.1, 0.2],
    top: [
      [1, 0.5],
      [2, 0.5],
    ],
    text: 'six',
    stopped: true,
  }
  const episode: Episode = {
    v: 1,
    round: 3,
    episode: 0,
    passage: { document: 'd', start: 0, end: 3, text: 'six' },
    prompts: { challenger: { tokens: [1], text: 'x' }, reasoner: null },
    candidates: [{ ...generated, gates: [], task: null, valid: false, reward: -0.1, advantage: 0 }],
    chosen: null,
    attempts: [{ ...generated, candidate: 0, answer: '6', verdict: 'right', reward: 1, advantage: 0.5 }],
  }
  it('lose what is recorded by token and nothing that a reward follows from', () => {
    expect(withoutLikeliest(episode).attempts[0]).toEqual({ ...episode.attempts[0], top: [] })
    expect(withoutTokens(episode).candidates[0]).toEqual({
      ...episode.candidates[0],
      top: [],
      tokens: [],
      logp: [],
      entropy: [],
    })
    expect(withoutTokens(episode).passage).toEqual(episode.passage)
    expect(withoutTokens(withoutLikeliest(episode))).toEqual(withoutTokens(episode))
  })
})
