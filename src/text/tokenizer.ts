// The tokenizer: byte-level BPE learned from the corpus, every digit a token of its own, and marks that no
// text can produce.
// Ids: 0..255 are bytes, then one id a merge, then one a mark. Knows nothing of prompts or of what the marks
// mean.

import { ok, type Result } from '../base/result'
import { problem, type Problem } from '../problems'
import { display } from './display'
import { piecesOf, wellFormed } from './pieces'
import { learnMerges, pairKey, PieceCounter } from './learnMerges'

export interface TokenizerJSON {
  readonly kind: 'byteBpe'
  readonly version: 1
  readonly merges: readonly (readonly [number, number])[]
  readonly marks: readonly string[]
}

export type Part = { readonly mark: string } | { readonly text: string }

export type TrainingProgress = (done: number, total: number) => void

/** Encoded pieces that are remembered; the memory is emptied when full. */
const cacheLimit = 100_000

export class Tokenizer {
  private readonly ranks = new Map<number, number>()
  private readonly expansions: Uint8Array[] = []
  private readonly markIds = new Map<string, number>()
  private readonly cache = new Map<string, readonly number[]>()
  private readonly utf8 = new TextEncoder()

  private constructor(
    private readonly merges: readonly (readonly [number, number])[],
    readonly marks: readonly string[],
  ) {
    for (let byte = 0; byte < 256; byte++) this.expansions.push(Uint8Array.of(byte))
    merges.forEach(([left, right], index) => {
      this.ranks.set(pairKey(left, right), 256 + index)
      this.expansions.push(join([this.expansions[left] as Uint8Array, this.expansions[right] as Uint8Array]))
    })
    marks.forEach((name, index) => this.markIds.set(name, 256 + merges.length + index))
  }

  /**
   * Learns from `texts` a vocabulary of at most `vocabulary` ids in all (bytes, merges and marks); fewer
   * where the texts
   * run out of pairs that occur twice. Deterministic. Throws RangeError where not even bytes and marks fit.
   */
  static train(
    texts: Iterable<string>,
    vocabulary: number,
    marks: readonly string[],
    onProgress?: TrainingProgress,
  ): Tokenizer {
    const trainer = new TokenizerTrainer()
    for (const text of texts) trainer.add(text)
    return trainer.finish(vocabulary, marks, onProgress)
  }

  /** A tokenizer from what `toJSON` gave, or the reason why it is not one. */
  static fromJSON(json: unknown): Result<Tokenizer> {
    const wrong = wrongWith(json)
    if (wrong !== null) return { ok: false, error: wrong }
    const { merges, marks } = json as TokenizerJSON
    return ok(new Tokenizer(merges, marks))
  }

  /** For the trainer, whose merges are right by construction. */
  static fromMerges(merges: readonly (readonly [number, number])[], marks: readonly string[]): Tokenizer {
    return new Tokenizer(merges, marks)
  }

  toJSON(): TokenizerJSON {
    return { kind: 'byteBpe', version: 1, merges: this.merges, marks: this.marks }
  }

  get size(): number {
    return this.expansions.length + this.marks.length
  }

  /** Id of a mark. Throws for a name that was not given at training. */
  mark(name: string): number {
    const id = this.markIds.get(name)
    if (id === undefined) throw new RangeError(`the tokenizer has no mark "${name}"`)
    return id
  }

  /** Ids that end a text: the mark called "end", where there is one. */
  get ends(): readonly number[] {
    const end = this.markIds.get('end')
    return end === undefined ? [] : [end]
  }

  isMark(id: number): boolean {
    return id >= this.expansions.length && id < this.size
  }

  /** Tokens of a text; never a mark. Lone surrogates become U+FFFD first. */
  encode(text: string): number[] {
    const out: number[] = []
    for (const piece of piecesOf(wellFormed(text))) for (const id of this.encodePiece(piece)) out.push(id)
    return out
  }

  encodeParts(parts: readonly Part[]): number[] {
    return parts.flatMap((part) => ('mark' in part ? [this.mark(part.mark)] : this.encode(part.text)))
  }

  /** Tokens of any bytes: as `encode` where they are UTF-8, a token a byte where they are not. */
  encodeBytes(bytes: Uint8Array): number[] {
    try {
      return this.encode(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
    } catch {
      return Array.from(bytes)
    }
  }

  /** Text of tokens, marks left out; bytes that are not UTF-8 become U+FFFD. */
  decode(ids: Iterable<number>): string {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.bytes(ids))
  }

  /** Bytes of tokens, marks left out. Throws RangeError for an id outside the vocabulary. */
  bytes(ids: Iterable<number>): Uint8Array<ArrayBuffer> {
    const parts: Uint8Array[] = []
    for (const id of ids) {
      const bytes = this.expansions[id]
      if (bytes !== undefined) parts.push(bytes)
      else if (!this.isMark(id))
        throw new RangeError(`token ${String(id)} is outside the vocabulary of ${String(this.size)}`)
    }
    return join(parts)
  }

  /** What a person is shown for one token; see display.ts. */
  display(id: number): string {
    const mark = this.marks[id - this.expansions.length]
    return mark === undefined ? display(this.bytes([id])) : `⟨${mark}⟩`
  }

  /** Display text of every id, in order. */
  vocabulary(): string[] {
    return Array.from({ length: this.size }, (_, id) => this.display(id))
  }

  private encodePiece(piece: string): readonly number[] {
    const known = this.cache.get(piece)
    if (known !== undefined) return known
    const ids = this.applyMerges(Array.from(this.utf8.encode(piece)))
    if (this.cache.size >= cacheLimit) this.cache.clear()
    this.cache.set(piece, ids)
    return ids
  }

  /** Earliest learned merge first, its leftmost occurrence first, until none applies. */
  private applyMerges(ids: number[]): number[] {
    for (;;) {
      let best = Infinity
      let at = -1
      for (let i = 1; i < ids.length; i++) {
        const rank = this.ranks.get(pairKey(ids[i - 1] as number, ids[i] as number))
        if (rank !== undefined && rank < best) {
          best = rank
          at = i - 1
        }
      }
      if (at < 0) return ids
      ids.splice(at, 2, best)
    }
  }
}

/** Trains on texts that come one by one, for corpora that do not fit in memory. */
export class TokenizerTrainer {
  private readonly pieces = new PieceCounter()

  add(text: string): void {
    this.pieces.add(text)
  }

  /** UTF-16 code units seen so far. */
  get characters(): number {
    return this.pieces.characters
  }

  /** As `Tokenizer.train`. */
  finish(vocabulary: number, marks: readonly string[], onProgress?: TrainingProgress): Tokenizer {
    const wanted = vocabulary - 256 - marks.length
    if (!(wanted >= 0 && vocabulary <= 1 << 20)) {
      throw new RangeError(
        `a vocabulary of ${String(vocabulary)} is not between ${String(256 + marks.length)} (bytes and marks) and ${String(1 << 20)}`,
      )
    }
    if (new Set(marks).size !== marks.length) throw new RangeError('two marks have the same name')
    return Tokenizer.fromMerges(learnMerges(this.pieces, wanted, onProgress), marks)
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** A merge may only join ids that were there before it, and no pair twice. */
function wrongWith(json: unknown): Problem | null {
  if (typeof json !== 'object' || json === null) return problem('tokenizer-object')
  const { kind, version, merges, marks } = json as Partial<Record<keyof TokenizerJSON, unknown>>
  if (kind !== 'byteBpe' || version !== 1) return problem('tokenizer-byteBpe')
  if (
    !Array.isArray(marks) ||
    !marks.every((mark) => typeof mark === 'string') ||
    new Set(marks).size !== marks.length
  ) {
    return problem('tokenizer-marks')
  }
  if (!Array.isArray(merges) || merges.length > (1 << 20) - 256 - marks.length)
    return problem('tokenizer-merges')
  const seen = new Set<number>()
  for (const [index, merge] of (merges as unknown[]).entries()) {
    const isId = (id: unknown): id is number =>
      Number.isInteger(id) && (id as number) >= 0 && (id as number) < 256 + index
    if (!Array.isArray(merge) || merge.length !== 2 || !isId(merge[0]) || !isId(merge[1]))
      return problem('tokenizer-merge', { index })
    if (seen.size === seen.add(pairKey(merge[0], merge[1])).size)
      return problem('tokenizer-merge-twice', { index })
  }
  return null
}
