// The fixed questions over the rounds: a row a probe, a column a question, and what changed between two of
// them, word by word.
// Pure; no drawing.

import { at } from '../base/at'
import type { ProbeAnswer, ProbeRecord } from '../protocol/records'

export interface Column {
  /** Index in the probe's answers. */
  readonly index: number
  readonly question: string
  readonly gold: string
  /** By probe: right, wrong, or no answer. */
  readonly cells: readonly (boolean | null)[]
  /** Times that it was answered right. */
  readonly right: number
}

/** Questions in the order in which they came to be known: always right first, never right last. */
export function gridOf(probes: readonly ProbeRecord[]): readonly Column[] {
  const first = probes[0]
  if (first === undefined) return []
  const columns = first.answers.map(({ question, gold }, index): Column => {
    const cells = probes.map(({ answers }) =>
      answers[index]?.answer === null ? null : (answers[index]?.right ?? null),
    )
    return { index, question, gold, cells, right: cells.filter((cell) => cell === true).length }
  })
  const firstRight = ({ cells }: Column): number => cells.indexOf(true) + (cells.includes(true) ? 0 : 1e6)
  return columns.sort((a, b) => b.right - a.right || firstRight(a) - firstRight(b) || a.index - b.index)
}

export interface Piece {
  readonly text: string
  readonly kind: 'same' | 'gone' | 'new'
}

/** Longest texts that are compared word by word; longer ones are shown as wholly changed. */
const most = 400

/**
 * Word-level difference by the longest common subsequence; joining what is not new gives `before`, what is
 * not gone `after`.
 */
export function wordDifference(before: string, after: string): readonly Piece[] {
  const a = before.split(/(?<=\s)(?=\S)/)
  const b = after.split(/(?<=\s)(?=\S)/)
  if (a.length > most || b.length > most)
    return [
      { text: before, kind: 'gone' },
      { text: after, kind: 'new' },
    ]
  const common: number[][] = Array.from({ length: a.length + 1 }, () =>
    new Array<number>(b.length + 1).fill(0),
  )
  const lengthFrom = (i: number, j: number): number => at(at(common, i), j)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      at(common, i)[j] =
        a[i] === b[j] ? lengthFrom(i + 1, j + 1) + 1 : Math.max(lengthFrom(i + 1, j), lengthFrom(i, j + 1))
    }
  }
  const pieces: Piece[] = []
  const add = (text: string, kind: Piece['kind']): void => {
    const last = pieces.at(-1)
    if (text === '') return
    if (last?.kind === kind) pieces[pieces.length - 1] = { text: last.text + text, kind }
    else pieces.push({ text, kind })
  }
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add(at(a, i), 'same')
      i += 1
      j += 1
    } else if (i < a.length && (j >= b.length || lengthFrom(i + 1, j) >= lengthFrom(i, j + 1))) {
      add(at(a, i), 'gone')
      i += 1
    } else {
      add(at(b, j), 'new')
      j += 1
    }
  }
  return pieces
}

/** What was written to a question, as far as it is recorded: the whole text, else the final answer. */
export const writtenOf = (answer: ProbeAnswer | undefined): string | null =>
  answer?.text?.trim() ?? answer?.answer ?? null
