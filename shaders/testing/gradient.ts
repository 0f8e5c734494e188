// Rung 1: a reference's hand-written backward against central differences of its forward, all in f64.
import { at } from '../../src/base/at'
import { compare, type Report } from './compareArrays'

/**
 * d loss / d x by central differences. `loss` must read `x` anew at each call; `x` is restored.
 */
export function centralDifferences(loss: () => number, x: Float64Array, step = 1e-5): Float64Array {
  return x.map((value, i) => {
    const h = step * Math.max(1, Math.abs(value))
    x[i] = value + h
    const above = loss()
    x[i] = value - h
    const below = loss()
    x[i] = value
    return (above - below) / (2 * h)
  })
}

/** sum_i y[i] * weight[i]: makes a loss of any output, whose gradient with respect to y is `weight`. */
export const dot = (y: ArrayLike<number>, weight: ArrayLike<number>): number => {
  let sum = 0
  for (let i = 0; i < y.length; i++) sum += at(y, i) * at(weight, i)
  return sum
}

/**
 * Compares a gradient with central differences of `loss` with respect to `x`, relative to the gradient's
 * largest entry.
 */
export function checkGradient(
  name: string,
  loss: () => number,
  x: Float64Array,
  gradient: ArrayLike<number>,
  tolerance = 1e-7,
): Report {
  const expected = centralDifferences(loss, x)
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3)
  return compare(name, gradient, expected, new Float64Array(expected.length).fill(largest), tolerance)
}
