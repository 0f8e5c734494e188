// PDF, through pdf.js: lines put back together from where they stand on the page.

import type { PDFPageProxy } from 'pdfjs-dist'
import type { TextContent } from 'pdfjs-dist/types/src/display/api'
import { at, last } from '../../base/at'
import { joinLines } from '../clean'
import type { ReadContext } from '../document'
import { problem, ProblemError } from '../../problems'
import { withBuffersUpTo } from '../boundedMemory'
import { characterMap } from './characterMaps'
import { columnOrder } from './pdfColumns'
import { PdfFonts, type Sign } from './pdfFonts'

/** Characters that are read of one file. */
const MOST_TEXT = 100e6

/** Bytes that one of its streams may unpack to; the library doubles its buffer until all is in. */
const MOST_UNPACKED = 100e6

/** Pieces of text on one page; a printed page has some thousand. */
const MOST_PIECES = 500_000

/**
 * A line for each printed line, a blank line between paragraphs and pages. Takes the bytes over: they are
 * empty afterwards. Throws ProblemError.
 */
export const textOfPdf = (bytes: Uint8Array<ArrayBuffer>, context: ReadContext): Promise<string> =>
  withBuffersUpTo(Math.max(MOST_UNPACKED, 2 * bytes.length), () => readPdf(bytes, context))

async function readPdf(bytes: Uint8Array<ArrayBuffer>, context: ReadContext): Promise<string> {
  const pdfjs = await (opened ??= openLibrary())
  const fonts = new PdfFonts()
  const task = pdfjs.getDocument({
    data: bytes,
    BinaryDataFactory: class extends CharacterMaps {
      override fetch(asked: { kind: string; filename: string }): Promise<Uint8Array> {
        fonts.mapped = true
        return super.fetch(asked)
      }
    },
    cMapUrl: 'maps/',
    useWorkerFetch: false,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    // Fonts are asked for what they say of their glyphs; pictures are not looked at.
    fontExtraProperties: true,
    maxImageSize: 1,
    verbosity: 0,
  })
  try {
    const document = await task.promise
    const pages: Line[][] = []
    let characters = 0
    let garbled = 0
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number)
      const pieces = await piecesOf(page)
      const isGarbled = await fonts.hasNoLetters(page, pieces)
      if (isGarbled) garbled += 1
      pages.push(isGarbled ? [] : pageLines(pieces))
      page.cleanup()
      characters += last(pages).reduce((sum, line) => sum + line.text.length, 0)
      if (characters > MOST_TEXT) throw new ProblemError(problem('file.largePdf'))
      context.progress(number / document.numPages)
    }
    const empty = pages.filter((page) => page.length === 0).length - garbled
    if (garbled > 0 && garbled + empty === pages.length) throw new ProblemError(problem('file.garbledPdf'))
    if (garbled > 0) context.leftOut('garbledPages', garbled)
    if (empty > 0 && empty < pages.length) context.leftOut('pages', empty)
    const kept = withoutFurniture(pages)
    const titles = count(pages) - count(kept)
    if (titles > 0) context.leftOut('titles', titles)
    return joinLines(joinPages(kept.map(paragraphs)))
  } catch (thrown) {
    if (thrown instanceof ProblemError) throw thrown
    if (nameOf(thrown) === 'PasswordException') throw new ProblemError(problem('file.locked'))
    throw new ProblemError(problem('file.damagedPdf'))
  } finally {
    await task.destroy()
  }
}

const count = (pages: readonly Line[][]): number => pages.reduce((sum, page) => sum + page.length, 0)

/** What stands on a page, piece by piece as the library finds it, so that a page without end is left. */
async function piecesOf(page: PDFPageProxy): Promise<Piece[]> {
  const pieces: Piece[] = []
  const reader = (page.streamTextContent() as ReadableStream<TextContent>).getReader()
  for (let part = await reader.read(); part.value !== undefined; part = await reader.read()) {
    for (const item of part.value.items) {
      if (!('str' in item)) continue
      const { str, fontName, transform, width, height, hasEOL } = item
      const [x, y] = [numberAt(transform, 4), numberAt(transform, 5)]
      pieces.push({ text: str, font: fontName, x, y, width, height, hasEOL })
    }
    if (pieces.length > MOST_PIECES) throw new ProblemError(problem('file.largePdf'))
  }
  return pieces
}

const nameOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : '')

let opened: ReturnType<typeof openLibrary> | null = null

/**
 * The library, parsing in the thread that it is called in: files are read in a thread of their own already.
 * In a worker of a browser its parser listens to that worker's messages too, so those who read there speak
 * through a port.
 */
async function openLibrary() {
  const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const scope = globalThis as { pdfjsWorker?: unknown }
  scope.pdfjsWorker ??= await import('pdfjs-dist/legacy/build/pdf.worker.mjs')
  return pdfjs
}

class CharacterMaps {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    if (kind !== 'cMapUrl') throw new Error(`${filename} is for drawing only`)
    return characterMap(filename)
  }
}

/** Of the transform from text to page the last two numbers are x and y. */
const numberAt = (transform: readonly unknown[], index: number): number => Number(at(transform, index))

interface Piece extends Sign {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly hasEOL: boolean
}

interface Line {
  text: string
  readonly y: number
  readonly height: number
}

/**
 * Pieces come in reading order; a new line begins where the library says so, or where the height on the page
 * changes. A gap or a step back is a blank.
 */
function pageLines(pieces: readonly Piece[]): Line[] {
  const rows: OpenLine[] = []
  let open: OpenLine | null = null
  let right = 0
  for (const piece of pieces) {
    const { text, x, y, width, height } = piece
    if (text !== '') {
      const size: number = height || (open?.height ?? 10)
      if (open === null || Math.abs(open.y - y) > size * 0.6) {
        open = { text: '', y, height: size, segments: [{ start: 0, from: x, to: x }] }
        rows.push(open)
      } else if (x - right > size * COLUMN_GAP && text.trim() !== '') {
        open.text += ' '
        open.segments.push({ start: open.text.length, from: x, to: x })
      } else if (
        (x - right > size * 0.2 || x + width < right - size) &&
        !open.text.endsWith(' ') &&
        !text.startsWith(' ')
      )
        open.text += ' '
      open.text += isRaised(piece, open) ? `^${text.trim()}` : text
      if (text.trim() !== '') {
        right = x + width
        last(open.segments).to = right
      }
    }
    if (piece.hasEOL) open = null
  }
  return inColumns(rows.filter(({ text }) => text.trim() !== ''))
}

/** Heights of letters that a gap between columns is wide. */
const COLUMN_GAP = 1.5

interface OpenLine extends Line {
  /** Parts with wide gaps between them: where each begins in the text, and from where to where it stands. */
  readonly segments: { readonly start: number; readonly from: number; to: number }[]
}

/** Lines of the left column before those of the right one, where a page has two and gives them row by row. */
function inColumns(rows: readonly OpenLine[]): Line[] {
  const parts = rows.map(({ text, segments }) =>
    segments.map(({ start, from, to }, i) => ({ text: text.slice(start, segments[i + 1]?.start), from, to })),
  )
  const [first] = rows
  if (first === undefined) return []
  return columnOrder(parts, first.height).map(([row, side]) => {
    const { text, y, height } = at(rows, row)
    return { text: side === null ? text : at(at(parts, row), side).text, y, height }
  })
}

/** A smaller number above the line, after a number, a variable or a unit: an exponent. */
const isRaised = ({ text, y, height }: Piece, line: Line): boolean =>
  /^\s*[-−]?\d{1,3}\s*$/.test(text) &&
  height > 0 &&
  height < line.height * 0.85 &&
  y > line.y + line.height * 0.15 &&
  /(?:^|[^\p{L}])\p{L}{1,2}$|[\d)]$/u.test(line.text)

/** Pages on which a line has to stand again before it is taken for a running title. */
const REPEATS = 3

/** The same line on every page but for its number. */
const shape = (text: string): string => text.trim().replace(/\d+|\b[ivxlc]+\b/gi, '#')
const numberOf = (text: string): number | null => (/^\s*\d{1,4}\s*$/.test(text) ? Number(text) : null)

/**
 * Without running titles and page numbers: lines at a page's edge that stand, but for a number, on most
 * pages, and numbers alone that count the pages. A number alone anywhere else is text.
 */
function withoutFurniture(pages: readonly Line[][]): Line[][] {
  const edges = pages.map(edgeOf)
  const seen = new Map<string, number>()
  const offsets = new Map<number, number>()
  for (const [index, edge] of edges.entries()) {
    for (const form of new Set(edge.map(({ text }) => shape(text)))) tally(seen, form)
    for (const offset of new Set(edge.flatMap(({ text }) => offsetOf(text, index)))) tally(offsets, offset)
  }
  const filled = pages.filter((page) => page.length > 0).length
  const often = (times: number): boolean => times >= Math.max(2, Math.min(REPEATS, filled), filled / 3)
  return pages.map((page, index) => {
    const edge = new Set(edges[index])
    return page.filter((line) => {
      if (!edge.has(line)) return true
      const [offset] = offsetOf(line.text, index)
      if (offset !== undefined && standsAlone(line, page)) return false
      return !often((offset === undefined ? seen.get(shape(line.text)) : offsets.get(offset)) ?? 0)
    })
  })
}

/** Far above or below all other lines, as a page number is even where there is but one page. */
function standsAlone(line: Line, page: readonly Line[]): boolean {
  const far = 4 * line.height
  return page.length > 1 && page.every((other) => other === line || Math.abs(other.y - line.y) > far)
}

const tally = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1)
/** By how much a number alone is ahead of its page, or nothing where the line is none. */
const offsetOf = (text: string, index: number): number[] => {
  const number = numberOf(text)
  return number === null ? [] : [number - index]
}

/** The first and the last line of a page, and the next where it stands apart from the text. */
function edgeOf(page: readonly Line[]): Line[] {
  const usual = usualGap(page)
  const apart = (one: Line | undefined, other: Line | undefined): boolean =>
    one !== undefined && other !== undefined && Math.abs(one.y - other.y) > usual * 1.4
  const byHeight = [...page].sort((a, b) => b.y - a.y)
  const [first, second, third] = byHeight
  const [last, lastButOne, before] = [byHeight.at(-1), byHeight.at(-2), byHeight.at(-3)]
  const top =
    first === undefined ? [] : second !== undefined && apart(second, third) ? [first, second] : [first]
  const bottom =
    last === undefined
      ? []
      : lastButOne !== undefined && apart(lastButOne, before)
        ? [lastButOne, last]
        : [last]
  return [...top, ...bottom]
}

/** A sentence that a page's end cuts goes on in the next line, not in the next paragraph. */
function joinPages(pages: readonly string[]): string {
  let out = ''
  for (const page of pages.filter((each) => each !== '')) {
    const cut = /[\p{L}\p{N},;-]$/u.test(out) && /^\p{Ll}/u.test(page)
    out += out === '' ? page : (cut ? '\n' : '\n\n') + page
  }
  return out
}

/** Taken where the rows do not tell: a page of one line, or most rows at one height. */
const TWELVE_POINTS = 12

/** Height from line to line, where most lines of a page follow each other. */
function usualGap(rows: readonly Line[]): number {
  const gaps = rows.slice(1).map((row, index) => at(rows, index).y - row.y)
  const apart = gaps.filter((gap) => gap > 0).sort((a, b) => a - b)
  const usual = Math.floor(gaps.length / 3)
  return usual < apart.length ? at(apart, usual) : TWELVE_POINTS
}

/** A gap well over the usual one between lines, or a larger letter, is a new paragraph. */
function paragraphs(rows: readonly Line[]): string {
  const usual = usualGap(rows)
  return rows
    .map((row, index) => {
      const before = rows[index - 1]
      if (before === undefined) return row.text.trim()
      const gap = before.y - row.y
      const apart = gap < 0 || gap > usual * 1.4 || Math.abs(before.height - row.height) > row.height * 0.2
      return (apart ? '\n\n' : '\n') + row.text.trim()
    })
    .join('')
}
