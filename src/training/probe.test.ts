import { describe, expect, it } from 'vitest'
import { at } from '../base/at'
import type { Player } from '../spice/seats'
import { askProbe, mixed, readProbe, type ProbeQuestion } from './probe'

const question = (
  gold: string,
  type: ProbeQuestion['type'] = 'integer',
  options: string[] = [],
): ProbeQuestion => ({ type, question: `What is ${gold}?`, options, gold })

const saying = (texts: readonly string[], stopped = true): Player => ({
  name: 'script',
  encode: () => [],
  complete: async (requests) => {
    expect(requests.every(({ temperature, count }) => temperature === 0 && count === 1)).toBe(true)
    return requests.map((_, i) => [
      { tokens: [], logp: [], entropy: [], top: [], text: at(texts, i), stopped },
    ])
  },
})

describe('askProbe', () => {
  const ask = { round: 5, seed: 1, maxNewTokens: 20 }
  it('asks every question once and greedily, and counts the right answers', async () => {
    const probe = await askProbe(
      saying([' 1 + 1 = 2. Answer: 2', ' Answer: 4', ' hm', ' Answer: B) tea']),
      [question('2'), question('3'), question('4'), question('B', 'mcq', ['a', 'tea', 'c', 'd'])],
      ask,
    )
    expect(probe).toMatchObject({ round: 5, accuracy: 0.5 })
    expect(probe.answers.map(({ answer, right }) => [answer, right])).toEqual([
      ['2', true],
      ['4', false],
      [null, false],
      [expect.stringContaining('B'), true],
    ])
  })
  it('counts an answer that was cut off as none', async () => {
    expect((await askProbe(saying([' Answer: 2'], false), [question('2')], ask)).accuracy).toBe(0)
  })
})

describe('mixed', () => {
  it('lets lists take turns until there are enough', () => {
    const lists = [[question('1'), question('2'), question('3')], [question('a', 'string')]]
    expect(mixed(lists, 3).map(({ gold }) => gold)).toEqual(['1', 'a', '2'])
    expect(mixed([], 3)).toEqual([])
  })
})

describe('readProbe', () => {
  const read = (value: unknown) => {
    const result = readProbe(JSON.stringify(value), 'my.json')
    return result.ok ? result.value : result.error.message
  }
  it('reads a list and leaves out what it does not need', () => {
    expect(read([{ type: 'integer', question: 'q', gold: '4', steps: 3 }])).toEqual([
      { type: 'integer', question: 'q', options: [], gold: '4' },
    ])
  })
  it.each([
    [{}, 'not a list'],
    [[], 'not a list'],
    [
      [
        { type: 'integer', question: 'q', gold: '1' },
        { type: 'number', question: 'q', gold: '1' },
      ],
      'Question 2 of my.json',
    ],
    [[{ type: 'mcq', question: 'q', gold: 'A', options: ['a', 'b'] }], '2 options'],
    [[{ type: 'string', question: 'q', gold: '' }], 'Question 1'],
    [[null], 'Question 1'],
  ])('names what is wrong with %j', (value, message) => {
    expect(read(value)).toContain(message)
  })
  it('says when it is not JSON', () => {
    const result = readProbe('[{', 'my.json')
    expect(result.ok ? '' : result.error.message).toContain('my.json is not JSON')
  })
})
