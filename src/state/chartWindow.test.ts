// The stretch of rounds that charts show: ends that never cross, and a logarithm that is undone.
import { describe, expect, it } from 'vitest'
import { isNarrowed, scaleFrom, wholeWindow, withEnd, within } from './chartWindow'

const ends = [0, 20] as const
const rounds = Array.from({ length: 21 }, (_, round) => round)
const self = (round: number): number => round

describe('the rounds that charts show', () => {
  it('are all, or a stretch with both of its ends', () => {
    expect(within(wholeWindow, rounds, self)).toBe(rounds)
    const narrowed = withEnd(withEnd(wholeWindow, 'from', 5, ends), 'to', 8, ends)
    expect(within(narrowed, rounds, self)).toEqual([5, 6, 7, 8])
    expect([wholeWindow, narrowed].map(isNarrowed)).toEqual([false, true])
  })

  it('are all again where an end reaches the last there is, and never none', () => {
    const from = withEnd(wholeWindow, 'from', 5, ends)
    expect(withEnd(from, 'from', -3, ends)).toEqual(wholeWindow)
    expect(withEnd(wholeWindow, 'to', 99, ends)).toEqual(wholeWindow)
    expect(within({ ...wholeWindow, from: 50 }, rounds, self)).toBe(rounds)
  })

  it('have ends that never cross, and that nonsense does not move', () => {
    const narrowed = { ...wholeWindow, from: 5, to: 8 }
    expect(withEnd(narrowed, 'from', 12, ends).from).toBe(8)
    expect(withEnd(narrowed, 'to', 2, ends).to).toBe(5)
    expect(withEnd(narrowed, 'to', NaN, ends)).toBe(narrowed)
  })
})

describe('the scale of rounds', () => {
  it('is even, or gives the first rounds the most room', () => {
    expect(rounds.map(scaleFrom(false, 0).along)).toEqual(rounds)
    const log = scaleFrom(true, 4)
    expect([4, 5, 7, 11].map(log.along)).toEqual([0, 1, 2, 3])
    for (const round of [4, 9, 300]) expect(log.back(log.along(round))).toBeCloseTo(round, 9)
    const seconds = scaleFrom(true, 30, 30)
    expect([30, 60, 120].map(seconds.along)).toEqual([0, 1, 2])
  })
})
