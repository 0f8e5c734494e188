// Means, spreads and intervals: Wilson for proportions, Student's t over seeds, and a t interval for rates whose
// observations come in clusters. Knows nothing of what is measured.

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
  if (values.length < 2) return 0
  const centre = mean(values)
  return sum(values.map((value) => (value - centre) ** 2)) / (values.length - 1)
}

/** ln of the gamma function for x > 0 (Lanczos, g = 7, nine terms; relative error below 1e-13). */
function logGamma(x: number): number {
  const coefficients = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012,
    9.9843695780195716e-6, 1.5056327351493116e-7,
  ]
  const z = x - 1
  const t = z + 7.5
  const series = sum(coefficients.map((c, i) => (i === 0 ? c : c / (z + i))))
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(series)
}

/** Regularised incomplete beta function by its continued fraction (DLMF 8.17.22), 0 <= x <= 1. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a
  // Modified Lentz: numerator and denominator of the fraction, kept away from zero.
  const tiny = 1e-300
  const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    fraction *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return front * fraction
}

/** P(T <= t) of Student's t with `freedom` degrees of freedom. */
export function studentCdf(t: number, freedom: number): number {
  const tail = 0.5 * incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
  return t > 0 ? 1 - tail : tail
}

/** The t with P(T <= t) = p, 0 < p < 1, by bisection. */
export function studentQuantile(p: number, freedom: number): number {
  if (!(p > 0 && p < 1) || !(freedom > 0)) throw new RangeError(`studentQuantile: p ${p} of ${freedom} degrees of freedom`)
  if (p < 0.5) return -studentQuantile(1 - p, freedom)
  let low = 0
  let high = 1
  while (studentCdf(high, freedom) < p) high *= 2
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2
    if (studentCdf(middle, freedom) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** The standard normal's quantile; t with very many degrees of freedom, to about 1e-7. */
const normalQuantile = (p: number): number => studentQuantile(p, 1e7)

/** Wilson's score interval for `successes` of `trials` (1927); [0, 1] where there were none. `mean` is the raw share. */
export function wilsonInterval(successes: number, trials: number, level = 0.95): Interval {
  if (trials === 0) return { mean: 0, low: 0, high: 1 }
  const z = normalQuantile(0.5 + level / 2)
  const share = successes / trials
  const scale = 1 + (z * z) / trials
  const centre = (share + (z * z) / (2 * trials)) / scale
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))
  return { mean: share, low: successes === 0 ? 0 : Math.max(0, centre - half), high: successes === trials ? 1 : Math.min(1, centre + half) }
}

/** Mean of independent values, such as one a seed, with Student's interval; infinite for a single value. Throws on none. */
export function tInterval(values: readonly number[], level = 0.95): Interval {
  const centre = mean(values)
  if (values.length === 1) return { mean: centre, low: -Infinity, high: Infinity }
  const half = studentQuantile(0.5 + level / 2, values.length - 1) * Math.sqrt(variance(values) / values.length)
  return { mean: centre, low: centre - half, high: centre + half }
}

/**
 * Rate over clusters (`successes` of `trials` each), such as attempts by passage: ratio estimator with the variance
 * m / (m - 1) sum_i (s_i - r n_i)^2 / (sum n)^2 (Cochran, Sampling Techniques, 3rd ed., eq. 6.13 without the finite
 * population factor) and m - 1 degrees of freedom, cut to [0, 1].
 */
export function clusteredInterval(clusters: readonly { readonly successes: number; readonly trials: number }[], level = 0.95): Interval {
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
