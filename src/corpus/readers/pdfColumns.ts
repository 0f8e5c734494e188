// Columns of a printed page whose pieces come row by row across them, as in pages that were recognised from a
// scan. It knows where pieces stand, not what they say, but for telling prose from the cells of a table.

import { at } from '../../base/at'

/** A run of pieces on one height without a wide gap. */
export interface Segment {
  readonly text: string
  readonly from: number
  readonly to: number
}

/** Rows side by side from which on they are columns, and words that a side of them has on average. */
const LEAST_ROWS = 4
const LEAST_WORDS = 2.5

const words = (segments: readonly (Segment | undefined)[]): number =>
  segments.reduce((sum, each) => sum + (each?.text.trim().split(/\s+/).length ?? 0), 0) /
  Math.max(1, segments.length)

/**
 * Order of the rows of a page: [row, side] with the left column before the right one wherever rows stand in
 * two columns; a side of null is the whole row. `size` is the height of letters.
 */
export function columnOrder(
  rows: readonly (readonly Segment[])[],
  size: number,
): readonly (readonly [row: number, side: 0 | 1 | null])[] {
  const order: (readonly [number, 0 | 1 | null])[] = []
  for (let row = 0; row < rows.length;) {
    const end = endOfBlock(rows, row, size)
    if (end === row) {
      order.push([row, null])
      row += 1
      continue
    }
    for (const side of [0, 1] as const)
      for (let each = row; each < end; each++) if (at(rows, each).length > side) order.push([each, side])
    row = end
  }
  return order
}

/** The row after the two columns that begin at `start`; `start` where none do. */
function endOfBlock(rows: readonly (readonly Segment[])[], start: number, size: number): number {
  const gutter = at(rows, start)[1]?.from
  if (gutter === undefined) return start
  let end = start
  for (; end < rows.length; end++) {
    const [left, right, more] = at(rows, end)
    if (left === undefined || more !== undefined || left.to > gutter - size / 2) break
    if (right !== undefined && Math.abs(right.from - gutter) > size) break
  }
  const block = rows.slice(start, end)
  const both = block.filter((row) => row.length === 2)
  const isProse =
    both.length >= LEAST_ROWS &&
    words(both.map(([left]) => left)) >= LEAST_WORDS &&
    words(both.map(([, right]) => right)) >= LEAST_WORDS
  return isProse ? end : start
}
