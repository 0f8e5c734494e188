// Every kind of story, and the share of its corpus that it makes up.

import type { StoryKind } from '../storyKind'
import { expressions } from './expressions'
import { integers } from './integers'
import { kinship } from './kinship'
import { heights, races } from './orders'
import { floors, headings } from './places'

export const kinds: readonly StoryKind[] = [integers, expressions, floors, headings, races, heights, kinship]

/** Kinds of a corpus with their weights. */
export const corpora: Readonly<
  Record<StoryKind['domain'], readonly (readonly [kind: StoryKind, weight: number])[]>
> = {
  numbers: [
    [integers, 3],
    [expressions, 1],
  ],
  relations: [
    [floors, 1],
    [headings, 1],
    [races, 1],
    [heights, 3],
    [kinship, 1.5],
  ],
}
