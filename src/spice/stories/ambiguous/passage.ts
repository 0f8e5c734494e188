// Writes passages of ambiguous events: eight of different kinds, each with the result that tells how it is
// meant. All draws come from the generator given.

import { hashText, Random } from '../../../base/random'
import { fill, sentence, type Slots } from '../forms'
import { hasWord } from '../storyTasks'
import type { AmbiguousKind } from './kind'
import { ladder } from './kinds'

export const eventsPerPassage = 8

/** A quarter of each kind's operands is in no passage: questions about them are new in their numbers. */
export const isHeldOut = (kind: AmbiguousKind, slots: Slots): boolean =>
  hashText(`${kind.name}: ${kind.key(slots)}`) % 4 === 0

export interface AmbiguousEvent {
  readonly kind: AmbiguousKind
  readonly slots: Slots
  /** The event without its result, as a sentence: what a question says. */
  readonly sentence: string
}

/** An event whose readings differ, and whose right result is not in its own sentence. */
export function drawEvent(kind: AmbiguousKind, random: Random, heldOut: boolean): AmbiguousEvent {
  for (;;) {
    const slots = kind.draw(random)
    if (isHeldOut(kind, slots) !== heldOut) continue
    const [right, other] = [kind.result(slots, 0), kind.result(slots, 1)]
    const text = sentence(random.pick(kind.events), slots, undefined)
    if (right !== other && !hasWord(text, right)) return { kind, slots, sentence: text }
  }
}

/** The sentence of a passage: the event, a comma, and its right result. */
const told = ({ kind, slots, sentence: text }: AmbiguousEvent, random: Random): string =>
  `${text.slice(0, -1)}, ${fill(random.pick(kind.tails), { r: kind.result(slots, 0) })}.`

export function generatePassage(random: Random): string {
  const kinds = random.shuffled(ladder).slice(0, eventsPerPassage)
  return kinds.map((kind) => told(drawEvent(kind, random, false), random)).join(' ')
}

/** Documents of the starter corpus. */
const corpusSize = 1600

/** Different passages, one a document. The committed corpus has the lab's usual seed. */
export function ambiguousTexts(count = corpusSize, seed = 2026): string[] {
  const random = Random.from(seed, hashText('corpus ambiguous'))
  const texts = new Set<string>()
  while (texts.size < count) texts.add(generatePassage(random))
  return [...texts]
}
