import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleAttempt, sampleCandidate, sampleEpisode, sampleRun } from '../replay/samples'
import { recheckEpisode } from '../spice/recheck'
import { asPlayed, recomputed, turned, withFlip } from './whatIf'

const run = sampleRun('r')
const attempts = (right: number, all = 8) => Array.from({ length: all }, (_, i) => sampleAttempt(i < right))
const episodeWith = (right: number) => ({
  ...sampleEpisode(0),
  candidates: [sampleCandidate(true), sampleCandidate(false)],
  attempts: attempts(right),
})
const flips = (count: number) => Array.from({ length: count }, (_, i) => i)

describe('what if', () => {
  it('leaves an episode alone where nothing is changed', () => {
    const episode = sampleEpisode(0)
    expect(recomputed(episode, run, asPlayed)).toBe(episode)
  })

  it('turns verdicts round, and back again', () => {
    expect([turned('right'), turned('wrong'), turned('noAnswer')]).toEqual(['wrong', 'right', 'right'])
    expect(withFlip(withFlip(asPlayed, 3), 3)).toEqual(asPlayed)
    expect(
      recomputed(episodeWith(8), run, { ...asPlayed, flipped: [0] })
        .attempts.map(({ verdict }) => verdict)
        .filter((each) => each === 'wrong'),
    ).toHaveLength(1)
  })

  it('pays the Challenger most at half right, and nothing is to be learned where all are equal', () => {
    const half = recomputed(episodeWith(8), run, { ...asPlayed, flipped: flips(4) })
    expect(half.candidates[0]?.reward).toBe(1)
    expect(half.attempts.map(({ advantage }) => advantage)).toEqual([
      -0.5, -0.5, -0.5, -0.5, 0.5, 0.5, 0.5, 0.5,
    ])
    const none = recomputed(episodeWith(8), run, { ...asPlayed, flipped: flips(8) })
    expect(none.candidates[0]?.reward).toBeCloseTo(Math.exp(-(0.25 ** 2) / 0.02), 12)
    expect(none.attempts.every(({ advantage }) => advantage === 0)).toBe(true)
  })

  it('agrees with the rules for any verdicts', () => {
    fc.assert(
      fc.property(fc.nat(8), fc.uniqueArray(fc.nat(7), { minLength: 1 }), (right, flipped) => {
        const what = recomputed(episodeWith(right), run, { ...asPlayed, flipped })
        // Verdicts no longer follow from the texts, on purpose; everything behind them must.
        const wrong = recheckEpisode(what, run.linked.config, run.linked.seed).filter(
          (line) => !/reads|prompt/.test(line),
        )
        expect(wrong).toEqual([])
      }),
    )
  })

  it('lets one seat alone learn', () => {
    const reasoner = recomputed(episodeWith(4), run, { ...asPlayed, trains: 'reasoner' })
    expect(reasoner.candidates.map(({ advantage }) => advantage)).toEqual([null, null])
    expect(reasoner.attempts.every(({ advantage }) => advantage !== null)).toBe(true)
    const challenger = recomputed(episodeWith(4), run, { ...asPlayed, trains: 'challenger' })
    expect(challenger.attempts.every(({ advantage }) => advantage === null)).toBe(true)
    expect(challenger.candidates.every(({ advantage }) => advantage !== null)).toBe(true)
  })

  it('shows a record without attempts as it is', () => {
    const bare = { ...sampleEpisode(0), attempts: [] }
    expect(recomputed(bare, run, { ...asPlayed, trains: 'both' })).toBe(bare)
  })
})
