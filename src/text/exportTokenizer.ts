// The lab's own tokenizer as a tokenizer.json: the same ids, pieces and marks by Hugging Face's tokenizers.
import { at } from '../base/at'
import { bpeModel } from './bpeModel'
import { tokenOfBytes } from './byteLevel'
import type { TokenizerJSON } from './tokenizer'
import type { TokenizerFiles } from './tokenizerJson'

/** What JavaScript calls white space, written out: Oniguruma's \s has U+0085 and lacks U+FEFF. */
const SPACE =
  '\\t-\\r \\x{00a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}'

/** `pieces.ts`, in Oniguruma's words. */
const pieces = [
  '\\p{Nd}',
  "(?i:['\\x{2019}](?:s|t|d|m|re|ve|ll))(?![\\p{L}\\p{M}])",
  ' ?[\\p{L}\\p{M}]{1,24}',
  ` ?[^${SPACE}\\p{L}\\p{M}\\p{Nd}]{1,24}`,
  `[${SPACE}]{1,24}(?![^${SPACE}])`,
  `[${SPACE}]`,
].join('|')

/** How a mark is written where tokens have names. */
export const markName = (mark: string): string => `<|${mark}|>`

export function asHuggingFaceTokenizer({ merges, marks }: TokenizerJSON): TokenizerFiles {
  const names: string[] = Array.from({ length: 256 }, (_, byte) => tokenOfBytes(Uint8Array.of(byte)))
  const pairs = merges.map(([left, right]) => {
    const pair = [at(names, left), at(names, right)] as const
    names.push(pair.join(''))
    return pair
  })
  // Two different merges may spell the same bytes. Tokens with names have room for one of them: text that
  // would take the later one gets the earlier's id there.
  const vocab = new Map<string, number>()
  names.forEach((name, id) => vocab.set(vocab.has(name) ? `${name}\uf8f0${id}` : name, id))
  return {
    tokenizer: {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: marks.map((mark, index) => ({
        id: names.length + index,
        content: markName(mark),
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      })),
      normalizer: null,
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          { type: 'Split', pattern: { Regex: pieces }, behavior: 'Isolated', invert: false },
          { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
        ],
      },
      post_processor: null,
      decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
      model: bpeModel(Object.fromEntries(vocab), pairs),
    },
    config: {
      tokenizer_class: 'PreTrainedTokenizerFast',
      clean_up_tokenization_spaces: false,
      ...(marks.includes('begin') ? { bos_token: markName('begin') } : {}),
      // Padding is masked wherever it is put, but those who train want a token for it.
      ...(marks.includes('end') ? { eos_token: markName('end'), pad_token: markName('end') } : {}),
    },
  }
}
