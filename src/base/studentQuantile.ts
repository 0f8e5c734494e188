// The quantile of Student's t: its tail by the continued fraction of the incomplete beta function (Numerical
// Recipes, 6.4), solved for t by Newton's method on a logarithmic scale, where heavy tails are straight
// lines.

/** Terms of the series below from here on are under 1e-17. */
const LARGE = 60

/** Gamma(a + 1/2) / Gamma(a): a series for large a (Tricomi and Erdelyi 1951), factors for smaller ones. */
function gammaRatio(a: number): number {
  let factor = 1
  for (; a < LARGE; a++) factor *= a / (a + 0.5)
  const terms = [1, -1 / 8, 1 / 128, 5 / 1024, -21 / 32768, -399 / 262144, 869 / 4194304]
  return factor * Math.sqrt(a) * terms.reduceRight((sum, term) => term + sum / a, 0)
}

/** The continued fraction of I_x(a, b) by Lentz's method; wants x < (a + 1) / (a + b + 2). */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / (1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / (1 + even * d)
    c = 1 + even / c
    value *= c * d
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / (1 + odd * d)
    c = 1 + odd / c
    value *= c * d
    if (Math.abs(c * d - 1) < 1e-16) break
  }
  return value
}

interface Share {
  /** P(T > t), and P(0 < T < t). */
  readonly tail: number
  readonly centre: number
  /** The density at t. */
  readonly density: number
}

function shares(t: number, freedom: number): Share {
  const [a, square] = [freedom / 2, t * t]
  const ratio = gammaRatio(a)
  const density = (ratio / Math.sqrt(freedom * Math.PI)) * Math.exp(-(a + 0.5) * Math.log1p(square / freedom))
  const x = freedom / (freedom + square)
  // x^a (1 - x)^(1/2) / B(a, 1/2).
  const front = density * t
  if (x < (a + 1) / (a + 2.5)) {
    const tail = (front / (2 * a)) * betaFraction(x, a, 0.5)
    return { tail, centre: 0.5 - tail, density }
  }
  const centre = front * betaFraction(square / (freedom + square), 0.5, a)
  return { tail: 0.5 - centre, centre, density }
}

/** The t with P(T <= t) = p, 0 < p < 1; to about fourteen digits. Throws for what is no probability. */
export function studentQuantile(p: number, freedom: number): number {
  if (!(p > 0 && p < 1) || !(freedom > 0))
    throw new RangeError(`studentQuantile: p ${p} of ${freedom} degrees of freedom`)
  if (p === 0.5) return 0
  const tail = Math.min(p, 1 - p)
  const side = p < 0.5 ? -1 : 1
  // Of the two shares the smaller one, which has the more digits.
  const inTail = tail < 0.25
  const wanted = Math.log(inTail ? tail : Math.abs(p - 0.5))
  let s = 0
  for (let tries = 0; tries < 200; tries++) {
    const t = Math.exp(s)
    const share = shares(t, freedom)
    const value = inTail ? share.tail : share.centre
    const slope = ((inTail ? -1 : 1) * share.density * t) / value
    const step = (Math.log(value) - wanted) / slope
    s -= Math.max(-3, Math.min(3, step))
    if (Math.abs(step) < 1e-15) break
  }
  return side * Math.exp(s)
}
