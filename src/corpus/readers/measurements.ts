// Tables of measurements: a column of times and columns of numbers become sentences whose facts are computed,
// a document for a few rows of each quantity, and one for each pair of quantities that can be compared.

import { at } from '../../base/at'
import {
  comparisonsOf,
  decimal,
  factsOf,
  writeFact,
  type Measured,
  type MeasuredFact,
} from '../../base/measuredFacts'
import type { SourceMarks } from '../../protocol/ports'

interface Column {
  readonly index: number
  readonly quantity: string
  readonly unit: string
}

export interface MeasuredColumns {
  readonly time: Column
  readonly values: readonly Column[]
}

/** Readings of one document: what a small model's passage holds. */
export const ROWS = 5
/** Rows that say what the columns are; with fewer it is no series. */
const FEWEST = 3

const timeName =
  /^(?:time ?stamp|time|times|datetime|date|clock|uhrzeit|zeit|zeitpunkt|zeitstempel|datum|elapsed|seconds?|sekunden?|sec|ms|milliseconds|minutes?|minuten?|hours?|stunden?|days?|tage?|t|epoch|unix|ts)$/i
const unitOfTime: Readonly<Record<string, string>> = {
  ...{ seconds: 's', second: 's', sec: 's', sekunden: 's', sekunde: 's', elapsed: 's', t: 's' },
  ...{ ms: 'ms', milliseconds: 'ms', minutes: 'min', minute: 'min', minuten: 'min' },
  ...{ hours: 'h', hour: 'h', stunden: 'h', stunde: 'h', days: 'days', tage: 'days' },
}

/** `Temperature (°C)`, `temperature [°C]`: the name, and the unit in brackets. */
function columnOf(name: string, index: number): Column {
  const found = /^(.*?)\s*[([]([^()[\]]{1,12})[)\]]\s*$/.exec(name.trim())
  const words = (found === null ? name : at(found, 1)).replace(/[_.?]+/g, ' ').trim()
  // A first capital goes, unless the next letter is one too, as in CO2.
  const quantity = /^\p{Lu}(?!\p{Lu}|\p{Nd})/u.test(words)
    ? words.charAt(0).toLowerCase() + words.slice(1)
    : words
  return { index, quantity, unit: found === null ? '' : at(found, 2).replace(/[.?]/g, '').trim() }
}

/** A short row has no more cells. */
const cellAt = (cells: readonly string[], index: number): string =>
  index < cells.length ? at(cells, index) : ''

const number = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?$/i
/** A cell's number, with a point or a comma; null where it is none. */
export function numberIn(cell: string): string | null {
  const text = cell.trim()
  if (!number.test(text)) return null
  const value = Number(text.replace(',', '.'))
  return Number.isFinite(value) && Math.abs(value) < 1e12 ? decimal(value) : null
}

const clock =
  /^(\d{4}-\d{2}-\d{2})?[T ]?(\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?)?\s?(?:Z|UTC|[+-]\d{2}:?\d{2})?$/i
const otherDate = /^\d{1,2}[./]\d{1,2}[./]\d{2,4}(?:,? \d{1,2}:\d{2}(?::\d{2})?)?$/
/** Seconds since 1970 from 2001 on, and milliseconds. */
const EPOCH = { seconds: 1e9, milliseconds: 1e12 }

/** A time as a sentence names it; null where the cell is none. */
function timeIn(cell: string, { quantity, unit }: Column): string | null {
  const text = cell.trim()
  const value = numberIn(text)
  if (value !== null) {
    const count = Number(value)
    if (count >= EPOCH.seconds)
      return new Date(count >= EPOCH.milliseconds ? count : count * 1000)
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, '')
    const of = unit === '' ? (unitOfTime[quantity.toLowerCase()] ?? '') : unit
    return of === '' ? value : `${value} ${of}`
  }
  if (text === '') return null
  const parts = clock.exec(text)
  if (parts !== null)
    return parts
      .slice(1, 3)
      .filter((part: string | undefined) => part !== undefined)
      .join(' ')
      .replace(/\.0+$/, '')
  return otherDate.test(text) ? text : null
}

/**
 * The columns of a table of measurements: one of times, and of the others numbers alone. Null for any other
 * table, which is read row by row. `rows` are the first ones.
 */
export function measuredColumns(
  names: readonly string[],
  rows: readonly (readonly string[])[],
): MeasuredColumns | null {
  if (rows.length < FEWEST || names.length < 2) return null
  const columns = names.map(columnOf)
  const times = columns.filter(({ quantity }) => timeName.test(quantity))
  const [time] = times
  if (time === undefined || rows.some((cells) => timeIn(cellAt(cells, time.index), time) === null))
    return null
  // A date beside a time of day is no measurement, and neither is a column that counts rows.
  const others = columns.filter(({ index, quantity }) => index !== time.index && quantity !== '')
  const isNumber = ({ index }: Column): boolean =>
    rows.every((cells) => cellAt(cells, index).trim() === '' || numberIn(cellAt(cells, index)) !== null) &&
    rows.some((cells) => numberIn(cellAt(cells, index)) !== null)
  if (others.length === 0 || !others.every(isNumber)) return null
  const values = others.filter(({ quantity }) => !/^(?:#|no|nr|id|index|row|zeile)$/i.test(quantity))
  return values.length === 0 ? null : { time, values }
}

export interface MeasuredDocument {
  /** `#4-8`, with the quantities where the table has several. */
  readonly suffix: string
  readonly text: string
  readonly marks: SourceMarks
}

interface Row {
  readonly number: number
  readonly time: string
  readonly values: readonly (string | null)[]
}

/** Rows of a table that begins with its newest one are turned round. */
function inTime(rows: readonly Row[]): readonly Row[] {
  const earlier = (a: string, b: string): boolean => {
    const [x, y] = [Number.parseFloat(a), Number.parseFloat(b)]
    return a.includes(':') || a.includes('-') ? a < b : x < y
  }
  const backwards = rows.slice(1).every(({ time }, i) => earlier(time, at(rows, i).time))
  return rows.length > 1 && backwards ? [...rows].reverse() : rows
}

/** Takes the rows of a table one after another and gives documents of a few rows each. */
export class MeasuredTable {
  private rows: Row[] = []
  private count = 0
  /** Rows without a time or without any number. */
  leftOut = 0

  constructor(private readonly columns: MeasuredColumns) {}

  add(cells: readonly string[]): MeasuredDocument[] {
    const { time, values } = this.columns
    this.count += 1
    const label = timeIn(cellAt(cells, time.index), time)
    const numbers = values.map(({ index }) => numberIn(cellAt(cells, index)))
    const repeated = this.rows.some((row) => row.time === label)
    if (label === null || repeated || numbers.every((value) => value === null)) {
      this.leftOut += 1
      return []
    }
    this.rows.push({ number: this.count, time: label, values: numbers })
    return this.rows.length < ROWS ? [] : this.flush()
  }

  /** What is left at the end; a single reading says nothing. */
  end(): MeasuredDocument[] {
    return this.rows.length > 1 ? this.flush() : []
  }

  private flush(): MeasuredDocument[] {
    const rows = inTime(this.rows)
    // The next document begins where this one ends, so that no change falls between two.
    this.rows = this.rows.slice(-1)
    const { values } = this.columns
    const series = values.map(({ quantity, unit }, i) =>
      rows.flatMap((row): Measured[] => {
        const value = at(row.values, i)
        return value === null ? [] : [{ time: row.time, quantity, value, unit }]
      }),
    )
    const documents: MeasuredDocument[] = []
    series.forEach((readings, i) => {
      if (readings.length > 1)
        documents.push(documentOf(rows, factsOf(readings), values.length > 1 ? [at(values, i)] : []))
      for (let j = i + 1; j < series.length; j++) {
        if (at(values, i).unit !== at(values, j).unit || at(values, i).unit === '') continue
        const compared = comparisonsOf(readings, at(series, j))
        if (compared.some(({ kind }) => kind === 'comparison'))
          documents.push(documentOf(rows, compared, [at(values, i), at(values, j)]))
      }
    })
    return documents
  }
}

function documentOf(
  rows: readonly Row[],
  facts: readonly MeasuredFact[],
  columns: readonly Column[],
): MeasuredDocument {
  const marks: [number, number][] = []
  let text = ''
  for (const fact of facts) {
    if (text !== '') text += ' '
    const row = fact.kind === 'reading' ? rows.find(({ time }) => time === fact.time) : undefined
    if (row !== undefined && row.number !== marks.at(-1)?.[1]) marks.push([text.length, row.number])
    text += writeFact(fact)
  }
  const numbers = rows.map((row) => row.number)
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)]
  const names = columns.map(({ quantity }) => quantity.replaceAll('/', ' ')).join(' and ')
  return {
    suffix: `#${first}-${last}${names === '' ? '' : ` ${names}`}`,
    text,
    marks: { unit: 'row', at: marks },
  }
}
