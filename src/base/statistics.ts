// Means, spreads and intervals: Wilson for proportions, Student's t over seeds, and a t interval for rates
// whose observations come in clusters. Knows nothing of what is measured.

import { sampleVariance } from 'simple-statistics'
import { studentQuantile } from './studentQuantile'

export interface Interval {
  readonly mean: number
  readonly low: number
  readonly high: number
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Throws on an empty list. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('mean: the list is empty')
  return sum(values) / values.length
}

/** Sample variance, divided by n - 1; 0 for a single value. */
export function variance(values: readonly number[]): number {
  return values.length < 2 ? 0 : sampleVariance(values.slice())
}

const normalQuantiles = new Map<number, number>()

/** The standard normal's quantile; t with very many degrees of freedom, to about 1e-7. */
function normalQuantile(p: number): number {
  const known = normalQuantiles.get(p) ?? studentQuantile(p, 1e7)
  normalQuantiles.set(p, known)
  return known
}

/**
 * Wilson's score interval for `successes` of `trials` (1927); [0, 1] where there were none. `mean` is the raw
 * share.
 */
export function wilsonInterval(successes: number, trials: number, level = 0.95): Interval {
  if (trials === 0) return { mean: 0, low: 0, high: 1 }
  const z = normalQuantile(0.5 + level / 2)
  const share = successes / trials
  const scale = 1 + (z * z) / trials
  const centre = (share + (z * z) / (2 * trials)) / scale
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))
  return {
    mean: share,
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === trials ? 1 : Math.min(1, centre + half),
  }
}

/**
 * Mean of independent values, such as one a seed, with Student's interval; infinite for a single value.
 * Throws on none.
 */
export function tInterval(values: readonly number[], level = 0.95): Interval {
  const centre = mean(values)
  if (values.length === 1) return { mean: centre, low: -Infinity, high: Infinity }
  const half =
    studentQuantile(0.5 + level / 2, values.length - 1) * Math.sqrt(variance(values) / values.length)
  return { mean: centre, low: centre - half, high: centre + half }
}

/**
 * Rate over clusters (`successes` of `trials` each), such as attempts by passage: ratio estimator with the
 * variance
 * m / (m - 1) sum_i (s_i - r n_i)^2 / (sum n)^2 (Cochran, Sampling Techniques, 3rd ed., eq. 6.13 without the
 * finite
 * population factor) and m - 1 degrees of freedom, cut to [0, 1].
 */
export function clusteredInterval(
  clusters: readonly { readonly successes: number; readonly trials: number }[],
  level = 0.95,
): Interval {
  const used = clusters.filter(({ trials }) => trials > 0)
  const trials = sum(used.map((each) => each.trials))
  if (trials === 0) return { mean: 0, low: 0, high: 1 }
  const rate = sum(used.map((each) => each.successes)) / trials
  if (used.length === 1) return { mean: rate, low: 0, high: 1 }
  const m = used.length
  const squares = sum(used.map((each) => (each.successes - rate * each.trials) ** 2))
  const half = studentQuantile(0.5 + level / 2, m - 1) * Math.sqrt(((m / (m - 1)) * squares) / trials ** 2)
  return { mean: rate, low: Math.max(0, rate - half), high: Math.min(1, rate + half) }
}
