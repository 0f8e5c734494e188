// Reads passages of ambiguous events back, and judges tasks about them: the gold is right because the
// passage states it behind the event, and because the right reading of the event gives it.

import type { Derivation } from '../../analyser'
import { reason, type Reason } from '../../../protocol/refusal'
import type { Task } from '../../../protocol/records'
import { string } from '../../answers/string'
import { read, sentencesOf, type Sentence } from '../forms'
import type { AmbiguousKind } from './kind'
import type { AmbiguousEvent } from './passage'
import { ladder } from './kinds'

export interface ToldEvent extends AmbiguousEvent {
  /** What the passage states of it. */
  readonly result: string
  /** Where it does, code units. */
  readonly source: { readonly start: number; readonly end: number }
}

/** Kinds by the words that their events begin with, which are their own. */
const byOpening = new Map(
  ladder.flatMap((kind) =>
    kind.events.map(({ wording }) => [wording.split(' ', 1).join('').toLowerCase(), kind] as const),
  ),
)
const kindOf = (text: string): AmbiguousKind | undefined =>
  byOpening.get(text.split(' ', 1).join('').toLowerCase())

/** The event that a sentence without a result tells of, or null. */
export function readEvent(text: string): AmbiguousEvent | null {
  const kind = kindOf(text)
  const slots = kind === undefined ? null : read(kind.events, text)
  return kind === undefined || slots === null ? null : { kind, slots, sentence: text }
}

function toldBy(kind: AmbiguousKind, { text, start }: Sentence): ToldEvent | null {
  for (const form of kind.tails) {
    const found = form.pattern.exec(text)?.groups
    const [head, result] = [found?.head, found?.r]
    if (head === undefined || result === undefined) continue
    const sentence = `${head}.`
    const slots = read(kind.events, sentence)
    if (slots === null) continue
    const at = start + text.lastIndexOf(result)
    return { kind, slots, sentence, result, source: { start: at, end: at + result.length } }
  }
  return null
}

/** The events of a passage, or null where any sentence tells of something else. */
export function readPassage(passage: string): ToldEvent[] | null {
  const events: ToldEvent[] = []
  for (const sentence of sentencesOf(passage)) {
    const kind = kindOf(sentence.text)
    const event = kind === undefined ? null : toldBy(kind, sentence)
    if (event === null) return null
    events.push(event)
  }
  return events.length > 0 ? events : null
}

/** The two sentences of a question of one event; null where there are not two. */
function partsOf(question: string): { event: string; asked: string } | null {
  const [event, asked, ...more] = sentencesOf(question).map(({ text }) => text)
  return event === undefined || asked === undefined || more.length > 0 ? null : { event, asked }
}

const refused = (why: Reason): Derivation => ({ kind: 'refused', why })

export function checkAmbiguous(events: readonly ToldEvent[], task: Task): Derivation {
  if (task.type !== string.name)
    return refused(reason('story.type', { carries: string.name, type: task.type }))
  const parts = partsOf(task.question)
  if (parts === null) return refused(reason('story.short', {}))
  const event = events.find(({ sentence }) => sentence === parts.event)
  if (event === undefined) return refused(reason('story.start', {}))
  if (read(event.kind.questions, parts.asked) === null) return refused(reason('story.asked', {}))
  if (task.steps.length > 0) return refused(reason('story.worked', {}))
  if (task.gold !== event.result) return refused(reason('story.gold', {}))
  return { kind: 'derived', source: event.source }
}

/** The event that a question is about, or null. */
export function eventOfQuestion(question: string): AmbiguousEvent | null {
  const parts = partsOf(question)
  const event = parts === null ? null : readEvent(parts.event)
  return parts !== null && event !== null && read(event.kind.questions, parts.asked) !== null ? event : null
}

export const kindOfQuestion = (question: string): AmbiguousKind | null =>
  eventOfQuestion(question)?.kind ?? null

/** Both answers of a question, the right one first; null where it is no question about an ambiguous event. */
export function readingsOf(question: string): readonly [right: string, other: string] | null {
  const event = eventOfQuestion(question)
  return event === null ? null : [event.kind.result(event.slots, 0), event.kind.result(event.slots, 1)]
}
