// The ladder of ambiguous kinds, from the reading that the warm start shows most often to those that it
// shows least.

import type { AmbiguousKind } from '../kind'
import { families, golfers, grocers, waiters } from './names'
import { balloons, dancers, guests, valets } from './spaces'
import { fairs, ferries, scribes, visitors } from './times'

export const ladder: readonly AmbiguousKind[] = [
  ferries,
  families,
  valets,
  waiters,
  fairs,
  balloons,
  grocers,
  scribes,
  golfers,
  visitors,
  guests,
  dancers,
]

/** 0 for the first rung. */
export const rungOf = (kind: AmbiguousKind): number => ladder.indexOf(kind)
