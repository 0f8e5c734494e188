import { describe, expect, it } from 'vitest'
import { verdicts } from './judgeCommand'
import { reading } from './readCommand'
import { UsageError } from './usage'

describe('judge', () => {
  it('gives a verdict each, in order', () => {
    expect(
      verdicts([
        { type: 'integer', gold: '18', text: 'Answer: $18' },
        { type: 'integer', gold: '18', text: 'Answer: 19' },
        { type: 'string', gold: 'Paris', text: 'I do not know' },
        { type: 'mcq', gold: 'B', text: 'Answer: B Mercury', options: ['Venus', 'Mercury', 'Earth', 'Mars'] },
      ]),
    ).toEqual([{ verdict: 'right' }, { verdict: 'wrong' }, { verdict: 'noAnswer' }, { verdict: 'right' }])
  })
  it.each([
    [{}],
    [[5]],
    [[{ type: 'number', gold: '1', text: '' }]],
    [[{ type: 'integer', gold: 1, text: '' }]],
  ])('refuses %j in one line', (list) => {
    expect(() => verdicts(list)).toThrow(UsageError)
  })
})

describe('read', () => {
  it('gives the documents of a file, and a line for what did not come in', async () => {
    const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
    expect(await reading('folder/a.txt', bytes('Ants walk in a row.'))).toEqual({
      file: 'folder/a.txt',
      documents: [{ title: 'a.txt', text: 'Ants walk in a row.' }],
      leftOut: [],
    })
    const empty = await reading('b.txt', bytes(''))
    expect(empty.documents).toEqual([])
    expect(empty.leftOut).toHaveLength(1)
    expect(empty.leftOut[0]).toMatch(/b\.txt.*\.$/u)
  })
})
