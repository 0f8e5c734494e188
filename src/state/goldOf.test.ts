import { expect, it } from 'vitest'
import { goldOf } from './goldOf'

const probes = [
  { round: 0, accuracy: 0, answers: [{ question: 'How many?', gold: '7', answer: null, right: false }] },
]

it('knows held-out questions and stories that can be worked out, and nothing else', () => {
  expect(goldOf(' How many? ', probes)).toBe('7')
  expect(
    goldOf(
      'At first in the pot of Ann were 2 books. One hour later Ann added 2 to the pot. How many books did Ann have then?',
      [],
    ),
  ).toBe('4')
  expect(goldOf('Which release of Debian was named bookworm?', probes)).toBeNull()
})
