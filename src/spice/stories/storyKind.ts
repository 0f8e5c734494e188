// What a kind of story is: wordings as data and the law by which its state moves. Every story is a chain:
// a stated value, an event and what it led to, the next event, ... so that a question of events alone has a
// computable answer.

import type { Random } from '../../base/random'
import type { AnswerType } from '../../config/schema'
import type { Form, Slots } from './forms'

export interface StoryEvent {
  /** Key of the wordings to draw from. */
  readonly op: string
  /** Slots of the event and, from here on, of the story. */
  readonly slots: Slots
  /** The value stated after it. */
  readonly value: string
}

export interface StoryOpening {
  readonly slots: Slots
  readonly value: string
}

export interface StoryKind {
  readonly name: string
  readonly domain: 'numbers' | 'relations'
  readonly type: AnswerType
  /** Fewest events of a story in a corpus: a multiple choice needs four names. */
  readonly least: number
  /**
   * True where no event leads to a number or a place that the story has named before: the answer cannot stand
   * in its question.
   */
  readonly distinct: boolean
  /** Sentences before the first value that set the scene. */
  readonly settings: readonly Form[]
  /** Wordings of the first value; each names all that a reader has to know. */
  readonly openings: readonly Form[]
  /** Wordings of a value at the end of its event's sentence. All have the slot {v}. */
  readonly tails: readonly Form[]
  /**
   * Wordings of a value in a sentence of its own, which recalls what a tail stated. All have the slot {v}.
   */
  readonly states: readonly Form[]
  readonly events: Readonly<Record<string, readonly Form[]>>
  readonly questions: readonly Form[]
  begin(random: Random): StoryOpening
  /** What happens next, or null where nothing can. */
  next(random: Random, slots: Slots, value: string): StoryEvent | null
  /**
   * The value after an event that was read back from words, or null where it cannot happen. \`known\` is what
   * was known
   * before the event. Unlike \`next\` it has no limits of size: it tells what is true, not what a story would
   * say.
   */
  after(value: string, event: { readonly op: string; readonly slots: Slots }, known: Slots): string | null
  /** One line of working: how `event` leads from one value to the next. */
  work(from: string, event: { readonly op: string; readonly slots: Slots }, to: string): string
  /** What makes two states the same for held-out purposes: the number alone, or a relation with its names. */
  stateKey(slots: Slots, value: string): string
  /** The same for events, such as `+3`. */
  eventKey(op: string, slots: Slots): string
}
