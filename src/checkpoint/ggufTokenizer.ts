// The tokenizer that a GGUF file carries in its metadata, as the text room wants it.
import type { Result } from '../base/result'
import { problem, type Problem } from '../problems'
import type { GgufValue } from '../formats/gguf'
import { fromGguf, type TokenizerFiles } from '../text/tokenizerJson'

export function tokenizerOfGguf(metadata: ReadonlyMap<string, GgufValue>): Result<TokenizerFiles> {
  const of = (key: string): GgufValue | undefined => metadata.get(`tokenizer.${key}`)
  return fromGguf({
    model: of('ggml.model'),
    pre: of('ggml.pre'),
    tokens: of('ggml.tokens'),
    types: of('ggml.token_type'),
    merges: of('ggml.merges'),
    scores: of('ggml.scores'),
    unknown: of('ggml.unknown_token_id'),
    spaceBefore: of('ggml.add_space_prefix'),
    bos: of('ggml.bos_token_id'),
    eos: of('ggml.eos_token_id'),
    addBos: of('ggml.add_bos_token'),
    chatTemplate: of('chat_template'),
  })
}

/** A word where the file does not say how its tokenizer splits text. */
export const notesOfGguf = (metadata: ReadonlyMap<string, GgufValue>): readonly Problem[] =>
  metadata.get('tokenizer.ggml.model') === 'gpt2' && metadata.get('tokenizer.ggml.pre') === undefined
    ? [problem('tokenizer-gguf-default')]
    : []
