import { expect, it } from 'vitest'
import { plainReading } from './plainReading'

it('predicts what follows the prompt, within the context', () => {
  expect(plainReading([7, 8], [1, 2, 3], 4)).toEqual({ tokens: [7, 8, 1, 2], from: 2 })
})

it('predicts from the second token on where no mark comes first', () => {
  expect(plainReading([], [1, 2, 3], 9)).toEqual({ tokens: [1, 2, 3], from: 1 })
  expect(plainReading([], [], 9)).toEqual({ tokens: [], from: 0 })
})
