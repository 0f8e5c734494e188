import { describe, expect, it } from 'vitest'
import { PretrainedTokenizer } from './pretrained'
import { growsTooFar } from './pipelineGrowth'

const times = <T>(count: number, each: T): T[] => Array.from({ length: count }, () => each)
const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false }

describe('growsTooFar', () => {
  it('lets the steps of known tokenizers pass', () => {
    const llama3 = { type: 'Sequence', pretokenizers: [{ type: 'Split' }, byteLevel] }
    const gemma = { type: 'Replace', pattern: { String: ' ' }, content: '\u2581' }
    expect(growsTooFar({ type: 'NFC' }, llama3)).toBe(false)
    expect(
      growsTooFar({ type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '\u2581' }, gemma] }),
    ).toBe(false)
    expect(growsTooFar(null, undefined)).toBe(false)
  })

  it.each([
    ['byte levels on one another', { type: 'Sequence', pretokenizers: times(4, byteLevel) }],
    [
      'letters that double',
      { normalizers: times(7, { type: 'Replace', pattern: { String: 'a' }, content: 'aa' }) },
    ],
    ['a long text for each letter', { type: 'Replace', pattern: { Regex: '.' }, content: 'x'.repeat(65) }],
    ['steps without end', { type: 'Sequence', pretokenizers: times(64, { type: 'Digits' }) }],
    ['lists in lists', [0, 1, 2, 3].reduce<unknown>((inner) => ({ list: [inner, byteLevel] }), {})],
  ])('refuses %s', (_, part) => {
    expect(growsTooFar(part)).toBe(true)
  })

  it('refuses such a tokenizer before it is given a text', () => {
    const opened = PretrainedTokenizer.open({
      tokenizer: {
        model: { type: 'BPE', vocab: { a: 0 }, merges: [] },
        pre_tokenizer: { type: 'Sequence', pretokenizers: times(53, byteLevel) },
      },
      config: {},
    })
    expect(opened.ok ? 'opened' : opened.error.code).toBe('tokenizer-growth')
  })
})
