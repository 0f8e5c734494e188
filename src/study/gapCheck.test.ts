// What counting words gives is what the formulas say, and players that answer alike have no lead.
import { describe, expect, it } from 'vitest'
import { oneOf } from '../base/tokenAutomaton'
import type { Task } from '../protocol/records'
import { bootstrap, checkGaps } from './gapCheck'
import { occurrences, trigramPlayer, trigramsOf } from './trigram'

const text = [
  [1, 2, 3, 1, 2, 3, 1, 2, 4],
  [5, 2, 3],
]

describe('the trigram model', () => {
  it('gives probabilities that sum to one behind any two tokens, known or not', () => {
    const probability = trigramsOf(text, 6, [
      [1, 2],
      [4, 4],
    ])
    for (const [a, b] of [
      [1, 2],
      [4, 4],
    ] as const) {
      const all = Array.from({ length: 6 }, (_, token) => probability(a, b, token))
      expect(all.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12)
      expect(Math.min(...all)).toBeGreaterThan(0)
    }
  })
  it('is interpolated Kneser-Ney with a discount of 3/4, by hand', () => {
    const probability = trigramsOf(text, 6, [[1, 2]])
    // Pairs of different tokens: 12, 23, 31, 24, 52; of them two end in 2, one in 3, 1 and 4 each.
    const lowest = (0.25 + (0.75 * 4) / 6) / 5
    // Behind 2: 3 after 1 and after 5, 4 after 1.
    const lower = (2 - 0.75 + 0.75 * 2 * lowest) / 3
    expect(probability(1, 2, 3)).toBeCloseTo((2 - 0.75 + 0.75 * 2 * lower) / 3, 12)
  })
  it('answers as a player that is held to options', async () => {
    const player = trigramPlayer(
      () => text,
      6,
      () => [],
    )
    const automaton = oneOf([[3], [4]], 0)
    const request = { seat: 'reasoner', parts: [], tokens: [1, 2], count: 1, stream: 0 } as const
    const [[told] = []] = await player.complete(
      [{ ...request, maxNewTokens: 1, temperature: 1, automaton }],
      { seed: 1 },
    )
    const [three, likely = 0, four, rare = 0] = told?.top[0] ?? []
    expect([three, four]).toEqual([3, 4])
    expect(likely).toBeGreaterThan(rare)
  })
})

it('counts runs of tokens', () => {
  expect(occurrences(text, [[1, 2], [2, 3], [3, 2], [2]])).toEqual([3, 3, 0, 4])
})

const taskOf = (gold: string): Task => ({
  ...{ type: 'mcq', question: 'It is ___.', options: ['a', 'b', 'c', 'd'], gold, steps: [], source: null },
})

describe('the check of gaps', () => {
  const questions = Array.from({ length: 60 }, (_, i) => ({
    document: `${i % 20}`,
    task: taskOf('ABCD'.charAt(i % 4)),
  }))
  const knowing = questions.map((_, i) => [0, 1, 2, 3].map((each) => (each === i % 4 ? 0.7 : 0.1)))
  const first = questions.map(() => [0.4, 0.2, 0.2, 0.2])

  it('tells how often each player takes the gold, and the lead of the first', () => {
    const check = checkGaps(questions, { reader: knowing, trigram: first }, 1)
    expect(check).toMatchObject({ questions: 60, documents: 20, chance: 0.25 })
    expect(check.players.reader).toMatchObject({ accuracy: { mean: 1, low: 1, high: 1 } })
    expect(check.players.reader?.probability).toBeCloseTo(0.7)
    expect(check.players.trigram?.accuracy.mean).toBe(0.25)
    expect(check.lead.trigram?.low).toBeGreaterThan(0.4)
    expect(Object.keys(check.lead)).toEqual(['chance', 'trigram'])
  })
  it('has no lead where both answer alike', () => {
    const { lead } = checkGaps(questions, { reader: first, trigram: first }, 1)
    expect(lead.trigram).toEqual({ mean: 0, low: 0, high: 0 })
  })
  it('draws documents, not questions', () => {
    const values = [1, 1, 1, 1, 0, 0, 0, 0]
    const together = bootstrap(values, ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b'], 1)
    expect([together.low, together.high]).toEqual([0, 1])
    const apart = bootstrap(
      values,
      values.map((_, i) => `${i}`),
      1,
    )
    expect(apart.low).toBeGreaterThan(0)
  })
})
