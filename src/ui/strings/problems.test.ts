// Every problem has one line in every language, which ends as a sentence does.
import { describe, expect, it } from 'vitest'
import { english, type ProblemWords } from '../../problems'
import { table } from './table'

/** Stands for any value: text, number, list or object, whatever a sentence does with it. */
const sample: unknown = new Proxy(() => 'Sample.', {
  get: (_, key) => {
    if (key === Symbol.toPrimitive) return () => 'Sample.'
    if (key === Symbol.iterator) return () => [][Symbol.iterator]()
    return sample
  },
  apply: () => sample,
})

/** A value that chooses a sentence has to be one of those that there are. */
const chosen: Readonly<Record<string, unknown>> = {
  'engine-stopped': { how: 'ended', reason: '' },
  'benchmark-line': { name: 'a.jsonl', line: 3, fault: 'options', most: 4 },
}

describe.each(table)('$name', async ({ load }) => {
  const words = (await load()).problems as Record<keyof ProblemWords, (...given: unknown[]) => unknown>
  it.each(Object.keys(english) as (keyof ProblemWords)[])('%s', (code) => {
    const line = String(words[code](chosen[code] ?? sample, () => 'Sample.'))
    expect(line).not.toMatch(/\n|undefined|\[object/)
    expect(line.trim()).not.toBe('')
    expect(line).toMatch(/[.?]$/)
  })
})
