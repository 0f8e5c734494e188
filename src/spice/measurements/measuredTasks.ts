// Tasks about a passage of measurements, for warm-start examples: what changed, what it was later, when it
// was highest, how two compare. Golds are computed.

import { at, last } from '../../base/at'
import type { MeasuredFact } from '../../base/measuredFacts'
import type { Random } from '../../base/random'
import type { AnswerType } from '../../config/schema'
import type { Task } from '../../protocol/records'
import { answers } from '../answers'
import { expression } from '../answers/expression'
import { integer } from '../answers/integer'
import { letterOf, mcq } from '../answers/mcq'
import { Reading } from '../text/reading'
import { CHOICES, sourceOf, type ToldFact } from './measuredPassage'
import {
  answerOf,
  chainOf,
  readAsked,
  writeQuestion,
  type AskedMeasurement,
  type MeasuredQuestion,
} from './measuredQuestion'

export interface MeasuredTask {
  readonly task: Task
  /** The Reasoner's working, without the answer. */
  readonly work: string
}

type Told<Kind extends MeasuredFact['kind']> = ToldFact & {
  readonly fact: Extract<MeasuredFact, { kind: Kind }>
}
const toldOf = <Kind extends MeasuredFact['kind']>(facts: readonly ToldFact[], kind: Kind): Told<Kind>[] =>
  facts.filter((told): told is Told<Kind> => told.fact.kind === kind)

/** Most changes in a row that a question is about. */
const LONGEST = 4

/** The premises and the question of each kind of task, drawn; null where the passage does not carry it. */
const drawn: Readonly<
  Record<
    MeasuredQuestion['asks'],
    (
      facts: readonly ToldFact[],
      random: Random,
    ) => readonly [premises: ToldFact[], asked: MeasuredQuestion] | null
  >
> = {
  change(facts, random) {
    const moved = toldOf(facts, 'change').filter(({ fact }) => fact.by !== '0')
    if (moved.length === 0) return null
    const { from, to, quantity, by } = random.pick(moved).fact
    const premises = toldOf(facts, 'reading').filter(
      ({ fact }) => fact.quantity === quantity && (fact.time === from || fact.time === to),
    )
    return [premises, { asks: 'change', way: by.startsWith('-') ? 'fall' : 'rise', quantity, from, to }]
  },
  later(facts, random) {
    const changes = toldOf(facts, 'change')
    if (changes.length === 0) return null
    const from = random.integer(0, changes.length - 1)
    const run = changes.slice(from, from + random.integer(1, LONGEST))
    const first = at(run, 0).fact
    const start = toldOf(facts, 'reading').find(
      ({ fact }) => fact.time === first.from && fact.quantity === first.quantity,
    )
    if (start === undefined || run.some(({ fact }) => fact.quantity !== first.quantity)) return null
    return [[start, ...run], { asks: 'later', quantity: first.quantity, time: last(run).fact.to }]
  },
  rank(facts, random) {
    const readings = toldOf(facts, 'reading')
    if (readings.length < CHOICES || new Set(readings.map(({ fact }) => fact.quantity)).size > 1) return null
    const from = random.integer(0, readings.length - CHOICES)
    const premises = readings.slice(from, from + CHOICES)
    const rank = random.pick([1, 2] as const)
    const end = random.pick(['highest', 'lowest'] as const)
    return [premises, { asks: 'rank', quantity: at(premises, 0).fact.quantity, rank, end }]
  },
  difference(facts, random) {
    const compared = toldOf(facts, 'comparison')
    if (compared.length === 0) return null
    const { time, higher, lower } = random.pick(compared).fact
    const premises = toldOf(facts, 'reading').filter(
      ({ fact }) => fact.time === time && (fact.quantity === higher || fact.quantity === lower),
    )
    return [premises, { asks: 'difference', higher, lower, time }]
  },
}

const kinds = ['change', 'later', 'rank', 'difference'] as const

/** How the premises lead to the answer, a sum for each step; empty where they only have to be looked at. */
function workOf(asked: AskedMeasurement, truth: string): string {
  const chain = chainOf(asked)
  if (chain !== null)
    return asked.premises
      .slice(1)
      .map(({ fact }, i) => {
        const by = fact.kind === 'change' ? fact.by : '0'
        return `${at(chain, i)}${by.startsWith('-') ? '' : '+'}${by}=${at(chain, i + 1)}`
      })
      .join(' ')
  if (asked.question.asks === 'rank') return ''
  const values = asked.premises.flatMap(({ fact }) => (fact.kind === 'reading' ? [fact.value] : []))
  const [less, more] = values.map(Number).sort((a, b) => a - b)
  return more === undefined || less === undefined ? '' : `${more}-${less < 0 ? `(${less})` : less}=${truth}`
}

function taskOf(
  facts: readonly ToldFact[],
  asks: MeasuredQuestion['asks'],
  random: Random,
  types: readonly AnswerType[],
): MeasuredTask | null {
  const made = drawn[asks](facts, random)
  if (made === null) return null
  const [premises, question] = made
  const text = [...premises.map((premise) => premise.text), writeQuestion(question)].join(' ')
  const asked = readAsked(text)
  const truth = asked === null ? null : answerOf(asked)
  if (asked === null || truth === null) return null
  const choice = question.asks === 'rank'
  const type = choice ? mcq.name : truth.includes('.') ? expression.name : integer.name
  if (!types.includes(type)) return null
  const options = choice
    ? asked.premises.flatMap(({ fact }) => (fact.kind === 'reading' ? [fact.time] : []))
    : []
  // A gold that stands in the question gives itself away.
  if (!choice && answers[type].find(new Reading(text), truth) !== null) return null
  const chain = chainOf(asked)
  return {
    task: {
      type,
      question: text,
      options,
      gold: choice ? letterOf(options, truth) : truth,
      steps:
        chain === null
          ? []
          : premises.slice(1).map((premise, i) => ({ premise: premise.text, value: at(chain, i + 1) })),
      source: sourceOf(facts, asked, truth),
    },
    work: workOf(asked, truth),
  }
}

/** A task of one of the types, or null where a few tries gave none. */
export function drawMeasuredTask(
  facts: readonly ToldFact[],
  random: Random,
  types: readonly AnswerType[],
): MeasuredTask | null {
  for (let tries = 0; tries < 4; tries++)
    for (const asks of random.shuffled(kinds)) {
      const made = taskOf(facts, asks, random, types)
      if (made !== null) return made
    }
  return null
}
