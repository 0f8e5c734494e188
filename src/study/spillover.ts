// What practice on the first kinds of ambiguous events did to all of them. Trains nothing.

import { at } from '../base/at'
import type { KindOdds } from './startCheck'

/** How far a kind that was not asked may move. */
export const spilloverLimit = 0.05

export interface Spillover {
  readonly kinds: readonly {
    readonly kind: string
    readonly practised: boolean
    /** Mean probability of the right reading. */
    readonly before: number
    readonly after: number
    /** Of both readings together, after. */
    readonly both: number
  }[]
  /** Largest change of a kind that was not asked. */
  readonly worst: number
  readonly within: boolean
}

/** The same kinds before and after; the first `practised` of them were asked. Throws RangeError otherwise. */
export function spilloverOf(
  before: readonly KindOdds[],
  after: readonly KindOdds[],
  practised: number,
): Spillover {
  if (before.length !== after.length || before.some(({ kind }, i) => at(after, i).kind !== kind))
    throw new RangeError('the kinds before and after are not the same')
  const kinds = before.map(({ kind, right }, i) => {
    const end = at(after, i)
    return {
      kind,
      practised: i < practised,
      before: right,
      after: end.right,
      both: end.right + end.other,
    }
  })
  const changes = kinds.filter((each) => !each.practised).map((each) => Math.abs(each.after - each.before))
  const worst = Math.max(0, ...changes)
  return { kinds, worst, within: worst <= spilloverLimit }
}
