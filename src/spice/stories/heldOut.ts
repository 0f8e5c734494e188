// Which runs of a story are kept for probes: a fixed sixteenth of those with two events or more, told by a
// hash of what happens in them. The generator lets none of them into a corpus. Single events are all in: they
// are what is to be combined.

import { hashText } from '../../base/random'
import type { StoryKind } from './storyKind'
import type { Reading } from './story'

/** Identity of a run: its kind, the state it starts from and the events in order. */
export const runKey = (kind: StoryKind, start: string, events: readonly string[]): string =>
  `${kind.name}: ${start} | ${events.join(' | ')}`

/** The same of a run of a passage that was read. */
export function keyOfRun(
  { kind, states, events }: Reading,
  { from, to }: { readonly from: number; readonly to: number },
): string {
  const start = states[from]
  if (start === undefined) throw new RangeError(`the reading has no state ${from}`)
  return runKey(
    kind,
    kind.stateKey(start.slots, start.value),
    events.slice(from, to).map((event) => kind.eventKey(event.op, event.slots)),
  )
}

/** Fewest events of a run that may be kept. */
export const shortestHeldOut = 2

export const isHeldOut = (key: string): boolean => hashText(key) % 16 === 0

/**
 * True where any run that ends with the last event is kept for probes. `states[i]` is the state before
 * `events[i]`.
 */
export function endsHeldOut(kind: StoryKind, states: readonly string[], events: readonly string[]): boolean {
  return states
    .slice(0, Math.max(0, events.length - shortestHeldOut + 1))
    .some((start, i) => isHeldOut(runKey(kind, start, events.slice(i))))
}
