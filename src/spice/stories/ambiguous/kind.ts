// What a kind of ambiguous event is: a wording that can be read in two ways, of which the passage's own
// result says which is right. No kind shares its pair of readings, its names or its number words with
// another one, so that what is learned about one says nothing about the others.

import { at } from '../../../base/at'
import type { Random } from '../../../base/random'
import type { Form, Slots } from '../forms'

/** Which of a kind's two readings: 0 is the right one. */
export type WhichReading = 0 | 1

export interface AmbiguousKind {
  readonly name: string
  /** The word for each reading that a Reasoner's working names; the right one first. */
  readonly readings: readonly [right: string, other: string]
  /** Wordings of the event. Each begins with a word of the kind's own, by which it can be pointed to. */
  readonly events: readonly Form[]
  /** Wordings of the result behind the event and a comma. All have the slot {r}. */
  readonly tails: readonly Form[]
  readonly questions: readonly Form[]
  /** Operands and names of one event; the two readings of it may agree. */
  draw(random: Random): Slots
  /** One to three words. */
  result(slots: Slots, reading: WhichReading): string
  /** The operands alone: what must be new in a held-out question. */
  key(slots: Slots): string
}

export const alternatives = (words: readonly string[]): string => `(?:${words.join('|')})`

/** The value of a slot that every form of the kind has. */
export function slot(slots: Slots, name: string): string {
  const value = slots[name]
  if (value === undefined) throw new Error(`the event lacks its slot {${name}}`)
  return value
}

/** The word `by` places behind `word`, round the list. */
export function shifted(words: readonly string[], word: string, by: number): string {
  const index = words.indexOf(word)
  const found = words[(index + by + words.length) % words.length]
  if (index < 0 || found === undefined) throw new Error(`"${word}" is none of the words`)
  return found
}

/** The word that stands where `word` does in the other list. */
export function counterpart(from: readonly string[], to: readonly string[], word: string): string {
  const found = to[from.indexOf(word)]
  if (found === undefined) throw new Error(`"${word}" has no counterpart`)
  return found
}

/** A different word for each slot. Throws where there are fewer words than slots. */
export function different(random: Random, words: readonly string[], names: readonly string[]): Slots {
  const drawn = random.shuffled(words)
  return Object.fromEntries(names.map((name, i) => [name, at(drawn, i)]))
}
