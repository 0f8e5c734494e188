// What a corpus tells about its words, by counting alone: which are everywhere and so no knowledge, which two
// stand together as a term, and words of a kind that can stand as wrong options. Knows no language.

import { at } from '../../base/at'
import type { Random } from '../../base/random'
import { words } from '../text/splitWords'
import { spansOf, type ClozeSpan, type SpanKind } from './spans'

export interface Lexicon {
  /** Share of the corpus's pieces that have a folded word; 0 where there are too few pieces to tell. */
  share(word: string): number
  /** Whether two folded words in a row are one term. */
  isTerm(first: string, second: string): boolean
  /** Up to `count` different spans of the corpus, of one kind. */
  sample(kind: SpanKind, count: number, random: Random): readonly string[]
}

/** Characters of a piece: about a paragraph. */
const PIECE = 600
/** Fewer pieces say nothing about shares. */
const LEAST_PIECES = 40
/** A pair is a term from so many times on, where it is so much of what its rarer word does. */
const TERM_COUNT = 3
const TERM_SHARE = 0.3
/** Spans that are remembered of each kind. */
const MOST_SPANS = 4000

/** Nothing is known: no word is everywhere, no pair is a term, there are no other spans. */
export const noLexicon: Lexicon = { share: () => 0, isTerm: () => false, sample: () => [] }

const pairOf = (first: string, second: string): string => `${first} ${second}`

const add = (counts: Map<string, number>, key: string): void =>
  void counts.set(key, (counts.get(key) ?? 0) + 1)

/** Reads every text twice. */
export function lexiconOf(texts: readonly string[]): Lexicon {
  const pieces = texts.flatMap((text) => {
    const count = Math.max(1, Math.round(text.length / PIECE))
    const size = Math.ceil(text.length / count)
    return Array.from({ length: count }, (_, i) => text.slice(size * i, size * (i + 1)))
  })
  const [inPieces, counts, pairs] = [
    new Map<string, number>(),
    new Map<string, number>(),
    new Map<string, number>(),
  ]
  for (const piece of pieces) {
    const all = words(piece)
    for (const text of new Set(all.map((word) => word.text))) add(inPieces, text)
    all.forEach((word, i) => {
      add(counts, word.text)
      const before = i === 0 ? undefined : at(all, i - 1)
      if (before !== undefined && piece.slice(before.end, word.start) === ' ')
        add(pairs, pairOf(before.text, word.text))
    })
  }
  const share = (word: string): number =>
    pieces.length < LEAST_PIECES ? 0 : (inPieces.get(word) ?? 0) / pieces.length
  const isTerm = (first: string, second: string): boolean => {
    const together = pairs.get(pairOf(first, second)) ?? 0
    const rarer = Math.min(counts.get(first) ?? 0, counts.get(second) ?? 0)
    return together >= TERM_COUNT && together >= TERM_SHARE * rarer
  }
  const found = new Map<SpanKind, Map<string, string>>()
  const known: Lexicon = { share, isTerm, sample: () => [] }
  for (const text of texts) {
    for (const { kind, folded, text: written } of spansOf(text, known)) {
      const own = found.get(kind) ?? new Map<string, string>()
      if (own.size < MOST_SPANS && !own.has(folded)) own.set(folded, written)
      found.set(kind, own)
    }
  }
  const lists = new Map([...found].map(([kind, spans]) => [kind, [...spans.values()]]))
  return {
    share,
    isTerm,
    sample: (kind, count, random) => {
      const list = lists.get(kind) ?? []
      return random.sample(list, Math.min(count, list.length))
    },
  }
}

/** How much there is to know about a span, the smallest first: rare words, names and terms before others. */
export function commonness({ words: own, kind }: ClozeSpan, lexicon: Lexicon): number {
  const share = Math.min(...own.map((word) => lexicon.share(word)))
  return (share + 0.001) * (kind === 'word' ? 1 : 0.5) * (own.length > 1 ? 0.5 : 1)
}
