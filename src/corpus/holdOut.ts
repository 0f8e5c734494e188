// Which part of a corpus is never read, so that there is something to ask that nobody was taught: by hashes
// of the texts alone, so that it is known at import and stays as it is. Knows no tokenizer and no run.

import { at } from '../base/at'
import { hashText } from '../base/random'
import { fileOf } from '../protocol/filesOfCorpus'
import { sentencesOf, type Span } from './splitSentences'

/** One in so many documents, rows, or parts of a document. */
const SHARE = 5
/** From so many documents on they are held out whole; a file of so many records is a table of rows. */
const MANY = 10

/** `both`: a part of the document is held out, and the rest of it is read. */
export type DocumentPart = 'read' | 'held' | 'both'
export type Part = Exclude<DocumentPart, 'both'>

interface Identified {
  /** A hash of the text. */
  readonly id: string
  /** Path of its file, with `#n` for the n-th record of it. */
  readonly name: string
}

const byHash = (a: Identified, b: Identified): number => hashText(a.id) - hashText(b.id)

/** One in five by hash; the first by hash where that gives none. */
function held(documents: readonly Identified[]): ReadonlySet<string> {
  const some = documents.filter(({ id }) => hashText(id) % SHARE === 0)
  const chosen = some.length === 0 ? documents.toSorted(byHash).slice(0, 1) : some
  return new Set(chosen.map(({ id }) => id))
}

/**
 * Of each document by its id. The rows of a table are one document, of which one row in five is held out. Of
 * ten other documents or more one in five is held out whole; of fewer, a part of each.
 */
export function holdOut(documents: readonly Identified[]): ReadonlyMap<string, DocumentPart> {
  const files = new Map<string, Identified[]>()
  for (const document of documents) {
    const own = files.get(fileOf(document.name))
    if (own === undefined) files.set(fileOf(document.name), [document])
    else own.push(document)
  }
  const tables = [...files.values()].filter(({ length }) => length >= MANY)
  const others = [...files.values()].filter(({ length }) => length < MANY).flat()
  const whole = others.length + tables.length >= MANY
  const parts = new Map<string, DocumentPart>()
  const split = (list: readonly Identified[]): void => {
    const out = held(list)
    for (const { id } of list) parts.set(id, out.has(id) ? 'held' : 'read')
  }
  for (const rows of tables) split(rows)
  if (whole && others.length > 1) split(others)
  else for (const { id } of others) parts.set(id, 'both')
  return parts
}

/** Share of a text that its held-out part may be, and where it may not end up: 0 and 1 where it must. */
const LEAST = 0.1
const MOST = 0.35

const heading = /^#{1,6}[ \t]/u
const sentenceEnd = /[.!?:;,…。！？»”"')\]]$/u

const isHeading = (block: string): boolean =>
  heading.test(block) || (block.length <= 80 && !block.includes('\n') && !sentenceEnd.test(block))

/** Where blocks that a blank line ends begin, headings apart. */
function blocksOf(text: string): { readonly start: number; readonly heading: boolean }[] {
  return [...text.matchAll(/\S(?:(?!\n[ \t]*\n)[^])*/gu)].map(({ 0: block, index }) => ({
    start: index,
    heading: isHeading(block.trimEnd()),
  }))
}

/** Places at which a text may be cut, whole sections first. */
function* cutsOf(text: string): Generator<number[]> {
  const blocks = blocksOf(text)
  yield blocks.flatMap(({ start, heading: is }, i) =>
    is && !(i > 0 && at(blocks, i - 1).heading) ? [start] : [],
  )
  yield blocks.map(({ start }) => start)
  yield sentencesOf(text).map(({ start }) => start)
}

const nearest = (cuts: readonly number[], wanted: number): number =>
  cuts.reduce((best, cut) => (Math.abs(cut - wanted) < Math.abs(best - wanted) ? cut : best), Infinity)

/** The contiguous fifth of a document that is held out, `start` and `end` in UTF-16 code units. */
export function heldSpan(id: string, text: string): Span {
  const { length } = text
  const start = ((hashText(`part ${id}`) % 1000) / 1000) * (1 - 1 / SHARE) * length
  for (const inner of cutsOf(text)) {
    const cuts = [...new Set([0, ...inner, length])]
    const from = nearest(cuts, start)
    const to = nearest(
      cuts.filter((cut) => cut > from),
      from + length / SHARE,
    )
    if (to - from >= LEAST * length && to - from <= MOST * length) return { start: from, end: to }
  }
  const blank = (from: number): number => {
    const found = text.indexOf(' ', Math.round(from))
    return found < 0 ? length : found
  }
  const from = blank(start)
  return { start: from, end: blank(from + length / SHARE) }
}

/** What of a document is read, or what of it is held out: none, one or two spans of its text. */
export function spansOfPart(
  { id, text }: { readonly id: string; readonly text: string },
  part: DocumentPart,
  wanted: Part,
): Span[] {
  const all = { start: 0, end: text.length }
  if (part !== 'both') return part === wanted ? [all] : []
  const { start, end } = heldSpan(id, text)
  const spans =
    wanted === 'held'
      ? [{ start, end }]
      : [
          { start: 0, end: start },
          { start: end, end: all.end },
        ]
  return spans.filter((span) => span.end > span.start)
}
