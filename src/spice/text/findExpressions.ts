// Expressions as they stand in prose: maximal runs of numbers, single letters, operators and brackets that
// parse.
// "had x + 4 books, 2y more" has x + 4 and 2y; the article in "a 3" multiplies nothing.

import { parseExpression } from '../algebra/algebraicExpression'
import type { Expression } from '../algebra/tree'

export interface FoundExpression {
  readonly expression: Expression
  readonly start: number
  readonly end: number
}

const operand =
  '(?:\\p{Nd}+(?:,\\p{Nd}{3})*(?:\\.\\p{Nd}+)?\\p{L}?(?![\\p{L}\\p{Nd}])|(?<![\\p{L}\\p{M}\\p{Nd}])\\p{L}(?:_?\\d{1,2})?(?![\\p{L}\\p{M}\\p{Nd}])|sqrt(?=\\())[⁰¹²³⁴⁵⁶⁷⁸⁹]*'
const operator = '\\s*(?:\\*\\*|[-+*/^×÷·−⋅])\\s*'
const piece = new RegExp(`${operand}|${operator}|[()]`, 'uy')

/** Longest run that is looked at, in code units; a longer one is cut into several. */
const longestRun = 120

function runs(text: string): { readonly start: number; readonly end: number }[] {
  const out: { start: number; end: number }[] = []
  let start = -1
  let end = 0
  const close = (): void => {
    if (start >= 0) out.push({ start, end })
    start = -1
  }
  for (let at = 0; at < text.length;) {
    piece.lastIndex = at
    const match = piece.exec(text)
    if (match === null || match[0] === '' || (start >= 0 && at - start > longestRun)) {
      close()
      at += match === null || match[0] === '' ? 1 : 0
      continue
    }
    if (start < 0) start = at
    at += match[0].length
    end = at
  }
  close()
  return out
}

/**
 * Operators at the end, operators but a minus at the beginning, and brackets without a partner are not part
 * of it.
 */
function trim(text: string, start: number, end: number): { readonly start: number; readonly end: number } {
  for (;;) {
    const run = text.slice(start, end)
    const open = run.split('(').length - run.split(')').length
    const head = /^(?:\s+|[+*/^×÷·⋅)])/u.exec(run)?.[0] ?? (open > 0 && run.startsWith('(') ? '(' : '')
    const tail = /(?:\s+|[-+*/^×÷·−⋅(])$/u.exec(run)?.[0] ?? (open < 0 && run.endsWith(')') ? ')' : '')
    if (head === '' && tail === '') return { start, end }
    start += head.length
    end -= head === '' ? tail.length : 0
  }
}

export function expressionsIn(text: string): FoundExpression[] {
  const out: FoundExpression[] = []
  for (const run of runs(text)) {
    const { start, end } = trim(text, run.start, run.end)
    const parsed = start < end ? parseExpression(text.slice(start, end)) : null
    if (parsed?.ok === true) out.push({ expression: parsed.value, start, end })
  }
  return out
}
