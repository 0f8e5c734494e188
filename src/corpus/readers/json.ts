// Records of JSON: a document a line of .jsonl, a document an element of a .json list.

import type { Found } from '../document'
import { problem, ProblemError } from '../../problems'
import { chooseFields, textOfRecord } from './records'

/** Bad lines are counted and told once, at the end; the others come in. */
export function* readJsonLines(text: string): Generator<Found> {
  let bad = 0
  /** Number of the first line that is not JSON. */
  let first = 0
  let textless = 0
  let found = 0
  let line = 0
  for (let start = 0; start < text.length;) {
    const next = text.indexOf('\n', start)
    const end = next < 0 ? text.length : next
    const source = text.slice(start, end)
    start = end + 1
    line += 1
    if (source.trim() === '') continue
    const value = parsed(source)
    if (value === undefined) {
      if (bad === 0) first = line
      bad += 1
      continue
    }
    const content = textOfJson(value)
    if (content === '') textless += 1
    else {
      found += 1
      yield {
        kind: 'document',
        suffix: `#${String(line)}`,
        text: content,
        share: Math.min(1, start / text.length),
      }
    }
  }
  if (found === 0 && bad === 0 && textless > 0) throw noText()
  if (found === 0 && bad > 0) throw new ProblemError(problem('file.badJsonLines', { first }))
  if (bad > 0 || textless > 0)
    yield { kind: 'problem', suffix: '', problem: problem('file.someLines', { bad, first, textless }) }
}

/** A list of records, or one record. Throws ProblemError. */
export function* readJson(text: string): Generator<Found> {
  const value = parsed(text)
  if (value === undefined) throw new ProblemError(problem('file.badJson'))
  const records: readonly unknown[] = Array.isArray(value) ? value : [value]
  let found = 0
  for (const [index, record] of records.entries()) {
    const content = textOfJson(record)
    if (content === '') continue
    found += 1
    yield {
      kind: 'document',
      suffix: Array.isArray(value) ? `#${String(index + 1)}` : '',
      text: content,
      share: (index + 1) / records.length,
    }
  }
  if (found === 0) throw noText()
}

const noText = (): ProblemError => new ProblemError(problem('file.noTextField'))

function parsed(source: string): unknown {
  try {
    return JSON.parse(source)
  } catch {
    return undefined
  }
}

function textOfJson(value: unknown): string {
  if (typeof value === 'string') return value.trim()
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return ''
  const record = value as Record<string, unknown>
  const choice = chooseFields(Object.keys(record))
  return choice === null ? '' : textOfRecord(record, choice)
}
