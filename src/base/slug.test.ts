import { expect, it } from 'vitest'
import { slug } from './slug'

it.each([
  ['Whisky reports 2', 60, 'whisky-reports-2'],
  ['Märchen/../: Ω?', 60, 'märchen-ω'],
  [' ../ ', 60, ''],
  ['one two three', 8, 'one-two'],
  ['Pass rate (95 %)', 60, 'pass-rate-95'],
])('%s, at most %i characters: %s', (text, longest, expected) => {
  expect(slug(text, longest)).toBe(expected)
})
