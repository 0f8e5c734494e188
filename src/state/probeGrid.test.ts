import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ProbeRecord } from '../protocol/records'
import { gridOf, wordDifference, writtenOf } from './probeGrid'

const probe = (round: number, right: readonly (boolean | null)[]): ProbeRecord => ({
  round,
  accuracy: 0.5,
  answers: right.map((is, i) => ({
    question: `q${i}`,
    gold: '1',
    answer: is === null ? null : is ? '1' : '2',
    right: is === true,
  })),
})

describe('grid', () => {
  it('orders questions by when they came to be known', () => {
    const grid = gridOf([
      probe(0, [false, true, null, false]),
      probe(5, [false, true, true, true]),
      probe(10, [false, true, true, false]),
    ])
    expect(grid.map(({ question }) => question)).toEqual(['q1', 'q2', 'q3', 'q0'])
    expect(grid[1]?.cells).toEqual([null, true, true])
    expect(gridOf([])).toEqual([])
  })
})

describe('word difference', () => {
  it('names the words that changed and no others', () => {
    expect(wordDifference('5-3=2 2+8=10 Answer: 10', '5-3=2 2+8=11 Answer: 11')).toEqual([
      { text: '5-3=2 ', kind: 'same' },
      { text: '2+8=10 ', kind: 'gone' },
      { text: '2+8=11 ', kind: 'new' },
      { text: 'Answer: ', kind: 'same' },
      { text: '10', kind: 'gone' },
      { text: '11', kind: 'new' },
    ])
  })
  it('can be read back either way, whatever the texts', () => {
    const words = fc
      .array(fc.constantFrom('a', 'b', 'c', ' ', '\n', 'dd'), { maxLength: 14 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(words, words, (before, after) => {
        const pieces = wordDifference(before, after)
        expect(
          pieces
            .filter(({ kind }) => kind !== 'new')
            .map(({ text }) => text)
            .join(''),
        ).toBe(before)
        expect(
          pieces
            .filter(({ kind }) => kind !== 'gone')
            .map(({ text }) => text)
            .join(''),
        ).toBe(after)
      }),
    )
  })
  it('takes the text where it is recorded, else the answer', () => {
    expect(writtenOf({ question: 'q', gold: '1', answer: '1', right: true, text: ' 1 Answer: 1' })).toBe(
      '1 Answer: 1',
    )
    expect(writtenOf({ question: 'q', gold: '1', answer: '1', right: true })).toBe('1')
    expect(writtenOf(undefined)).toBeNull()
  })
})
