import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { Tokenizer, TokenizerTrainer } from './tokenizer'
import { piecesOf, wellFormed } from './pieces'

const marks = ['begin', 'end', 'passage', 'challenger', 'reasoner']
const sample = [
  'Sam had 35 books. Then he gave away 12, so he had 23 books. "Don\'t count them," said Hugo.',
  'Маша нашла 7 книг и отдала 3 книги. Потом книг стало 4.',
  '太郎は本を35冊持っていた。それから12冊を友達にあげた。',
  'كان لدى سامي ٣٥ كتابا، ثم أعطى ١٢ كتابا.',
  'ไทยไม่มีช่องว่างระหว่างคำ\n\n\tและอื่นๆ 👩‍👩‍👧 \r\n end',
]
const texts = Array.from({ length: 20 }, () => sample).flat()
const trained = Tokenizer.train(texts, 700, marks)

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(fc.constantFrom(...sample.flatMap((text) => [...piecesOf(text)])), { maxLength: 30 })
    .map((parts) => parts.join('')),
)
const utf8 = new TextEncoder()

describe('Tokenizer', () => {
  it('gives any text back, byte for byte, and never a mark', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const ids = trained.encode(text)
        expect(ids.some((id) => trained.isMark(id))).toBe(false)
        expect(trained.bytes(ids)).toEqual(utf8.encode(text))
        expect(trained.decode(ids)).toBe(wellFormed(text))
      }),
      { numRuns: 500 },
    )
  })

  it('gives any bytes back, UTF-8 or not', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(Array.from(trained.bytes(trained.encodeBytes(bytes)))).toEqual(Array.from(bytes))
      }),
    )
    expect(wellFormed('a\ud800b\udc00👩')).toBe('a\ufffdb\ufffd👩')
    expect(trained.decode([0xff])).toBe('\ufffd')
    expect(trained.decode(trained.encode('\ufeffBOM'))).toBe('\ufeffBOM')
  })

  it('does not read marks out of text, whatever they look like there', () => {
    for (const text of ['begin', '⟨begin⟩', '<|begin|>', '[end]', ...marks]) {
      expect(trained.encode(text).every((id) => id < trained.size - marks.length)).toBe(true)
    }
  })

  it('has every digit, of any script, in a piece of its own', () => {
    fc.assert(
      fc.property(anyText, fc.stringMatching(/^[0-9]{1,12}$/), anyText, (before, digits, after) => {
        const ids = trained.encode(`${before}${digits}${after}`)
        expect(ids.filter((id) => id >= 48 && id < 58).length).toBeGreaterThanOrEqual(digits.length)
      }),
    )
    for (let id = 256; id < trained.size - marks.length; id++)
      expect(trained.decode([id])).not.toMatch(/\p{Nd}./su)
    for (let id = 256; id < trained.size - marks.length; id++)
      expect(trained.decode([id])).not.toMatch(/.\p{Nd}/su)
    expect(trained.encode('2026')).toEqual([50, 48, 50, 54])
    expect(trained.encode(' 35').slice(-2)).toEqual(trained.encode('35'))
  })

  it('joins parts with marks between them, and leaves marks out of the text', () => {
    const ids = trained.encodeParts([{ mark: 'begin' }, { text: 'Sam had 3' }, { mark: 'end' }])
    expect(ids).toEqual([trained.mark('begin'), ...trained.encode('Sam had 3'), trained.mark('end')])
    expect(new Set(marks.map((mark) => trained.mark(mark))).size).toBe(marks.length)
    expect(trained.decode(ids)).toBe('Sam had 3')
    expect(() => trained.mark('nobody')).toThrow('nobody')
    expect(() => trained.decode([trained.size])).toThrow(String(trained.size))
  })

  it('learns what is frequent, and makes text shorter', () => {
    expect(trained.encode(' books')).toHaveLength(1)
    expect(trained.encode(' книг')).toHaveLength(1)
    const text = sample.join(' ')
    expect(trained.encode(text).length).toBeLessThan(utf8.encode(text).length / 2)
  })

  it('is the same when trained again, and after JSON', () => {
    const again = Tokenizer.train(texts, 700, marks)
    expect(again.toJSON()).toEqual(trained.toJSON())
    const restored = Tokenizer.fromJSON(JSON.parse(JSON.stringify(trained)))
    if (!restored.ok) throw new Error(restored.error.message)
    expect(restored.value.size).toBe(trained.size)
    for (const text of sample) expect(restored.value.encode(text)).toEqual(trained.encode(text))
    expect(restored.value.mark('end')).toBe(trained.mark('end'))
  })

  it('does not depend on how texts are split among calls of the trainer', () => {
    const trainer = new TokenizerTrainer()
    for (const text of texts) trainer.add(text)
    expect(trainer.characters).toBe(texts.reduce((sum, text) => sum + text.length, 0))
    expect(trainer.finish(700, marks).toJSON()).toEqual(trained.toJSON())
  })

  it('picks the most frequent pair each time (against a plain count of everything)', () => {
    const words = fc.array(fc.stringMatching(/^[ab]{1,6}$/), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(words, (list) => {
        const tokenizer = Tokenizer.train([list.join(' ')], 262, [])
        expect(tokenizer.toJSON().merges).toEqual(plainMerges(piecesOf(list.join(' ')), 6))
      }),
      { numRuns: 200 },
    )
  })

  it('reports progress up to the end, and stops early on little text', () => {
    const seen: number[] = []
    const small = Tokenizer.train(['ab ab ab'], 500, marks, (done, total) => {
      expect(total).toBe(500 - 256 - marks.length)
      seen.push(done)
    })
    expect(small.size).toBe(256 + 2 + marks.length)
    expect(seen.at(-1)).toBe(2)
    expect(Tokenizer.train([], 400, marks).encode('é')).toEqual([0xc3, 0xa9])
  })

  it('refuses a vocabulary that is too small, and two marks of one name', () => {
    expect(() => Tokenizer.train(texts, 200, marks)).toThrow('261')
    expect(() => Tokenizer.train(texts, Number.NaN, marks)).toThrow('NaN')
    expect(() => Tokenizer.train(texts, 400, ['a', 'a'])).toThrow('same name')
  })

  it('refuses JSON that is not a tokenizer, in one line', () => {
    const good = trained.toJSON()
    const bad: unknown[] = [
      null,
      'x',
      {},
      { ...good, version: 2 },
      { ...good, marks: ['a', 'a'] },
      { ...good, marks: [1] },
      { ...good, merges: 7 },
      { ...good, merges: [[0, 256]] },
      { ...good, merges: [[0, -1]] },
      { ...good, merges: [[0, 1, 2]] },
      {
        ...good,
        merges: [
          [1, 2],
          [1, 2],
        ],
      },
    ]
    for (const json of bad) {
      const read = Tokenizer.fromJSON(json)
      expect(read.ok).toBe(false)
      if (!read.ok) expect(read.error.message).toMatch(/^This tokenizer cannot be read: [^\n]+\.$/)
    }
  })
})

describe('display', () => {
  it('shows what cannot be seen', () => {
    const [newline, space, half] = [trained.display(10), trained.display(32), trained.display(0xe3)]
    expect([newline, space, half]).toEqual(['↵', '␣', '‹E3›'])
    expect(trained.display(trained.mark('passage'))).toBe('⟨passage⟩')
    expect(trained.display(at(trained.encode(' books'), 0))).toBe(' books')
    const all = trained.vocabulary()
    expect(all).toHaveLength(trained.size)
    expect(all.every((text) => text.length > 0 && !/[\p{Cc}]/u.test(text))).toBe(true)
  })
})

describe('piecesOf', () => {
  it('loses nothing and keeps digits apart', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(piecesOf(wellFormed(text)).join('')).toBe(wellFormed(text))
      }),
      { numRuns: 500 },
    )
    expect(piecesOf("Sam's 12 books:  ٣٥")).toEqual([
      'Sam',
      "'s",
      ' ',
      '1',
      '2',
      ' books',
      ':',
      ' ',
      ' ',
      '٣',
      '٥',
    ])
  })
})

/** Counts everything anew for each merge; ties go to the smaller pair. */
function plainMerges(pieces: readonly string[], wanted: number): [number, number][] {
  const words = pieces.map((piece) => Array.from(utf8.encode(piece)))
  const merges: [number, number][] = []
  while (merges.length < wanted) {
    const counts = new Map<string, number>()
    for (const word of words)
      for (let i = 1; i < word.length; i++)
        counts.set(
          `${String(word[i - 1])},${String(word[i])}`,
          (counts.get(`${String(word[i - 1])},${String(word[i])}`) ?? 0) + 1,
        )
    const best = [...counts]
      .map(([pair, count]) => ({ pair: pair.split(',').map(Number) as [number, number], count }))
      .sort((a, b) => b.count - a.count || a.pair[0] - b.pair[0] || a.pair[1] - b.pair[1])[0]
    if (best === undefined || best.count < 2) break
    const made = 256 + merges.push(best.pair) - 1
    for (const word of words) {
      for (let i = 1; i < word.length; i++)
        if (word[i - 1] === best.pair[0] && word[i] === best.pair[1]) word.splice(i - 1, 2, made)
    }
  }
  return merges
}
