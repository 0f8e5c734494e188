// Cuts a document into passages of a bounded number of tokens, at ends of paragraphs where it can, else of
// sentences, else of words. Knows the tokenizer only as something that counts.

import { sentencesOf, type Span } from './splitSentences'

export interface Encoder {
  encode(text: string): { readonly length: number }
}

export interface PassageSpan {
  /** UTF-16 code units of the document's text. */
  readonly start: number
  readonly end: number
  readonly text: string
  readonly tokens: number
}

export interface CutOptions {
  readonly maxTokens: number
  /** Shorter passages are left out; 0 keeps all. */
  readonly minTokens?: number
}

const words = new Intl.Segmenter('en', { granularity: 'word' })

/**
 * Passages in order, without white space at their ends, that do not overlap; together they hold all text when
 * minTokens is 0.
 * None has more than maxTokens tokens. Throws RangeError for a maxTokens under 4: a character may take four.
 */
export function cutPassages(
  text: string,
  encoder: Encoder,
  { maxTokens, minTokens = 0 }: CutOptions,
): PassageSpan[] {
  if (!(maxTokens >= 4))
    throw new RangeError(
      `a passage of at most ${String(maxTokens)} tokens cannot hold every character; give 4 or more`,
    )
  const count = (span: Span): number => encoder.encode(text.slice(span.start, span.end)).length
  const passages: PassageSpan[] = []
  const close = (units: Unit[]): void => {
    // Tokens at a seam may differ from those of the parts alone, so the whole is counted and shortened until
    // it fits.
    for (let left = units; left.length > 0;) {
      let taken = left.length
      let passage = passageOf(text, left[0] as Unit, left[taken - 1] as Unit, encoder)
      while (passage.tokens > maxTokens && taken > 1)
        passage = passageOf(text, left[0] as Unit, left[--taken] as Unit, encoder)
      if (passage.tokens >= Math.max(1, minTokens)) passages.push(passage)
      left = left.slice(taken)
    }
  }

  let open: Unit[] = []
  let size = 0
  for (const paragraph of paragraphsOf(text)) {
    const units = sentencesOf(text.slice(paragraph.start, paragraph.end))
      .map(({ start, end }) => ({ start: paragraph.start + start, end: paragraph.start + end }))
      .flatMap((sentence) => fitting(text, sentence, count, maxTokens))
    const whole = units.reduce((sum, unit) => sum + unit.tokens, 0)
    // A paragraph that would be torn apart here but fits by itself starts a new passage, unless that leaves a
    // stub.
    if (size + whole > maxTokens && whole <= maxTokens && size > maxTokens / 3) {
      close(open)
      ;[open, size] = [[], 0]
    }
    for (const unit of units) {
      if (size + unit.tokens > maxTokens) {
        close(open)
        ;[open, size] = [[], 0]
      }
      open.push(unit)
      size += unit.tokens
    }
  }
  close(open)
  return passages
}

interface Unit extends Span {
  readonly tokens: number
}

function passageOf(text: string, first: Span, last: Span, encoder: Encoder): PassageSpan {
  const raw = text.slice(first.start, last.end)
  const start = first.start + (raw.length - raw.trimStart().length)
  const end = Math.max(start, last.end - (raw.length - raw.trimEnd().length))
  const trimmed = text.slice(start, end)
  return { start, end, text: trimmed, tokens: encoder.encode(trimmed).length }
}

function* paragraphsOf(text: string): Generator<Span> {
  let start = 0
  for (const blank of text.matchAll(/\n\s*\n/g)) {
    const end = blank.index + blank[0].length
    yield { start, end }
    start = end
  }
  if (start < text.length) yield { start, end: text.length }
}

/** The span itself, or its words in runs that fit, or the characters of a word that does not fit. */
function fitting(text: string, span: Span, count: (span: Span) => number, maxTokens: number): Unit[] {
  const tokens = count(span)
  if (tokens <= maxTokens) return [{ ...span, tokens }]
  const units: Unit[] = []
  for (const part of wordsOf(text, span)) {
    const own = count(part)
    if (own <= maxTokens) units.push({ ...part, tokens: own })
    else for (const sign of signsOf(text, part)) units.push({ ...sign, tokens: count(sign) })
  }
  return runsOf(units, maxTokens, count)
}

/** Neighbours joined into runs of at most `maxTokens`, counted as a whole. */
function runsOf(units: readonly Unit[], maxTokens: number, count: (span: Span) => number): Unit[] {
  const runs: Unit[] = []
  for (const unit of units) {
    const last = runs.at(-1)
    const joined =
      last === undefined || last.tokens + unit.tokens > maxTokens
        ? null
        : { start: last.start, end: unit.end, tokens: last.tokens + unit.tokens }
    if (joined === null) runs.push(unit)
    else runs[runs.length - 1] = joined
  }
  return runs.map((run) => ({ ...run, tokens: Math.min(run.tokens, count(run)) }))
}

const slice = 2048

function* wordsOf(text: string, span: Span): Generator<Span> {
  for (let from = span.start; from < span.end;) {
    const part = text.slice(from, Math.min(span.end, from + slice))
    const atEnd = from + part.length >= span.end
    let end = from
    for (const { segment, index } of words.segment(part)) {
      if (!atEnd && index + segment.length === part.length && index > 0) break
      yield { start: from + index, end: from + index + segment.length }
      end = from + index + segment.length
    }
    from = end
  }
}

function* signsOf(text: string, span: Span): Generator<Span> {
  let start = span.start
  for (const sign of text.slice(span.start, span.end)) {
    yield { start, end: start + sign.length }
    start += sign.length
  }
}
