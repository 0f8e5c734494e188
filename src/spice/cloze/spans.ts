// Which spans of a text are worth a gap: numbers, names, terms and content words inside of sentences, with
// the text before and after. Rules alone, for any language that puts spaces between words.

import { at, last } from '../../base/at'
import { isCommonWord } from '../text/commonWords'
import type { Span } from '../text/reading'
import { sentenceSpans } from '../text/sentences'
import { fold, isUnspaced, words, type Word } from '../text/splitWords'

/** What stands in for what: a number for a number, a capitalised word for a capitalised one. */
export const spanKinds = ['number', 'capitalised', 'word'] as const
export type SpanKind = (typeof spanKinds)[number]

/** What rules know about words from elsewhere (wordCounts.ts). */
export interface WordKnowledge {
  share(word: string): number
  isTerm(first: string, second: string): boolean
}

export interface ClozeSpan extends Span {
  readonly kind: SpanKind
  /** As it is written. */
  readonly text: string
  /** For comparison. */
  readonly folded: string
  readonly words: readonly string[]
  /** Its sentence. */
  readonly sentence: Span
}

/** Fewest letters of a lower-case word and of a capitalised one. */
const SHORTEST = 4
const SHORTEST_CAPITALISED = 3
/** Fewest words of a sentence, and before a gap in it. */
const SENTENCE_WORDS = 6
const WORDS_BEFORE = 3
/** Longest sentence, in code units. */
const LONGEST = 400
/** A word in more of a corpus's pieces is no knowledge of any of them. */
const MOST_SHARE = 0.1
/** Most words of a span. */
const MOST_WORDS = 3

const letters = /^[\p{L}\p{M}\p{N}'’-]*\p{L}[\p{L}\p{M}\p{N}'’-]*$/u
const capital = /^\p{Lu}/u

/** Sentences, which a blank line ends too. */
export function clozeSentences(text: string): Span[] {
  const out: Span[] = []
  for (const { 0: block, index } of text.matchAll(/\S(?:(?!\n[ \t]*\n)[^])*/gu))
    for (const { start, end } of sentenceSpans(block)) out.push({ start: index + start, end: index + end })
  return out
}

const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end

/** A word alone; null for one that no gap is made of. */
function kindOf(word: Word, written: string, knowledge: WordKnowledge): SpanKind | null {
  if (!letters.test(written) || isCommonWord(word.text) || knowledge.share(word.text) > MOST_SHARE)
    return null
  const length = written.match(/\p{L}/gu)?.length ?? 0
  if (capital.test(written)) return length >= SHORTEST_CAPITALISED ? 'capitalised' : null
  return length >= SHORTEST ? 'word' : null
}

/** Words in a row that are one name or one term, from word `from` on: how many. */
function runFrom(
  sentence: string,
  all: readonly Word[],
  kinds: readonly (SpanKind | null)[],
  from: number,
  knowledge: WordKnowledge,
): number {
  let count = 1
  while (count < MOST_WORDS && from + count < all.length) {
    const [before, next] = [at(all, from + count - 1), at(all, from + count)]
    const [kindBefore, kind] = [at(kinds, from + count - 1), at(kinds, from + count)]
    if (sentence.slice(before.end, next.start) !== ' ' || kind === null || kindBefore === null) break
    const isName = kindBefore === 'capitalised' && kind === 'capitalised'
    if (!isName && !knowledge.isTerm(before.text, next.text)) break
    count += 1
  }
  return count
}

/** Digits with the signs between them: a date, a version or an amount is one figure. */
const figure = /(?<![\p{L}\p{N}_])\p{Nd}+(?:[.,:/–-]\p{Nd}+)*(?![\p{L}\p{N}_])/gu

const figuresIn = (sentence: string): Span[] =>
  [...sentence.matchAll(figure)].map(({ 0: text, index }) => ({ start: index, end: index + text.length }))

/** How alike two texts look: digits for digits, capitals for capitals, of about one length. */
export function unlikeness(a: string, b: string): number {
  const shape = (text: string): string =>
    text
      .replace(/\p{Nd}/gu, '0')
      .replace(/\p{Lu}+/gu, 'A')
      .replace(/\p{Ll}+/gu, 'a')
  return Math.abs(a.length - b.length) + (shape(a) === shape(b) ? 0 : 4)
}

function spansIn(text: string, sentence: Span, knowledge: WordKnowledge): ClozeSpan[] {
  const own = text.slice(sentence.start, sentence.end)
  const all = words(own)
  if (all.length < SENTENCE_WORDS || own.length > LONGEST || isUnspaced(own)) return []
  const numbers = figuresIn(own)
  const kinds = all.map((word) =>
    numbers.some((number) => overlaps(number, word))
      ? null
      : kindOf(word, own.slice(word.start, word.end), knowledge),
  )
  const found: { readonly span: Span; readonly kind: SpanKind }[] = numbers.map((span) => ({
    span,
    kind: 'number',
  }))
  for (let i = 0; i < all.length;) {
    const kind = at(kinds, i)
    const count = kind === null ? 1 : runFrom(own, all, kinds, i, knowledge)
    if (kind !== null)
      found.push({ span: { start: at(all, i).start, end: at(all, i + count - 1).end }, kind })
    i += count
  }
  return found
    .filter(({ span }) => all.filter((word) => word.end <= span.start).length >= WORDS_BEFORE)
    .map(({ span, kind }) => {
      const written = own.slice(span.start, span.end)
      return {
        kind,
        text: written,
        folded: fold(written),
        words: words(written).map((word) => word.text),
        start: sentence.start + span.start,
        end: sentence.start + span.end,
        sentence,
      }
    })
    .filter((span) => standsOnce(span, own))
    .sort((a, b) => a.start - b.start)
}

/** Whether the words in a row stand in a text. */
export function holds(text: readonly string[], some: readonly string[]): boolean {
  if (some.length === 0) return false
  return text.some((_, i) => some.every((word, k) => text[i + k] === word))
}

/** Its words stand once in its sentence, and no single one of them stands there again. */
function standsOnce(span: ClozeSpan, sentence: string): boolean {
  const all = words(sentence).map((word) => word.text)
  const often = (word: string): number => all.filter((each) => each === word).length
  return span.words.length > 0 && span.words.every((word) => often(word) === 1)
}

/** All spans of a text that a gap can be made of, in order. */
export const spansOf = (text: string, knowledge: WordKnowledge): ClozeSpan[] =>
  clozeSentences(text).flatMap((sentence) => spansIn(text, sentence, knowledge))

/** Most code units before a gap that are shown. */
const CONTEXT = 240

export interface Gap {
  /** What stands before the gap: its sentence, and those before it where there is room. */
  readonly before: string
  /** The rest of its sentence. */
  readonly after: string
}

const collapse = (text: string): string => text.replace(/\s+/gu, ' ')

/** White space becomes single spaces. Nothing of the span's own words stands in what is shown. */
export function gapOf(text: string, span: ClozeSpan): Gap {
  const sentences = clozeSentences(text).filter(({ end }) => end <= span.sentence.start)
  let { start } = span.sentence
  while (sentences.length > 0) {
    const earlier = last(sentences)
    const shown = text.slice(earlier.start, span.start)
    const seen = words(shown).map((word) => word.text)
    if (span.start - earlier.start > CONTEXT || span.words.some((word) => seen.includes(word))) break
    start = earlier.start
    sentences.pop()
  }
  return {
    before: collapse(text.slice(start, span.start)),
    after: collapse(text.slice(span.end, span.sentence.end)).trimEnd(),
  }
}
