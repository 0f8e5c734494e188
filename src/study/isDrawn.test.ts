import { expect, it } from 'vitest'
import { isDrawn } from './report'

it('draws every round of a short run, of a long one every few and the last', () => {
  const drawn = (rounds: number): number[] =>
    Array.from({ length: rounds }, (_, round) => round).filter((round) => isDrawn(round, rounds))
  expect(drawn(20)).toHaveLength(20)
  expect(drawn(60)).toHaveLength(60)
  expect(drawn(150)).toEqual([...Array.from({ length: 50 }, (_, i) => 3 * i), 149])
  expect(drawn(300)).toHaveLength(61)
})
