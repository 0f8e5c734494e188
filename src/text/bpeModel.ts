// The model of a tokenizer.json by byte-pair encoding, with every field that Hugging Face's tokenizers wants.

import type { Json } from '../base/jsonObject'

/** Ids by token, of tokens in the order of their ids. */
export const vocabOf = (tokens: readonly string[]): Record<string, number> =>
  Object.fromEntries(tokens.map((token, id) => [token, id]))

/** `merges`: pairs, the first joined first; `changes`: what is other than in byte-level pieces. */
export const bpeModel = (
  vocab: Readonly<Record<string, number>>,
  merges: readonly (readonly string[])[],
  changes: {
    readonly unk_token?: string | null
    readonly fuse_unk?: boolean
    readonly byte_fallback?: boolean
    readonly ignore_merges?: boolean
  } = {},
): Json => ({
  type: 'BPE',
  dropout: null,
  unk_token: null,
  continuing_subword_prefix: null,
  end_of_word_suffix: null,
  fuse_unk: false,
  byte_fallback: false,
  ignore_merges: false,
  ...changes,
  vocab,
  merges,
})
