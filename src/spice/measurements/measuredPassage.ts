// A passage of measurements: its facts with where they stand, and what a task about it has to hold to. The
// gold is right because the premises give it and because the passage states it.

import { measuredSentences, readFact, type Measured, type MeasuredFact } from '../../base/measuredFacts'
import type { Task } from '../../protocol/records'
import { reason, type Reason } from '../../protocol/refusal'
import type { Derivation } from '../analyser'
import { answers } from '../answers'
import type { AnswerType } from '../answers/names'
import { expression } from '../answers/expression'
import { integer } from '../answers/integer'
import { mcq } from '../answers/mcq'
import { goldText } from '../task'
import { answerOf, chainOf, readAsked, type AskedMeasurement } from './measuredQuestion'

export interface ToldFact {
  readonly text: string
  /** Code units of the passage. */
  readonly start: number
  readonly fact: MeasuredFact
}

/** Passages of other texts are told apart by their first words, before any sentence is read. */
const begins = /^(?:At|From|The) \S/

/** The facts of a passage, or null where any sentence of it is none. */
export function factsIn(passage: string): ToldFact[] | null {
  const head = passage.trimStart()
  if (!begins.test(head)) return null
  const facts: ToldFact[] = []
  for (const { text, start } of measuredSentences(passage)) {
    const fact = readFact(text)
    if (fact === null) return null
    facts.push({ text, start, fact })
  }
  return facts.length > 0 ? facts : null
}

/** The facts of a passage that something can be asked about; null for any other. */
export function readMeasurements(passage: string): ToldFact[] | null {
  const facts = factsIn(passage)
  return facts !== null && typesOf(facts).length > 0 ? facts : null
}

/** The readings of a passage, in its order. */
export const readingsOf = (facts: readonly ToldFact[]): Measured[] =>
  facts.flatMap(({ fact }) => (fact.kind === 'reading' ? [fact] : []))

/** Readings that a choice of times is about: as many as it has options. */
export const CHOICES = mcq.options

/** Answer types that some task about the passage can have. */
export function typesOf(facts: readonly ToldFact[]): AnswerType[] {
  const readings = readingsOf(facts)
  const told = (quantity: string, time: string): boolean =>
    readings.some((each) => each.quantity === quantity && each.time === time)
  // A passage may be cut between a change and the reading that it begins with.
  const amounts = facts.flatMap(({ fact }) => {
    if (fact.kind === 'change') return told(fact.quantity, fact.from) ? [fact.by] : []
    if (fact.kind !== 'comparison') return []
    return told(fact.higher, fact.time) && told(fact.lower, fact.time) ? [fact.by] : []
  })
  const types = new Set<AnswerType>(amounts.map((by) => (by.includes('.') ? expression.name : integer.name)))
  const ordered = ({ fact }: ToldFact): boolean => fact.kind === 'order' && fact.times.length >= CHOICES
  if (readings.length >= CHOICES && facts.some(ordered)) types.add(mcq.name)
  return [...types]
}

/** Where the passage states the gold of what is asked, code units; null where it does not. */
export function sourceOf(
  facts: readonly ToldFact[],
  { question }: AskedMeasurement,
  gold: string,
): { readonly start: number; readonly end: number } | null {
  const states = ({ fact }: ToldFact): boolean => {
    switch (question.asks) {
      case 'change':
        return fact.kind === 'change' && fact.from === question.from && fact.to === question.to
      case 'later':
        return fact.kind === 'reading' && fact.time === question.time && fact.quantity === question.quantity
      case 'rank':
        return (
          fact.kind === (question.rank === 1 ? 'extremes' : 'order') && fact.quantity === question.quantity
        )
      case 'difference':
        return fact.kind === 'comparison' && fact.time === question.time && fact.higher === question.higher
    }
  }
  const found = facts.find(states)
  if (found === undefined) return null
  const from = question.asks === 'rank' && question.end === 'lowest' ? found.text.indexOf('lowest at') : 0
  const at =
    question.asks === 'rank' ? found.text.indexOf(gold, Math.max(0, from)) : found.text.lastIndexOf(gold)
  return at < 0 ? null : { start: found.start + at, end: found.start + at + gold.length }
}

const refused = (why: Reason): Derivation => ({ kind: 'refused', why })

export function checkMeasured(facts: readonly ToldFact[], task: Task): Derivation {
  const types = typesOf(facts)
  if (!types.includes(task.type))
    return refused(reason('story.type', { carries: types.join(', '), type: task.type }))
  const asked = readAsked(task.question)
  if (asked === null) return refused(reason('story.short', {}))
  const told = new Set(facts.map(({ text }) => text))
  if (asked.premises.some(({ text }) => !told.has(text))) return refused(reason('story.premises', {}))
  const truth = answerOf(asked)
  if (truth === null) return refused(reason('story.asked', {}))
  const values = chainOf(asked)?.slice(1) ?? []
  const wrong = task.steps.some(
    ({ premise, value }) =>
      values.length === 0 ||
      value !== values[asked.premises.slice(1).findIndex(({ text }) => text === premise)],
  )
  if (wrong) return refused(reason('story.worked', {}))
  if (!answers[task.type].isTruth(task, truth)) return refused(reason('story.gold', {}))
  return { kind: 'derived', source: sourceOf(facts, asked, goldText(task)) }
}

/** The answer of a question about measurements: of a choice the option's text; null where it is none. */
export function measuredTruth({
  type,
  question,
  options,
}: Pick<Task, 'type' | 'question' | 'options'>): string | null {
  const asked = readAsked(question)
  const truth = asked === null ? null : answerOf(asked)
  if (truth === null) return null
  if (answers[type].options > 0) return options.includes(truth) ? truth : null
  return asked?.question.asks === 'rank' ? null : truth
}
