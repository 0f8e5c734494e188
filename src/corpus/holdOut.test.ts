// What is held out of any corpus: some of it, never most of it, the same whatever else is there, and never a
// word of it in what is read.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { heldSpan, holdOut, spansOfPart } from './holdOut'

const named = (count: number, name: (i: number) => string): { id: string; name: string }[] =>
  Array.from({ length: count }, (_, i) => ({ id: `text ${i} of ${name(i)}`, name: name(i) }))
const partsOf = (documents: readonly { id: string; name: string }[]): string[] => [
  ...holdOut(documents).values(),
]

describe('what is held out of a corpus', () => {
  it('is about one document in five from ten on, whole', () => {
    for (const count of [10, 11, 60, 500]) {
      const parts = partsOf(named(count, (i) => `file-${i}.txt`))
      const held = parts.filter((part) => part === 'held').length
      expect(parts).toHaveLength(count)
      expect(parts).not.toContain('both')
      expect(held).toBeGreaterThan(0)
      expect(Math.abs(held - count / 5)).toBeLessThan(3 * Math.sqrt(count) + 1)
    }
  })

  it('is a part of each of fewer documents', () => {
    expect(partsOf(named(9, (i) => `file-${i}.txt`))).toEqual(Array.from({ length: 9 }, () => 'both'))
    expect(partsOf(named(1, () => 'one.pdf'))).toEqual(['both'])
  })

  it('is rows of a table, which counts as one document beside others', () => {
    const rows = named(200, (i) => `table.csv#${i + 1}`)
    const few = holdOut([...rows, ...named(3, (i) => `file-${i}.txt`)])
    expect(rows.map(({ id }) => few.get(id)).filter((part) => part === 'held').length).toBeGreaterThan(20)
    expect([...few.values()].filter((part) => part === 'both')).toHaveLength(3)
    // Its rows do not make many of nine files.
    const nine = holdOut([...rows, ...named(9, (i) => `file-${i}.txt`)])
    expect([...nine.values()].filter((part) => part === 'both')).toHaveLength(0)
  })

  it('is rows of a table of measurements too, whose documents are named by their rows', () => {
    const rows = named(40, (i) => `weather.csv#${5 * i + 1}-${5 * i + 5} indoor`)
    const parts = holdOut([...rows, ...named(3, (i) => `file-${i}.txt`)])
    expect([...parts.values()].filter((part) => part === 'both')).toHaveLength(3)
  })

  it('stays what it is when documents come to ten or more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 30, max: 80 }), fc.integer({ min: 1, max: 40 }), (count, more) => {
        const [before, after] = [count, count + more].map((n) => holdOut(named(n, (i) => `f${i}.md`)))
        for (const [id, part] of before ?? []) expect(after?.get(id)).toBe(part)
      }),
      { numRuns: 20 },
    )
  })
})

const paragraph = (i: number): string => `Paragraph ${i} says what only it says, in words of its own.`

describe('the held-out part of a document', () => {
  it('is contiguous, about a fifth, and nowhere in what is read', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 12 }),
        fc.integer({ min: 5, max: 60 }),
        (id, count) => {
          const text = Array.from({ length: count }, (_, i) => paragraph(i)).join('\n\n')
          const [held] = spansOfPart({ id, text }, 'both', 'held')
          const read = spansOfPart({ id, text }, 'both', 'read')
          if (held === undefined) throw new Error('nothing is held out')
          const share = (held.end - held.start) / text.length
          expect(share).toBeGreaterThanOrEqual(0.1)
          expect(share).toBeLessThanOrEqual(0.35)
          // Together they are the text, in order.
          const all = [held, ...read].sort((a, b) => a.start - b.start)
          expect(all.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
          const readText = read.map(({ start, end }) => text.slice(start, end)).join('\n')
          for (const each of text.slice(held.start, held.end).split('\n\n'))
            if (each.trim() !== '') expect(readText.includes(each.trim())).toBe(false)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('is whole sections where there are any', () => {
    const text = Array.from(
      { length: 10 },
      (_, i) => `## Section ${i}\n\n${paragraph(i)}\n\n${paragraph(100 + i)}\n\n`,
    ).join('')
    for (const id of ['a', 'b', 'c', 'd']) {
      const { start, end } = heldSpan(id, text)
      expect(text.slice(start)).toMatch(/^## Section/u)
      expect(end === text.length || text.slice(end).startsWith('## Section')).toBe(true)
    }
  })

  it('cuts a text of one block at the ends of its sentences, and one without any at a space', () => {
    const sentences = Array.from({ length: 30 }, (_, i) => `Sentence number ${i} has seven words.`).join(' ')
    const { start, end } = heldSpan('x', sentences)
    expect(sentences.slice(start, end)).toMatch(/^Sentence number .*words\.\s*$/su)
    const plain = 'word '.repeat(400)
    const held = heldSpan('x', plain)
    expect((held.end - held.start) / plain.length).toBeCloseTo(0.2, 1)
  })
})
