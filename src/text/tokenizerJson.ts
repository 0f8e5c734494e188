// Hugging Face's tokenizer.json before `@huggingface/tokenizers` gets it: written anew where that library's
// JavaScript splits text in other places than the original, and made from the metadata of a GGUF file.

import { ok, type Result } from '../base/result'
import { fail } from '../problems'
import { isJson, type Json } from '../base/jsonObject'
import { gpt2Split, preTokenizerOf, sequence, split } from './preTokenizers'

/**
 * What describes a tokenizer: tokenizer.json and tokenizer_config.json, which also carries the chat template.
 */
export interface TokenizerFiles {
  readonly tokenizer: Json
  readonly config: Json
}

/**
 * A pre-tokenizer that the library applies as Rust's tokenizers do. Its Digits knows ASCII digits alone,
 * where the
 * original takes every numeric character; its ByteLevel splits at what JavaScript calls white space (U+FEFF
 * is, U+0085
 * is not), where a Split's regex is translated with Unicode's property.
 */
function faithful(preTokenizer: unknown): unknown {
  if (!isJson(preTokenizer)) return preTokenizer
  switch (preTokenizer['type']) {
    case 'Sequence':
      return {
        ...preTokenizer,
        pretokenizers: Array.isArray(preTokenizer['pretokenizers'])
          ? preTokenizer['pretokenizers'].map(faithful)
          : [],
      }
    case 'Digits':
      return split(preTokenizer['individual_digits'] === true ? '\\p{N}' : '\\p{N}+')
    case 'ByteLevel':
      return preTokenizer['use_regex'] === false || preTokenizer['add_prefix_space'] === true
        ? preTokenizer
        : sequence(split(gpt2Split), { ...preTokenizer, use_regex: false })
    default:
      return preTokenizer
  }
}

/** tokenizer.json as the library wants it: every part named, the pre-tokenizer faithful. */
export function adapted(tokenizer: Json): Json {
  const parts = { normalizer: null, post_processor: null, decoder: null, added_tokens: [] }
  return { ...parts, ...tokenizer, pre_tokenizer: faithful(tokenizer['pre_tokenizer'] ?? null) }
}

export interface GgufTokenizer {
  readonly model: unknown
  readonly pre: unknown
  readonly tokens: unknown
  /**
   * A number a token: 1 is an ordinary one, 3 a control token that no text produces, 4 one that was added by
   * a user.
   */
  readonly types: unknown
  readonly merges: unknown
  readonly bos: unknown
  readonly eos: unknown
  readonly addBos: unknown
  readonly chatTemplate: unknown
}

const CONTROL = 3
const ADDED = 4

const isList = <T>(value: unknown, each: (item: unknown) => item is T): value is readonly T[] =>
  Array.isArray(value) && value.every(each)
const isString = (value: unknown): value is string => typeof value === 'string'
const isNumber = (value: unknown): value is number => typeof value === 'number'

/** The same as Hugging Face files, or why this lab cannot tokenize as the file's model was taught to. */
export function fromGguf({
  model,
  pre,
  tokens,
  types,
  merges,
  bos,
  eos,
  addBos,
  chatTemplate,
}: GgufTokenizer): Result<TokenizerFiles> {
  if (model !== 'gpt2') return fail('tokenizer-gguf-kind', { kind: JSON.stringify(model) })
  const kind = isString(pre) || pre === undefined ? preTokenizerOf(pre ?? 'default') : null
  if (kind === null) return fail('tokenizer-gguf-split', { way: JSON.stringify(pre) })
  if (!isList(tokens, isString) || !isList(merges, isString)) return fail('tokenizer-gguf-lists')
  const typeOf = (id: number): unknown => (isList(types, isNumber) ? types[id] : 1)
  const added = tokens.flatMap((content, id) => {
    const type = typeOf(id)
    return type === CONTROL || type === ADDED
      ? [
          {
            id,
            content,
            single_word: false,
            lstrip: false,
            rstrip: false,
            normalized: false,
            special: type === CONTROL,
          },
        ]
      : []
  })
  const tokenAt = (id: unknown): string | null => (isNumber(id) ? (tokens[id] ?? null) : null)
  const begin = tokenAt(bos)
  const template = { id: begin, ids: [bos], tokens: [begin] }
  return ok({
    tokenizer: {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: added,
      normalizer: kind.normalizer,
      pre_tokenizer: kind.split,
      post_processor:
        (addBos ?? kind.begins) === true && begin !== null
          ? {
              type: 'TemplateProcessing',
              single: [{ SpecialToken: { id: begin, type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
              pair: [
                { SpecialToken: { id: begin, type_id: 0 } },
                { Sequence: { id: 'A', type_id: 0 } },
                { Sequence: { id: 'B', type_id: 1 } },
              ],
              special_tokens: { [begin]: template },
            }
          : null,
      decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
      model: {
        type: 'BPE',
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: null,
        end_of_word_suffix: null,
        fuse_unk: false,
        byte_fallback: false,
        ignore_merges: kind.ignoreMerges,
        vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
        merges: merges.map((pair) => pair.split(' ', 2)),
      },
    },
    config: {
      tokenizer_class: 'PreTrainedTokenizerFast',
      clean_up_tokenization_spaces: false,
      ...(begin === null ? {} : { bos_token: begin }),
      ...(tokenAt(eos) === null ? {} : { eos_token: tokenAt(eos) }),
      ...(isString(chatTemplate) ? { chat_template: chatTemplate } : {}),
    },
  })
}
