// Measurements as sentences that can be written and read back: a reading, a change, the extremes, an order, a
// comparison. Whoever writes them has computed them; knows neither tables nor questions.

import { at } from './at'

/** One reading: at `time` the `quantity` was `value`, in `unit` ('' where there is none). */
export interface Measured {
  readonly time: string
  readonly quantity: string
  /** A plain decimal, as `decimal` writes it. */
  readonly value: string
  readonly unit: string
}

export type MeasuredFact =
  | ({ readonly kind: 'reading' } & Measured)
  | {
      readonly kind: 'change'
      readonly from: string
      readonly to: string
      readonly quantity: string
      /** With its sign; '0' where nothing changed. */
      readonly by: string
      readonly unit: string
    }
  | {
      readonly kind: 'extremes'
      readonly quantity: string
      readonly highest: string
      readonly lowest: string
    }
  /** Times from the lowest value to the highest. */
  | { readonly kind: 'order'; readonly quantity: string; readonly times: readonly string[] }
  | {
      readonly kind: 'comparison'
      readonly time: string
      readonly higher: string
      readonly lower: string
      readonly by: string
      readonly unit: string
    }

/** Decimal places that are kept; readings of more come from a converter's noise. */
const PLACES = 6

/** A number as it is written in a sentence: at most six places, no exponent, no trailing zeros. */
export function decimal(value: number): string {
  const fixed = value.toFixed(PLACES)
  const short = fixed.replace(/\.?0+$/, '')
  return short === '-0' || short === '' ? '0' : short
}

/** `a - b` of two decimals, without the error of binary fractions. */
export const minus = (a: string, b: string): string => decimal(Number(a) - Number(b))
export const plus = (a: string, b: string): string => decimal(Number(a) + Number(b))
const unsigned = (value: string): string => value.replace(/^-/, '')

const withUnit = (value: string, unit: string): string => (unit === '' ? value : `${value} ${unit}`)

export function writeFact(fact: MeasuredFact): string {
  switch (fact.kind) {
    case 'reading':
      return `At ${fact.time} the ${fact.quantity} was ${withUnit(fact.value, fact.unit)}.`
    case 'change': {
      const span = `From ${fact.from} to ${fact.to} the ${fact.quantity}`
      if (fact.by === '0') return `${span} did not change.`
      const way = fact.by.startsWith('-') ? 'fell' : 'rose'
      return `${span} ${way} by ${withUnit(unsigned(fact.by), fact.unit)}.`
    }
    case 'extremes':
      return `The ${fact.quantity} was highest at ${fact.highest} and lowest at ${fact.lowest}.`
    case 'order':
      return `From low to high the ${fact.quantity} was measured at ${fact.times.join(', ')}.`
    case 'comparison': {
      const more = withUnit(fact.by, fact.unit)
      return `At ${fact.time} the ${fact.higher} was higher than the ${fact.lower} by ${more}.`
    }
  }
}

const number = '-?\\d+(?:\\.\\d+)?'
const value = `(${number})(?: (\\S[^?]*))?`
const patterns = {
  comparison: new RegExp(`^At (.+?) the (.+?) was higher than the (.+?) by ${value}\\.$`),
  reading: new RegExp(`^At (.+?) the (.+?) was ${value}\\.$`),
  still: /^From (.+?) to (.+?) the (.+?) did not change\.$/,
  change: new RegExp(`^From (.+?) to (.+?) the (.+?) (rose|fell) by ${value}\\.$`),
  order: /^From low to high the (.+?) was measured at (.+)\.$/,
  extremes: /^The (.+?) was highest at (.+?) and lowest at (.+)\.$/,
} as const

const groups = (pattern: RegExp, sentence: string): readonly string[] | null => {
  const found = pattern.exec(sentence)
  return found === null ? null : [...found].map((group: string | undefined) => group ?? '')
}

/** The fact that one sentence states, or null. The inverse of `writeFact`. */
export function readFact(sentence: string): MeasuredFact | null {
  const compared = groups(patterns.comparison, sentence)
  if (compared !== null)
    return {
      kind: 'comparison',
      ...{ time: at(compared, 1), higher: at(compared, 2), lower: at(compared, 3) },
      ...{ by: at(compared, 4), unit: at(compared, 5) },
    }
  const reading = groups(patterns.reading, sentence)
  if (reading !== null)
    return {
      kind: 'reading',
      ...{ time: at(reading, 1), quantity: at(reading, 2), value: at(reading, 3), unit: at(reading, 4) },
    }
  const order = groups(patterns.order, sentence)
  if (order !== null) return { kind: 'order', quantity: at(order, 1), times: at(order, 2).split(', ') }
  const still = groups(patterns.still, sentence)
  if (still !== null)
    return { kind: 'change', from: at(still, 1), to: at(still, 2), quantity: at(still, 3), by: '0', unit: '' }
  const change = groups(patterns.change, sentence)
  if (change !== null)
    return {
      kind: 'change',
      ...{ from: at(change, 1), to: at(change, 2), quantity: at(change, 3) },
      by: `${at(change, 4) === 'fell' ? '-' : ''}${at(change, 5)}`,
      unit: at(change, 6),
    }
  const extremes = groups(patterns.extremes, sentence)
  return extremes === null
    ? null
    : { kind: 'extremes', quantity: at(extremes, 1), highest: at(extremes, 2), lowest: at(extremes, 3) }
}

/** Sentences of a text of measurements: a point inside 21.5 ends none. */
export function measuredSentences(text: string): { readonly text: string; readonly start: number }[] {
  return [...text.matchAll(/\S.*?[.?](?=\s|$)/gsu)].map((found) => ({ text: found[0], start: found.index }))
}

/**
 * What a run of readings of one quantity says, as sentences in order: each reading, how it changed since the
 * one before, and where no two are equal, their order and extremes.
 */
export function factsOf(readings: readonly Measured[]): MeasuredFact[] {
  const facts: MeasuredFact[] = []
  readings.forEach((reading, index) => {
    facts.push({ kind: 'reading', ...reading })
    const before = index === 0 ? undefined : at(readings, index - 1)
    if (before === undefined) return
    const { quantity, unit, time: to } = reading
    const by = minus(reading.value, before.value)
    facts.push({ kind: 'change', from: before.time, to, quantity, by, unit })
  })
  const sorted = [...readings].sort((a, b) => Number(a.value) - Number(b.value))
  const [lowest, highest] = [sorted[0], sorted.at(-1)]
  const distinct = new Set(readings.map((each) => each.value)).size === readings.length
  if (readings.length < 3 || lowest === undefined || highest === undefined || !distinct) return facts
  const { quantity } = lowest
  facts.push({ kind: 'extremes', quantity, highest: highest.time, lowest: lowest.time })
  if (readings.length > 3) facts.push({ kind: 'order', quantity, times: sorted.map(({ time }) => time) })
  return facts
}

/** How two quantities of one unit stood at each time that both were measured. */
export function comparisonsOf(first: readonly Measured[], second: readonly Measured[]): MeasuredFact[] {
  return first.flatMap((a): MeasuredFact[] => {
    const b = second.find(({ time }) => time === a.time)
    if (b === undefined) return []
    const readings: MeasuredFact[] = [
      { kind: 'reading', ...a },
      { kind: 'reading', ...b },
    ]
    const by = minus(a.value, b.value)
    if (by === '0') return readings
    const [higher, lower] = by.startsWith('-') ? [b, a] : [a, b]
    const more = { by: unsigned(by), unit: a.unit, time: a.time }
    return [...readings, { kind: 'comparison', higher: higher.quantity, lower: lower.quantity, ...more }]
  })
}
