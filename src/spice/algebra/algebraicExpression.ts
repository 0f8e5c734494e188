// Algebraic expressions: reading them under hard limits, and equality as mathematics. Nothing is ever
// evaluated by a language: a parser of its own gives the syntax tree, of which a short list of nodes is
// known.
// No clock: the limits bound the work.
//
// Equality is tested by values (Schwartz and Zippel): rational expressions at three points of the field of
// integers modulo 2^61 - 1, where equal ones always agree and unequal ones of degree d meet with a chance
// below (d / 2^61)^3; expressions with roots, logarithms or symbolic exponents at eight points in floating
// point.

import { at } from '../../base/at'
import { ok, type Result } from '../../base/result'
import { refuse, type Reason } from '../../protocol/refusal'
import { floatValues, modularValues, timesModulo } from './evaluate'
import { parseMath } from './parseExpression'
import { DisallowedExpressionError } from './tokens'
import type { Expression } from './tree'

export { expressionLimits } from './parseExpression'

/**
 * An expression as a gold answer may hold it: plain algebra or LaTeX with variables of one letter or a Greek
 * name. `words` reads letters side by side as a product. Refused with a reason of `algebra.*`.
 */
export function parseExpression(text: string, { words = false } = {}): Result<Expression, Reason> {
  try {
    const expression = parseMath(text, { words })
    return modularValues(expression).every((value) => value === 'undefined')
      ? refuse('algebra.divides', {})
      : ok(expression)
  } catch (thrown) {
    if (thrown instanceof DisallowedExpressionError) return { ok: false, error: thrown.why }
    throw thrown
  }
}

/** True where two expressions are equal as mathematics; false where that cannot be shown. */
export function equalExpressions(a: Expression, b: Expression): boolean {
  const left = modularValues(a)
  const right = modularValues(b)
  if (!left.includes('notRational') && !right.includes('notRational'))
    return left.every((value, i) => value === right[i])
  let compared = 0
  for (const scale of SCALES) {
    const one = floatValues(a, scale)
    const other = floatValues(b, scale)
    for (const [i, x] of one.entries()) {
      const y = at(other, i)
      if (Number.isFinite(x) !== Number.isFinite(y)) return false
      if (!Number.isFinite(x)) continue
      if (Math.abs(x - y) > 1e-9 * Math.max(1, Math.abs(x), Math.abs(y))) return false
      compared += 1
    }
    if (compared >= LEAST_COMPARED) return true
  }
  return false
}
/** Sizes of variables, in turn: asin(x) has values at small ones alone, sqrt(x - 9) at large ones. */
const SCALES = [1, 0.3, 12]
const LEAST_COMPARED = 4

/**
 * True where two rational expressions differ by a constant factor alone, as the two sides' differences of one
 * equation written twice do.
 */
export function proportional(a: Expression, b: Expression): boolean {
  const left = modularValues(a)
  const right = modularValues(b)
  const [first, second] = [left[0], right[0]]
  if (typeof first !== 'bigint' || typeof second !== 'bigint' || first === 0n || second === 0n) return false
  return left.every((value, i) => {
    const other = right[i]
    return (
      typeof value === 'bigint' &&
      typeof other === 'bigint' &&
      timesModulo(value, second) === timesModulo(other, first)
    )
  })
}

/** True for an expression without variables, pi and e aside. */
export function isClosed(e: Expression): boolean {
  switch (e.kind) {
    case 'number':
      return true
    case 'variable':
      return e.name === 'pi' || e.name === 'e'
    case 'operate':
      return isClosed(e.left) && isClosed(e.right)
    default:
      return isClosed(e.of)
  }
}
