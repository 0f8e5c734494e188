import { expect, it } from 'vitest'
import { namePlaces } from './Bands'

it('keeps the names of lines apart where the lines end together, each as near to its own as can be', () => {
  expect(namePlaces([20, 100, 22, 24])).toEqual([20, 100, 36, 52])
  expect(namePlaces([])).toEqual([])
})
