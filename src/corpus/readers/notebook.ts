// Jupyter notebooks (nbformat 4): the text and the code of the cells, without their outputs.

import { plainReading, type ReadContext } from '../document'
import { textOfMarkdown } from './markdown'

interface Cell {
  readonly cell_type?: unknown
  readonly source?: unknown
  readonly outputs?: unknown
}

const sourceOf = ({ source }: Cell): string =>
  typeof source === 'string' ? source : Array.isArray(source) ? source.join('') : ''

/** The notebook's cells, or null where the text is no notebook. */
export function cellsOf(text: string): readonly Cell[] | null {
  try {
    const value = JSON.parse(text) as { readonly cells?: unknown; readonly nbformat?: unknown }
    return Array.isArray(value.cells) && typeof value.nbformat === 'number' ? (value.cells as Cell[]) : null
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
