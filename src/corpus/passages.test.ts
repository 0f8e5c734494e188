import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Tokenizer } from '../text/tokenizer'
import { estimateTokens } from './estimate'
import { cutPassages } from './passages'
import { sentencesOf } from './splitSentences'

const bytes = Tokenizer.train([], 256, [])
const scripts: Record<string, { text: string; sentences: number }> = {
  english: { text: 'Sam had 5 books. He gave 2 away! Did he keep 3? He did.', sentences: 4 },
  russian: { text: 'У Маши было 5 книг. Она отдала 2 книги! Сколько осталось? Осталось 3.', sentences: 4 },
  japanese: { text: '太郎は本を五冊持っていた。二冊をあげた！何冊残った？三冊だ。', sentences: 4 },
  chinese: { text: '小明有五本书。他送了两本！还剩几本？三本。', sentences: 4 },
  arabic: { text: 'كان لدى سامي خمسة كتب. أعطى كتابين! كم بقي؟ بقي ثلاثة.', sentences: 4 },
  hindi: { text: 'राम के पास पाँच किताबें थीं। उसने दो दे दीं! कितनी बचीं? तीन बचीं।', sentences: 4 },
  greek: { text: 'Ο Νίκος είχε πέντε βιβλία. Έδωσε δύο! Έμειναν τρία.', sentences: 3 },
  armenian: { text: 'Նա հինգ գիրք ուներ։ Նա երկուսը տվեց։ Մնաց երեքը։', sentences: 3 },
}
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        'One. ',
        'two three ',
        '\n',
        '\n\n',
        'Mr. X ',
        '漢字。',
        '👩‍👩‍👧',
        'x'.repeat(50),
        '  ',
        'е́ж! ',
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
)

describe('sentencesOf', () => {
  it.each(Object.entries(scripts))('finds the sentences of %s', (_, { text, sentences }) => {
    const found = sentencesOf(text)
    expect(found).toHaveLength(sentences)
    expect(found.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
  })

  it('does not end at abbreviations, initials or the end of a wrapped line', () => {
    const texts = [
      'Mr. Smith met Dr. Jones, e.g. on Monday. ',
      'J. S. Bach wrote it (cf. Fig. 2).\n',
      'A line of some forty letters that goes on\nto the next and ends there.',
    ]
    for (const text of texts) expect(sentencesOf(text)).toHaveLength(1)
    expect(sentencesOf('A heading\nThe text below it.')).toHaveLength(2)
    expect(sentencesOf('This line of a list is quite long, it was\n- another item of the list')).toHaveLength(
      2,
    )
  })

  it('covers any text, however long, and is quick', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const found = sentencesOf(text)
        expect(found.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
      }),
    )
    const long = 'He gave 2 of 35 books to Hugo. '.repeat(20_000)
    const started = performance.now()
    expect(sentencesOf(long)).toHaveLength(20_000)
    expect(sentencesOf('x'.repeat(100_000)).length).toBeLessThan(30)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

describe('cutPassages', () => {
  it('holds all text in order, each passage within its tokens', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 4, max: 80 }), (text, maxTokens) => {
        const passages = cutPassages(text, bytes, { maxTokens })
        let last = 0
        for (const { start, end, text: part, tokens } of passages) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(text.slice(last, start).trim()).toBe('')
          expect(part).toBe(text.slice(start, end))
          expect(part.trim()).toBe(part)
          expect(tokens).toBe(bytes.encode(part).length)
          expect(tokens).toBeGreaterThan(0)
          expect(tokens).toBeLessThanOrEqual(maxTokens)
          last = end
        }
        expect(text.slice(last).trim()).toBe('')
      }),
      { numRuns: 300 },
    )
  })

  it('keeps to the bound with a tokenizer whose tokens cross sentence ends', () => {
    const tokenizer = Tokenizer.train(
      Object.values(scripts).map(({ text }) => text.repeat(5)),
      500,
      [],
    )
    const text = Object.values(scripts)
      .map(({ text }) => `${text} ${text}`)
      .join('\n\n')
    for (const maxTokens of [5, 17, 40, 1000]) {
      const passages = cutPassages(text, tokenizer, { maxTokens })
      for (const passage of passages)
        expect(tokenizer.encode(passage.text).length).toBeLessThanOrEqual(maxTokens)
      expect(
        passages
          .map((passage) => passage.text)
          .join('')
          .replace(/\s/g, ''),
      ).toBe(text.replace(/\s/g, ''))
    }
  })

  it.each(Object.entries(scripts))('cuts %s at the ends of sentences', (_, { text }) => {
    const ends = new Set(sentencesOf(text).map(({ end }) => text.slice(0, end).trimEnd().length))
    const maxTokens =
      Math.max(...sentencesOf(text).map(({ start, end }) => bytes.encode(text.slice(start, end)).length)) + 10
    const passages = cutPassages(text, bytes, { maxTokens })
    expect(passages.length).toBeGreaterThan(1)
    for (const { end } of passages) expect(ends.has(end)).toBe(true)
  })

  it('prefers the ends of paragraphs, and packs what fits', () => {
    const paragraph = (n: number): string =>
      `Paragraph ${String(n)} has one sentence. And it has another one.`
    const text = [1, 2, 3].map(paragraph).join('\n\n')
    const size = paragraph(1).length
    expect(cutPassages(text, bytes, { maxTokens: size + 30 }).map((each) => each.text)).toEqual(
      [1, 2, 3].map(paragraph),
    )
    expect(cutPassages(text, bytes, { maxTokens: 1000 })).toHaveLength(1)
    expect(cutPassages(text, bytes, { maxTokens: 1000 })[0]).toMatchObject({
      start: 0,
      end: text.length,
      text,
    })
  })

  it('leaves out what is too short, and nothing is nothing', () => {
    expect(cutPassages('', bytes, { maxTokens: 10 })).toEqual([])
    expect(cutPassages(' \n\n\t ', bytes, { maxTokens: 10 })).toEqual([])
    expect(
      cutPassages('A sentence of some length. Ab.', bytes, { maxTokens: 26, minTokens: 4 }).map(
        (each) => each.text,
      ),
    ).toEqual(['A sentence of some length.'])
    expect(() => cutPassages('x', bytes, { maxTokens: 3 })).toThrow('4 or more')
    expect(() => cutPassages('x', bytes, { maxTokens: Number.NaN })).toThrow('NaN')
  })
})

describe('estimateTokens', () => {
  it('goes by bytes of UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(estimateTokens(text)).toBe(Math.ceil(new TextEncoder().encode(text).length / 3))
      }),
    )
  })
})
