// Tables: a document a row, of its text column where it has one, else of all its columns. Read in portions,
// as the whole as rows would take many times the memory of the text.

import { at } from '../../base/at'
import type { ReaderItem } from '../document'
import { problem, ProblemError } from '../../problems'
import { chooseFields, textOfRecord, type FieldChoice } from './recordText'

const portion = 2000

/** Excel's first line: which sign separates the columns. */
const separator = /^\ufeff?sep=(.)\r?\n/i

interface Head {
  /** Names of the columns, each different; '' for one that only counts rows. */
  readonly names: readonly string[]
  readonly choice: FieldChoice | null
}

export async function* readCsv(source: string): AsyncGenerator<ReaderItem> {
  const { default: Papa } = await import('papaparse')
  const said = separator.exec(source)
  const text = said === null ? source : source.slice(said[0].length)
  const options = {
    preview: portion,
    skipEmptyLines: 'greedy',
    ...(said?.[1] === undefined ? {} : { delimiter: said[1] }),
  } as const
  const quoted = Papa.parse<string[]>(text, options)
  // A quote that is opened and never closed swallows the rest: then quotes are letters.
  const unclosed = quoted.errors.some(({ code }) => code === 'MissingQuotes')
  const plain = unclosed ? { ...options, quoteChar: '\0' } : options
  const first = unclosed ? Papa.parse<string[]>(text, plain) : quoted
  const [top] = first.data
  if (top === undefined) throw new ProblemError(problem('file.noRows'))
  const delimiter = first.meta.delimiter
  const head = isHeader(top, first.data[1]) ? headOf(top) : null

  let row = 0
  let long = 0
  let rows = head !== null ? first.data.slice(1) : first.data
  for (let at = first.meta.cursor; ;) {
    for (const cells of rows) {
      row += 1
      if (head !== null && cells.length > head.names.length) long += 1
      const content = textOfRow(joined(cells, head, delimiter), head)
      if (content !== '')
        yield {
          kind: 'document',
          suffix: `#${String(row)}`,
          text: content,
          share: Math.min(1, at / text.length),
        }
    }
    if (at >= text.length) break
    // Each portion begins with a fresh string: a slice of a slice keeps all before it alive.
    const next = Papa.parse<string[]>(text.slice(at), { ...plain, delimiter })
    if (next.meta.cursor === 0) break
    rows = next.data
    at += next.meta.cursor
  }
  if (unclosed) yield { kind: 'problem', suffix: '', problem: problem('file.unclosedQuote') }
  if (long > 0) yield { kind: 'problem', suffix: '', problem: problem('file.longRows', { count: long }) }
}

/** Names are short, not numbers, and not like the row below; the first may be empty, where it counts rows. */
function isHeader(head: readonly string[], below: readonly string[] | undefined): boolean {
  if (below === undefined || head.every((cell) => cell.trim() === '')) return false
  // Two cells alike are names only where one of them is known as such.
  if (new Set(head).size !== head.length && chooseFields(head) === null) return false
  return head.every(
    (cell, index) =>
      (cell.trim() !== '' || index === 0) &&
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
  return { names, choice: chooseFields(names) }
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
