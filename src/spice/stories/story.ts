// A story as it was read: what each sentence states, and what happens between. Types alone.

import type { Slots } from './forms'
import type { StoryKind } from './storyKind'

export interface State {
  /**
   * A sentence that states it and nothing else, with which a question may begin; null where there is none.
   */
  readonly sentence: string | null
  readonly value: string
  /** What is known of the story by here: its people and things, and the slots of the last event. */
  readonly slots: Slots
  /** Where the value stands in the passage. */
  readonly source: { readonly start: number; readonly end: number }
}

export interface Event {
  readonly sentence: string
  readonly op: string
  readonly slots: Slots
}

/** states[i] is what the passage states before events[i], and the last one what it states at its end. */
export interface Reading {
  readonly kind: StoryKind
  readonly states: readonly State[]
  readonly events: readonly Event[]
}
