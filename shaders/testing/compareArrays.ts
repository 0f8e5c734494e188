// How far f32 results are from an f64 reference, measured against the sum of absolute products behind each
// element: the yardstick under which f32 rounding is the same for long and short sums. Knows no test runner.

import { floatAt } from '../../src/base/at'

/** What one check found; a page can show it and a test can assert on it. */
export interface Report {
  readonly name: string
  readonly elements: number
  readonly maxError: number
  readonly meanError: number
  /** Largest |error| / sum of absolute products; what the tolerance holds. */
  readonly maxRatio: number
  readonly tolerance: number
  readonly passed: boolean
}

/** The project's bound for f32 kernels. */
export const F32_TOLERANCE = 1e-5

/**
 * Compares `actual` with `expected`. `scale[i]` is the sum of absolute products of element i (or |x|
 * magnitudes that enter it). Anything not finite fails, and so does a length that differs or an empty
 * comparison.
 */
export function compare(
  name: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  scale: ArrayLike<number>,
  tolerance = F32_TOLERANCE,
): Report {
  // As f64 once: the loop is then compiled for one kind of list.
  const [got, wanted, sizes] = [new Float64Array(actual), new Float64Array(expected), new Float64Array(scale)]
  let maxError = 0
  let sum = 0
  let maxRatio = 0
  for (let i = 0; i < expected.length; i++) {
    const error = i < got.length ? Math.abs(floatAt(got, i) - floatAt(wanted, i)) : Infinity
    const measured = Number.isFinite(error) ? error : Infinity
    maxError = Math.max(maxError, measured)
    sum += measured
    if (measured > 0) maxRatio = Math.max(maxRatio, measured / Math.max(Math.abs(floatAt(sizes, i)), 1e-30))
  }
  const elements = expected.length
  const passed = elements > 0 && actual.length === elements && maxRatio <= tolerance
  return {
    name,
    elements,
    maxError,
    meanError: elements === 0 ? 0 : sum / elements,
    maxRatio,
    tolerance,
    passed,
  }
}

/** Exact equality, for integers, copies and bit-for-bit repeats. */
export function compareExactly(name: string, actual: ArrayLike<number>, expected: ArrayLike<number>): Report {
  return compare(name, actual, expected, new Float64Array(expected.length), 0)
}

export function describe(report: Report): string {
  const { name, elements, maxError, meanError, maxRatio, tolerance, passed } = report
  const number = (value: number): string => value.toExponential(1)
  return `${passed ? 'ok  ' : 'FAIL'} ${name}: ${elements} elements, error max ${number(maxError)} mean ${number(meanError)}, ratio ${number(maxRatio)} of ${number(tolerance)}`
}

/**
 * Prints one line for the worst of the reports and one for each failure; returns the failures, for
 * `expect(...).toEqual([])`.
 */
export function failures(reports: readonly Report[]): string[] {
  const worst = reports.reduce<Report | undefined>(
    (a, b) => (a === undefined || b.maxRatio > a.maxRatio ? b : a),
    undefined,
  )
  if (worst === undefined) return ['nothing was checked']
  console.log(`${reports.length} checks; worst: ${describe(worst)}`)
  return reports.filter((report) => !report.passed).map(describe)
}
