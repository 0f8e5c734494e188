// Tasks about ambiguous events: for warm-start examples of both seats, for the script that asks, and for the
// held-out benchmark.

import { hashText, Random } from '../../../base/random'
import type { Task } from '../../../protocol/records'
import { string } from '../../answers/string'
import { question as ask } from '../forms'
import type { AmbiguousKind, WhichReading } from './kind'
import { ladder, rungOf } from './kinds'
import { drawEvent, type AmbiguousEvent } from './passage'
import { eventOfQuestion, type ToldEvent } from './read'

/** Share of the right reading in the warm start's examples of the first rungs; the others share one value. */
const firstShares = [0.95, 0.85, 0.75, 0.65] as const

/** `rest` is the share of the rungs from the fifth on. */
export const rightShare = (kind: AmbiguousKind, rest: number): number => firstShares[rungOf(kind)] ?? rest

export function taskOf(
  { kind, slots, sentence }: AmbiguousEvent,
  source: Task['source'],
  random: Random,
): Task {
  return {
    type: string.name,
    question: `${sentence} ${ask(random.pick(kind.questions), slots)}`,
    options: [],
    gold: kind.result(slots, 0),
    steps: [],
    source,
  }
}

/**
 * The event of a passage that the Challenger's examples ask about: a rung weighs `factor` times the one
 * below it, and no rung less than `floor` times the first one.
 */
export function pickByRung(
  events: readonly ToldEvent[],
  { factor, floor = 0 }: { readonly factor: number; readonly floor?: number },
  random: Random,
): ToldEvent {
  const weights = events.map(({ kind }) => Math.max(factor ** rungOf(kind), floor))
  const chosen = events[random.weighted(weights)]
  if (chosen === undefined) throw new RangeError('a passage has at least one event')
  return chosen
}

/** An attempt in one of the two readings: the working names the reading, the answer follows from it. */
export const attemptOf = (
  { kind, slots }: AmbiguousEvent,
  reading: WhichReading,
): { readonly work: string; readonly answer: string } => ({
  work: kind.readings[reading],
  answer: kind.result(slots, reading),
})

/** The attempts in both readings of a question, the right one first; null for another question. */
export function attemptsOf(question: string): {
  readonly kind: AmbiguousKind
  readonly both: readonly { readonly work: string; readonly answer: string }[]
} | null {
  const event = eventOfQuestion(question)
  return event === null
    ? null
    : { kind: event.kind, both: ([0, 1] as const).map((reading) => attemptOf(event, reading)) }
}

export interface AmbiguousQuestion extends Pick<Task, 'type' | 'question' | 'options' | 'gold'> {
  readonly kind: string
  readonly steps: number
}

/** Questions of each kind in the held-out benchmark: over a thousand in all. */
export const heldOutPerKind = 84

/** `count` different questions of every kind about operands that no passage holds, kinds taking turns. */
export function heldOutQuestions(count: number, seed: number): AmbiguousQuestion[] {
  const lists = ladder.map((kind) => {
    const random = Random.from(seed, hashText(`held out ${kind.name}`))
    const made = new Map<string, AmbiguousQuestion>()
    for (let tries = 0; made.size < count; tries++) {
      if (tries > 1000 * count) throw new Error(`there are only ${made.size} questions of ${kind.name}`)
      const { type, question, options, gold } = taskOf(drawEvent(kind, random, true), null, random)
      made.set(question, { kind: kind.name, steps: 1, type, question, options, gold })
    }
    return [...made.values()]
  })
  return Array.from({ length: count }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat()
}
