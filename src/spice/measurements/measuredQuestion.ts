// Questions about measurements: how they are written, read back, and answered from their own premises. Sees
// neither the passage nor the gold.

import { at } from '../../base/at'
import {
  measuredSentences,
  minus,
  plus,
  readFact,
  type Measured,
  type MeasuredFact,
} from '../../base/measuredFacts'

export type MeasuredQuestion =
  /** How far a quantity moved between two times. */
  | {
      readonly asks: 'change'
      readonly quantity: string
      readonly way: 'rise' | 'fall'
      readonly from: string
      readonly to: string
    }
  /** What it was after the changes that the premises tell. */
  | { readonly asks: 'later'; readonly quantity: string; readonly time: string }
  /** At which of the times it had this rank, 1 the highest or the lowest. */
  | {
      readonly asks: 'rank'
      readonly quantity: string
      readonly rank: 1 | 2
      readonly end: 'highest' | 'lowest'
    }
  /** How far one quantity was above another. */
  | { readonly asks: 'difference'; readonly higher: string; readonly lower: string; readonly time: string }

export function writeQuestion(question: MeasuredQuestion): string {
  switch (question.asks) {
    case 'change':
      return `By how much did the ${question.quantity} ${question.way} from ${question.from} to ${question.to}?`
    case 'later':
      return `What was the ${question.quantity} at ${question.time}?`
    case 'rank':
      return `When was the ${question.quantity} ${question.rank === 2 ? 'second ' : ''}${question.end}?`
    case 'difference':
      return `By how much was the ${question.higher} higher than the ${question.lower} at ${question.time}?`
  }
}

export function readQuestion(sentence: string): MeasuredQuestion | null {
  const change = /^By how much did the (.+?) (rise|fall) from (.+?) to (.+)\?$/.exec(sentence)
  if (change !== null)
    return {
      asks: 'change',
      way: at(change, 2) === 'rise' ? 'rise' : 'fall',
      ...{ quantity: at(change, 1), from: at(change, 3), to: at(change, 4) },
    }
  const difference = /^By how much was the (.+?) higher than the (.+?) at (.+)\?$/.exec(sentence)
  if (difference !== null)
    return {
      asks: 'difference',
      higher: at(difference, 1),
      lower: at(difference, 2),
      time: at(difference, 3),
    }
  const rank = /^When was the (.+?) (second )?(highest|lowest)\?$/.exec(sentence)
  if (rank !== null)
    return {
      asks: 'rank',
      quantity: at(rank, 1),
      rank: rank[2] === undefined ? 1 : 2,
      end: at(rank, 3) === 'highest' ? 'highest' : 'lowest',
    }
  const later = /^What was the (.+?) at (.+)\?$/.exec(sentence)
  return later === null ? null : { asks: 'later', quantity: at(later, 1), time: at(later, 2) }
}

export interface AskedMeasurement {
  readonly premises: readonly { readonly text: string; readonly fact: MeasuredFact }[]
  readonly question: MeasuredQuestion
}

/** The premises of a question and what it asks; null where a sentence is neither. */
export function readAsked(text: string): AskedMeasurement | null {
  const sentences = measuredSentences(text).map((sentence) => sentence.text)
  const asked = sentences.at(-1)
  const question = asked === undefined ? null : readQuestion(asked)
  if (question === null || sentences.length < 2) return null
  const premises = sentences.slice(0, -1).map((sentence) => ({ text: sentence, fact: readFact(sentence) }))
  const known = premises.flatMap(({ text, fact }) => (fact === null ? [] : [{ text, fact }]))
  return known.length === premises.length ? { premises: known, question } : null
}

const readingsIn = (asked: AskedMeasurement): Measured[] =>
  asked.premises.flatMap(({ fact }) => (fact.kind === 'reading' ? [fact] : []))

/** Values after the first reading and after each change that follows it, or null where they do not join. */
export function chainOf(asked: AskedMeasurement): string[] | null {
  const [first, ...changes] = asked.premises.map(({ fact }) => fact)
  if (first?.kind !== 'reading') return null
  const values = [first.value]
  let now = first.time
  for (const fact of changes) {
    if (fact.kind !== 'change' || fact.from !== now || fact.quantity !== first.quantity) return null
    values.push(plus(at(values, values.length - 1), fact.by))
    now = fact.to
  }
  const { question } = asked
  const fits = question.asks === 'later' && question.quantity === first.quantity && question.time === now
  return fits && changes.length > 0 ? values : null
}

/** The answer, from the premises alone; null where they do not give it. */
export function answerOf(asked: AskedMeasurement): string | null {
  const { question } = asked
  if (question.asks === 'later') return chainOf(asked)?.at(-1) ?? null
  const readings = readingsIn(asked)
  if (readings.length !== asked.premises.length) return null
  const value = (quantity: string, time: string): string | null =>
    readings.find((each) => each.quantity === quantity && each.time === time)?.value ?? null
  if (question.asks === 'rank') {
    if (readings.some(({ quantity }) => quantity !== question.quantity)) return null
    if (new Set(readings.map((each) => each.value)).size < readings.length) return null
    const sorted = [...readings].sort((a, b) => Number(a.value) - Number(b.value))
    if (question.end === 'highest') sorted.reverse()
    return sorted[question.rank - 1]?.time ?? null
  }
  const [more, less] =
    question.asks === 'difference'
      ? [value(question.higher, question.time), value(question.lower, question.time)]
      : question.way === 'rise'
        ? [value(question.quantity, question.to), value(question.quantity, question.from)]
        : [value(question.quantity, question.from), value(question.quantity, question.to)]
  if (more === null || less === null) return null
  const difference = minus(more, less)
  return difference === '0' || difference.startsWith('-') ? null : difference
}
