// PDF, through pdf.js: lines put back together from where they stand on the page.

import { joinLines } from '../clean'
import { problem, ProblemError } from '../../problems'
import { characterMap } from './characterMaps'

/** A line for each printed line, a blank line between paragraphs and pages. Throws ProblemError. */
export async function textOfPdf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const pdfjs = await (opened ??= openLibrary())
  const task = pdfjs.getDocument({
    // The library takes over the buffer that it is given.
    data: bytes.slice(),
    BinaryDataFactory: CharacterMaps,
    cMapUrl: 'maps/',
    useWorkerFetch: false,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    verbosity: 0,
  })
  try {
    const document = await task.promise
    const pages: string[] = []
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number)
      const { items } = await page.getTextContent()
      pages.push(
        pageText(
          items
            .filter((item) => 'str' in item)
            .map(({ str, transform, width, height, hasEOL }) => ({
              text: str,
              x: numberAt(transform, 4),
              y: numberAt(transform, 5),
              width,
              height,
              hasEOL,
            })),
        ),
      )
      page.cleanup()
    }
    return joinLines(pages.filter((page) => page !== '').join('\n\n'))
  } catch (thrown) {
    if (nameOf(thrown) === 'PasswordException') throw new ProblemError(problem('file.locked'))
    throw new ProblemError(problem('file.damagedPdf'))
  } finally {
    await task.destroy()
  }
}

const nameOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : '')

let opened: ReturnType<typeof openLibrary> | null = null

/**
 * The library with a thread that parses for it: a worker of its own in a browser (the parser's code would
 * take over the
 * messages of any worker that it is loaded in), this thread in Node.
 */
async function openLibrary() {
  const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs')
  if (typeof Worker === 'undefined') {
    const scope = globalThis as { pdfjsWorker?: unknown }
    scope.pdfjsWorker ??= await import('pdfjs-dist/legacy/build/pdf.worker.mjs')
  } else {
    const { default: Parser } = await import('pdfjs-dist/legacy/build/pdf.worker.mjs?worker')
    pdfjs.GlobalWorkerOptions.workerPort = new Parser()
  }
  return pdfjs
}

class CharacterMaps {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    if (kind !== 'cMapUrl') throw new Error(`${filename} is for drawing only`)
    return characterMap(filename)
  }
}

/** Of the transform from text to page the last two numbers are x and y. */
const numberAt = (transform: readonly unknown[], index: number): number => Number(transform[index] ?? 0)

interface Piece {
  readonly text: string
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
function pageText(pieces: readonly Piece[]): string {
  const rows: Line[] = []
  let open: Line | null = null
  let right = 0
  for (const piece of pieces) {
    const { text, x, y, width, height } = piece
    if (text !== '') {
      const size: number = height || (open?.height ?? 10)
      if (open === null || Math.abs(open.y - y) > size * 0.6) {
        open = { text: '', y, height: size }
        rows.push(open)
      } else if (
        (x - right > size * 0.2 || x + width < right - size) &&
        !open.text.endsWith(' ') &&
        !text.startsWith(' ')
      )
        open.text += ' '
      open.text += text
      right = x + width
    }
    if (piece.hasEOL) open = null
  }
  return paragraphs(rows.filter(({ text }) => text.trim() !== '' && !/^\s*\d{1,4}\s*$/.test(text)))
}

/** A gap well over the usual one between lines, or a larger letter, is a new paragraph. */
function paragraphs(rows: readonly Line[]): string {
  const gaps = rows.slice(1).map((row, index) => (rows[index]?.y ?? 0) - row.y)
  const usual = gaps.filter((gap) => gap > 0).sort((a, b) => a - b)[Math.floor(gaps.length / 3)] ?? 12
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
