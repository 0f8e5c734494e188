// Jupyter notebooks (nbformat 4, and 3 with its worksheets): the text and the code of the cells, without
// their outputs.

import { isJson } from '../../base/jsonObject'
import { plainReading, type ReadContext } from '../document'
import { textOfMarkdown } from './markdown'

interface Cell {
  readonly cell_type?: unknown
  readonly source?: unknown
  /** Of code in nbformat 3. */
  readonly input?: unknown
  readonly outputs?: unknown
}

const sourceOf = ({ source: written, input }: Cell): string => {
  const source = written ?? input
  return typeof source === 'string' ? source : Array.isArray(source) ? source.join('') : ''
}

/** The notebook's cells, or null where the text is no notebook. */
export function cellsOf(text: string): readonly Cell[] | null {
  try {
    const value: unknown = JSON.parse(text)
    if (!isJson(value) || typeof value['nbformat'] !== 'number') return null
    const sheets: readonly unknown[] = Array.isArray(value['worksheets']) ? value['worksheets'] : [value]
    const lists = sheets.map((sheet) => (isJson(sheet) ? sheet['cells'] : null)).filter(Array.isArray)
    return lists.length === 0 ? null : lists.flat().filter((cell): cell is Cell => isJson(cell))
  } catch {
    return null
  }
}

/** Text with a blank line between cells. */
export async function textOfNotebook(cells: readonly Cell[], context: ReadContext): Promise<string> {
  const outputs = cells.filter(({ outputs }) => Array.isArray(outputs) && outputs.length > 0)
  if (outputs.length > 0) context.leftOut('outputs', outputs.length)
  const parts = await Promise.all(
    cells.map(async (cell) =>
      cell.cell_type === 'markdown' ? textOfMarkdown(sourceOf(cell), plainReading) : sourceOf(cell),
    ),
  )
  return parts.filter((part) => part.trim() !== '').join('\n\n')
}
