// Learns the merges of a byte-level BPE from text: counts pieces as texts come, then merges the most frequent
// adjacent pair again and again, touching only the words that hold it (Sennrich et al. 2016, arXiv
// 1508.07909, with counts kept up to date instead of counted anew). Knows nothing of marks or of encoding.

import { PairHeap } from './heap'
import { piecesOf, wellFormed } from './pieces'

/** Two token ids in one number; ids stay below 2^20. */
export const pairKey = (left: number, right: number): number => left * 0x100000 + right
export const pairLeft = (key: number): number => Math.floor(key / 0x100000)
export const pairRight = (key: number): number => key % 0x100000

/** More different pieces than this and those seen once are forgotten, to bound memory. */
const pieceLimit = 400_000

/** Texts are scanned in slices, so that one long document makes no array of all its pieces. */
const slice = 1 << 16

export class PieceCounter {
  private counts = new Map<string, number>()
  characters = 0

  add(text: string): void {
    const clean = wellFormed(text)
    this.characters += clean.length
    for (let start = 0; start < clean.length;) {
      const end = sliceEnd(clean, start)
      for (const piece of piecesOf(clean.slice(start, end)))
        this.counts.set(piece, (this.counts.get(piece) ?? 0) + 1)
      if (this.counts.size > pieceLimit) this.forgetRare()
      start = end
    }
  }

  /** Pieces with their counts, the order that of first sight. */
  entries(): Iterable<readonly [string, number]> {
    return this.counts
  }

  private forgetRare(): void {
    for (let least = 1; this.counts.size > pieceLimit / 2; least++) {
      this.counts = new Map([...this.counts].filter(([, count]) => count > least))
    }
  }
}

/** Where a slice that begins at `start` may end without cutting a surrogate pair. */
function sliceEnd(text: string, start: number): number {
  const end = Math.min(text.length, start + slice)
  const last = text.charCodeAt(end - 1)
  return end < text.length && last >= 0xd800 && last < 0xdc00 ? end - 1 : end
}

/**
 * The first `wanted` merges as pairs of ids: 0..255 are bytes, 256 + n is the result of merge n.
 * Fewer come back where no pair is left that occurs twice.
 */
export function learnMerges(
  pieces: PieceCounter,
  wanted: number,
  onProgress?: (done: number, total: number) => void,
): (readonly [number, number])[] {
  const words = new Words(pieces.entries())
  const heap = new PairHeap()
  for (const [key, count] of words.pairs) heap.push(key, count)

  const merges: (readonly [number, number])[] = []
  while (merges.length < wanted) {
    const top = heap.pop()
    if (top === null || top.count < 2) break
    const current = words.pairs.get(top.key) ?? 0
    if (current !== top.count) {
      // Counts of known pairs only fall: put it back with what it is worth now.
      if (current > 1) heap.push(top.key, current)
      continue
    }
    const made = 256 + merges.length
    merges.push([pairLeft(top.key), pairRight(top.key)])
    for (const key of words.merge(top.key, made)) heap.push(key, words.pairs.get(key) ?? 0)
    if (merges.length % 64 === 0) onProgress?.(merges.length, wanted)
  }
  onProgress?.(merges.length, wanted)
  return merges
}

/** All different words as token sequences, with the count of every adjacent pair and where it occurs. */
class Words {
  readonly pairs = new Map<number, number>()
  private readonly where = new Map<number, number[]>()
  private readonly sequences: number[][] = []
  private readonly counts: number[] = []

  constructor(entries: Iterable<readonly [string, number]>) {
    const encoder = new TextEncoder()
    for (const [piece, count] of entries) {
      const sequence = Array.from(encoder.encode(piece))
      if (sequence.length < 2) continue
      const word = this.sequences.push(sequence) - 1
      this.counts.push(count)
      for (let i = 1; i < sequence.length; i++) {
        this.change(pairKey(sequence[i - 1] as number, sequence[i] as number), count, word)
      }
    }
  }

  /** Replaces the pair by `made` wherever it occurs; returns the pairs that this brought into being. */
  merge(key: number, made: number): Iterable<number> {
    const left = pairLeft(key)
    const right = pairRight(key)
    const born = new Set<number>()
    const words = this.where.get(key) ?? []
    this.where.delete(key)
    for (const word of words) this.mergeWord(word, left, right, made, born)
    this.pairs.delete(key)
    return born
  }

  private mergeWord(word: number, left: number, right: number, made: number, born: Set<number>): void {
    const sequence = this.sequences[word] as number[]
    const count = this.counts[word] as number
    let write = 0
    for (let read = 0; read < sequence.length; read++, write++) {
      const token = sequence[read] as number
      const next = sequence[read + 1]
      if (token !== left || next !== right) {
        sequence[write] = token
        continue
      }
      // The token before stands at write - 1 (it may itself be `made`), the one after at read + 2.
      if (write > 0) {
        const before = sequence[write - 1] as number
        this.change(pairKey(before, left), -count, word)
        this.change(pairKey(before, made), count, word, born)
      }
      const after = sequence[read + 2]
      if (after !== undefined) {
        this.change(pairKey(right, after), -count, word)
        this.change(pairKey(made, after), count, word, born)
      }
      sequence[write] = made
      read++
    }
    sequence.length = write
  }

  private change(key: number, by: number, word: number, born?: Set<number>): void {
    const count = (this.pairs.get(key) ?? 0) + by
    if (count > 0) this.pairs.set(key, count)
    else this.pairs.delete(key)
    if (by < 0) return
    const list = this.where.get(key)
    if (list === undefined) this.where.set(key, [word])
    else if (list[list.length - 1] !== word) list.push(word)
    born?.add(key)
  }
}
