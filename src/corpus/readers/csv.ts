// Tables: a document a row, of its text column where it has one, else of all its columns. Read in portions,
// as the whole as rows would take many times the memory of the text.

import { at } from '../../base/at'
import type Papa from 'papaparse'
import type { ReaderItem } from '../document'
import type { Piece, Pieces } from '../textPieces'
import { problem, ProblemError } from '../../problems'
import { measuredColumns, MeasuredTable } from './measurements'
import { chooseFields, textOfRecord, type FieldChoice } from './recordText'

/** Rows that are parsed at once. */
const portion = 5000
/** Rows by which a table of measurements is known. */
const LOOKED_AT = 100
/** Characters that are held ahead of the rows that are parsed; no row is longer. */
const AHEAD = 8_000_000

/** Excel's first line: which sign separates the columns. */
const separator = /^\ufeff?sep=(.)\r?\n/i

interface Head {
  /** Names of the columns, each different; '' for one that only counts rows. */
  readonly names: readonly string[]
  readonly choice: FieldChoice | null
}

export async function* readCsv(pieces: Pieces): AsyncGenerator<ReaderItem> {
  const { default: papa } = await import('papaparse')
  const rows = new Rows(papa, pieces)
  let start = await rows.next()
  // The first row says what the others are only beside a second.
  if (start.length === 1 && !rows.ended) start = [...start, ...(await rows.next())]
  const [top] = start
  if (top === undefined) throw new ProblemError(problem('file.noRows'))
  const head = isHeader(top, start[1]) ? headOf(top) : null
  const columns = head?.choice === null ? measuredColumns(head.names, start.slice(1, LOOKED_AT)) : null
  if (columns !== null) {
    yield* measurements(rows, start.slice(1), new MeasuredTable(columns))
    return
  }
  let row = 0
  let long = 0
  for (let some = head !== null ? start.slice(1) : start; ; some = await rows.next()) {
    for (const cells of some) {
      row += 1
      if (head !== null && cells.length > head.names.length) long += 1
      const content = textOfRow(joined(cells, head, rows.delimiter), head)
      if (content !== '')
        yield { kind: 'document', suffix: `#${String(row)}`, text: content, share: rows.share }
    }
    if (rows.ended) break
  }
  if (rows.unclosed) yield { kind: 'problem', suffix: '', problem: problem('file.unclosedQuote') }
  if (long > 0) yield { kind: 'problem', suffix: '', problem: problem('file.longRows', { count: long }) }
}

/** A table of measurements: documents of a few rows each. */
async function* measurements(
  rows: Rows,
  first: readonly string[][],
  table: MeasuredTable,
): AsyncGenerator<ReaderItem> {
  for (let some = first; ; some = await rows.next()) {
    for (const cells of some)
      for (const made of table.add(cells)) yield { kind: 'document', ...made, share: rows.share }
    if (rows.ended) break
  }
  for (const made of table.end()) yield { kind: 'document', ...made, share: 1 }
  if (table.leftOut > 0)
    yield { kind: 'problem', suffix: '', problem: problem('file.noReading', { count: table.leftOut }) }
}

/** The rows of a table in portions, with no more of its text held than one portion needs. */
class Rows {
  delimiter = ''
  /** True once a quote was found that is opened and never closed; from there on quotes are letters. */
  unclosed = false
  ended = false
  /** Share of the file that was parsed, 0..1. */
  share = 0
  /** A quote within quotes has a backslash before it, as databases write it, not a quote. */
  private escapes = false
  private held = ''
  private characters = 0
  private shareHeld = 0
  private begun = false
  private allRead = false
  private readonly source: AsyncGenerator<Piece, void>

  constructor(
    private readonly papa: typeof Papa,
    pieces: Pieces,
  ) {
    this.source = iteratorOf(pieces)
  }

  async next(): Promise<readonly string[][]> {
    await this.fill()
    for (let preview = portion; ;) {
      const { data, errors, meta } = this.parsed(preview)
      const atEnd = meta.cursor >= this.held.length
      const open = errors.some(({ code }) => code === 'MissingQuotes')
      if (open && data.length > 1) {
        // The rows before the one with the quote.
        preview = data.length - 1
      } else if (open) this.unclosed = true
      else if (atEnd && !this.allRead && preview > 1) preview = Math.ceil(preview / 10)
      else {
        this.delimiter = meta.delimiter
        this.ended = (atEnd && this.allRead) || meta.cursor === 0
        this.held = this.held.slice(meta.cursor)
        this.share = this.shareHeld * (1 - this.held.length / Math.max(1, this.characters))
        return data
      }
    }
  }

  private parsed(preview: number): Papa.ParseResult<string[]> {
    return this.papa.parse<string[]>(this.held, {
      preview,
      skipEmptyLines: 'greedy',
      ...(this.delimiter === '' ? {} : { delimiter: this.delimiter }),
      ...(this.unclosed ? { quoteChar: '\0' } : {}),
      ...(this.escapes ? { escapeChar: '\\' } : {}),
    })
  }

  private async fill(): Promise<void> {
    while (!this.allRead && this.held.length < AHEAD) {
      const next = await this.source.next()
      if (next.done === true) this.allRead = true
      else {
        const { text, share } = next.value
        this.held += text
        this.characters += text.length
        this.shareHeld = share
      }
    }
    if (this.begun) return
    this.begun = true
    this.held = withoutRemarks(this.held)
    this.escapes = /[^\\]\\"(?![,;\t|]?\r?\n|$)/.test(this.held) && !/[^,;\t|\r\n]""/.test(this.held)
    const said = separator.exec(this.held)
    if (said === null) return
    this.delimiter = at(said, 1)
    this.held = this.held.slice(at(said, 0).length)
  }
}

/** Lines at the head that begin with # and hold no separator, where a table follows. */
const withoutRemarks = (text: string): string =>
  text.replace(/^\ufeff?(?:#[^,;\t|\n]*\r?\n)+(?=[^#\n]*[,;\t|])/, '')

async function* iteratorOf(pieces: Pieces): AsyncGenerator<Piece, void> {
  yield* pieces
}

/**
 * Names are short, not numbers, and not like the row below; the first may be empty, where it counts rows, and
 * the last, behind a separator too many.
 */
function isHeader(head: readonly string[], below: readonly string[] | undefined): boolean {
  if (below === undefined || head.every((cell) => cell.trim() === '')) return false
  // Two cells alike are names only where one of them is known as such.
  if (new Set(head).size !== head.length && chooseFields(head) === null) return false
  return head.every(
    (cell, index) =>
      (cell.trim() !== '' || index === 0 || index === head.length - 1) &&
      cell.length <= 60 &&
      !/[.!?。]$/.test(cell.trim()) &&
      (cell.trim() === '' || Number.isNaN(Number(cell))),
  )
}

/** Columns of one name are told apart by a number, so that none takes another's place. */
function headOf(cells: readonly string[]): Head {
  const seen = new Map<string, number>()
  const names = cells.map((cell) => {
    const name = cell.trim()
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 || name === '' ? name : `${name} ${count}`
  })
  const choice = chooseFields(names)
  if (choice === null) return { names, choice }
  // pandas writes the second column of a name as text.1.
  const alike = names.filter(
    (name, index) =>
      name !== choice.text && cells[index]?.trim().replace(/[._]\d{1,2}$/u, '') === choice.text,
  )
  return { names, choice: { ...choice, more: [...alike, ...choice.more] } }
}

/** A row with more cells than names: its text had the delimiter in it without quotes, and is put together. */
function joined(cells: readonly string[], head: Head | null, delimiter: string): readonly string[] {
  if (head === null || cells.length <= head.names.length) return cells
  const { names, choice } = head
  const column = choice === null ? names.length - 1 : Math.max(0, names.indexOf(choice.text))
  const more = cells.length - names.length
  return [
    ...cells.slice(0, column),
    cells.slice(column, column + more + 1).join(delimiter),
    ...cells.slice(column + more + 1),
  ]
}

function textOfRow(cells: readonly string[], head: Head | null): string {
  if (head !== null && head.choice !== null)
    return textOfRecord(
      Object.fromEntries(
        head.names.map((name, index) => [name, index < cells.length ? at(cells, index) : '']),
      ),
      head.choice,
    )
  return cells
    .map((cell, index) => ({
      name: head !== null && index < head.names.length ? at(head.names, index) : '',
      cell: cell.trim(),
      index,
    }))
    .filter(({ cell, name, index }) => cell !== '' && !(head !== null && name === '' && index === 0))
    .map(({ name, cell }) => (name === '' ? cell : `${name}: ${cell}`))
    .join('\n')
}
