// SentencePiece's byte-pair pieces, as GGUF files of the kind "llama" hold them: pieces with scores, bytes as
// <0x0A>, a space as U+2581. Written as the parts of a tokenizer.json; knows nothing of files.

import type { Json } from '../base/jsonObject'
import { bpeModel, vocabOf } from './bpeModel'

const SPACE = '\u2581'
/** Kinds of pieces (llama.cpp, enum llama_token_type): what a text is merged into, and bytes. */
const NORMAL = 1
const USER_DEFINED = 4
const BYTE = 6
/** Code units of all pieces together; the largest vocabularies have two million. */
const MOST_TEXT = 8_000_000

export interface ScoredPieces {
  readonly tokens: readonly string[]
  readonly scores: readonly number[]
  readonly typeOf: (id: number) => unknown
  readonly unknown: string | null
  /** Whether a text begins as if a space stood before it. */
  readonly spaceBefore: boolean
}

/**
 * Every way to make a piece of two others, best scores first. SentencePiece merges the neighbours whose piece
 * has the highest score, so the order of scores is the order of merges
 * (transformers, convert_slow_tokenizer.generate_merges).
 */
function mergesOf({ tokens, scores, typeOf }: ScoredPieces): [left: string, right: string][] {
  const ids = new Map<string, number>()
  for (const [id, token] of tokens.entries())
    if (typeOf(id) === NORMAL || typeOf(id) === USER_DEFINED) ids.set(token, id)
  const found: { left: number; right: number; score: number }[] = []
  for (const [token, id] of ids)
    for (let cut = 1; cut < token.length; cut++) {
      const left = ids.get(token.slice(0, cut))
      const right = left === undefined ? undefined : ids.get(token.slice(cut))
      const score = scores[id]
      if (left !== undefined && right !== undefined && score !== undefined) found.push({ left, right, score })
    }
  found.sort((a, b) => b.score - a.score || a.left - b.left || a.right - b.right)
  return found.flatMap(({ left, right }) => {
    const [one, other] = [tokens[left], tokens[right]]
    return one === undefined || other === undefined ? [] : [[one, other]]
  })
}

/** Normalizer, decoder and model of a tokenizer.json; null where the pieces are too long for a vocabulary. */
export function sentencePieceParts(pieces: ScoredPieces): Json | null {
  const { tokens, typeOf, unknown, spaceBefore } = pieces
  if (tokens.reduce((sum, token) => sum + token.length, 0) > MOST_TEXT) return null
  return {
    normalizer: {
      type: 'Sequence',
      normalizers: [
        ...(spaceBefore ? [{ type: 'Prepend', prepend: SPACE }] : []),
        { type: 'Replace', pattern: { String: ' ' }, content: SPACE },
      ],
    },
    pre_tokenizer: null,
    decoder: {
      type: 'Sequence',
      decoders: [
        { type: 'Replace', pattern: { String: SPACE }, content: ' ' },
        { type: 'ByteFallback' },
        { type: 'Fuse' },
        ...(spaceBefore ? [{ type: 'Strip', content: ' ', start: 1, stop: 0 }] : []),
      ],
    },
    model: bpeModel(vocabOf(tokens), mergesOf(pieces), {
      unk_token: unknown,
      fuse_unk: true,
      byte_fallback: tokens.some((_, id) => typeOf(id) === BYTE),
    }),
  }
}
