// Tables: a document a row, of its text column where it has one, else of all its columns. Read in portions,
// as the whole as rows would take many times the memory of the text.

import type { Found } from '../document'
import { problem, ProblemError } from '../../problems'
import { chooseFields, textOfRecord, type FieldChoice } from './records'

const portion = 2000

export async function* readCsv(text: string): AsyncGenerator<Found> {
  const { default: Papa } = await import('papaparse')
  const first = Papa.parse<string[]>(text, { preview: portion, skipEmptyLines: 'greedy' })
  const [head] = first.data
  if (head === undefined) throw new ProblemError(problem('file.noRows'))
  const delimiter = first.meta.delimiter
  const named = isHeader(head, first.data[1])
  const choice = named ? chooseFields(head) : null

  let row = 0
  let rows = named ? first.data.slice(1) : first.data
  for (let at = first.meta.cursor; ;) {
    for (const cells of rows) {
      row += 1
      const content = textOfRow(cells, named ? head : null, choice)
      if (content !== '')
        yield {
          kind: 'document',
          suffix: `#${String(row)}`,
          text: content,
          share: Math.min(1, at / text.length),
        }
    }
    if (at >= text.length) return
    const next = Papa.parse<string[]>(text.slice(at), {
      preview: portion,
      skipEmptyLines: 'greedy',
      delimiter,
    })
    if (next.meta.cursor === 0) return
    rows = next.data
    at += next.meta.cursor
  }
}

/** Names are different, short, not numbers, and not like the row below. */
function isHeader(head: readonly string[], below: readonly string[] | undefined): boolean {
  if (below === undefined || new Set(head).size !== head.length) return false
  return head.every(
    (cell) =>
      cell.trim() !== '' && cell.length <= 60 && !/[.!?。]$/.test(cell.trim()) && Number.isNaN(Number(cell)),
  )
}

function textOfRow(
  cells: readonly string[],
  head: readonly string[] | null,
  choice: FieldChoice | null,
): string {
  if (head !== null && choice !== null)
    return textOfRecord(Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ''])), choice)
  return cells
    .map((cell, index) => ({ name: head?.[index] ?? '', cell: cell.trim() }))
    .filter(({ cell }) => cell !== '')
    .map(({ name, cell }) => (name === '' ? cell : `${name}: ${cell}`))
    .join('\n')
}
