import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asHuggingFaceTokenizer } from './exportTokenizer'
import { PretrainedTokenizer } from './pretrained'
import { Tokenizer } from './tokenizer'

const texts = [
  'Sam had 6 books. Hugo gave him 5 more.',
  "It's what they'll say, isn't it? IT'S.",
  'naïve café — “quoted” …',
  '  indented\n\n\tlines\r\n',
  '日本語の文章です。',
  'a  b   c 12345',
]
const own = Tokenizer.train([...texts, ...texts, ...texts], 420, ['begin', 'passage', 'end'])
const opened = PretrainedTokenizer.open(asHuggingFaceTokenizer(own.toJSON()))

describe("the lab's tokenizer as tokenizer.json", () => {
  it('gives the same ids for any text', () => {
    if (!opened.ok) throw new Error(opened.error.message)
    const theirs = opened.value
    for (const text of texts) expect(theirs.encode(text)).toEqual(own.encode(text))
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'grapheme' }),
            fc.constantFrom(...texts, '\u0085', '\ufeff', '\u200b', "'S ", '’ll', ' \n '),
          ),
        ),
        (parts) => {
          const text = parts.join('')
          expect(theirs.encode(text)).toEqual(own.encode(text))
          expect(theirs.decode(theirs.encode(text))).toBe(text)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('has the marks as special tokens with their ids', () => {
    if (!opened.ok) throw new Error(opened.error.message)
    expect(opened.value.encodeMarked('<|begin|>Sam<|end|>')).toEqual([
      own.mark('begin'),
      ...own.encode('Sam'),
      own.mark('end'),
    ])
    expect(opened.value.ends[0]).toBe(own.mark('end'))
    expect(opened.value.size).toBe(own.size)
  })
})
