// Hugging Face's tokenizer.json before `@huggingface/tokenizers` gets it: written anew where that library's
// JavaScript splits text in other places than the original, and made from the metadata of a GGUF file.

import { ok, type Result } from '../base/result'
import { fail } from '../problems'
import { isJson, type Json } from '../base/jsonObject'
import { bpeModel, vocabOf } from './bpeModel'
import { byteLevel, gpt2Split, preTokenizerOf, sequence, split } from './preTokenizers'
import { sentencePieceParts } from './sentencePiece'

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
  /** A number a token, of the kind "llama". */
  readonly scores: unknown
  readonly unknown: unknown
  readonly spaceBefore: unknown
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

interface TokenizerParts {
  /** Whether llama.cpp begins a text with the begin token where the file does not say. */
  readonly begins: boolean
  readonly parts: Json
}

function byteLevelParts({ pre, tokens, merges }: GgufTokenizer): Result<TokenizerParts> {
  const kind = isString(pre) || pre === undefined ? preTokenizerOf(pre ?? 'default') : null
  if (kind === null) return fail('tokenizer-gguf-split', { way: JSON.stringify(pre) })
  if (!isList(tokens, isString) || !isList(merges, isString)) return fail('tokenizer-gguf-lists')
  return ok({
    begins: kind.begins,
    parts: {
      normalizer: kind.normalizer,
      pre_tokenizer: kind.split,
      decoder: { ...byteLevel(true), add_prefix_space: true },
      model: bpeModel(
        vocabOf(tokens),
        merges.map((pair) => pair.split(' ', 2)),
        { ignore_merges: kind.ignoreMerges },
      ),
    },
  })
}

function scoredParts(
  { tokens, scores, unknown, spaceBefore }: GgufTokenizer,
  typeOf: (id: number) => unknown,
): Result<TokenizerParts> {
  if (!isList(tokens, isString) || !isList(scores, isNumber) || scores.length !== tokens.length)
    return fail('tokenizer-gguf-lists')
  const name = isNumber(unknown) || unknown === undefined ? tokens[unknown ?? 0] : undefined
  const parts = sentencePieceParts({
    ...{ tokens, scores, typeOf, unknown: name ?? null },
    spaceBefore: spaceBefore !== false,
  })
  return parts === null ? fail('tokenizer-gguf-lists') : ok({ begins: true, parts })
}

/** The same as Hugging Face files, or why this lab cannot tokenize as the file's model was taught to. */
export function fromGguf(given: GgufTokenizer): Result<TokenizerFiles> {
  const { model, tokens, types, addBos, chatTemplate } = given
  if (model !== 'gpt2' && model !== 'llama')
    return fail('tokenizer-gguf-kind', { kind: JSON.stringify(model) })
  // llama.cpp's own ids for files of SentencePiece that name none.
  const [bos, eos] = model === 'llama' ? [given.bos ?? 1, given.eos ?? 2] : [given.bos, given.eos]
  const typeOf = (id: number): unknown => (isList(types, isNumber) ? types[id] : 1)
  const read = model === 'llama' ? scoredParts(given, typeOf) : byteLevelParts(given)
  if (!read.ok) return read
  if (!isList(tokens, isString)) return fail('tokenizer-gguf-lists')
  const { begins, parts } = read.value
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
      ...parts,
      post_processor:
        (addBos ?? begins) === true && begin !== null
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
