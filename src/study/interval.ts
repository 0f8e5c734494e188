// Values over seeds as the report states them.

import { at } from '../base/at'
import { tInterval } from '../base/statistics'
import type { Change, Interval } from '../protocol/studyReport'

export function interval(values: readonly number[]): Interval {
  const { mean, low, high } = tInterval(values)
  return values.length > 1
    ? { mean, low, high, seeds: values }
    : { mean, low: null, high: null, seeds: values }
}

/** Values of the same seeds before and after, in the same order. */
export const changeOf = (first: readonly number[], last: readonly number[]): Change => ({
  first: interval(first),
  last: interval(last),
  gain: interval(last.map((value, i) => value - at(first, i))),
})
