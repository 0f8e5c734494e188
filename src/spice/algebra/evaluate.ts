// Values of an expression at fixed points, for testing whether two are equal: exact in the integers modulo
// the prime
// 2^61 - 1 where the expression is rational, in floating point where it is not. Work is bounded by the number
// of nodes.

import { hash32, hashText } from '../../base/random'
import { unreachable } from '../../base/result'
import type { Expression, FunctionName } from './tree'

const prime = 2305843009213693951n // 2^61 - 1
const largestExponent = 1000
export type ModularValue = bigint | 'undefined' | 'notRational'

const modulo = (value: bigint): bigint => ((value % prime) + prime) % prime

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (
    let left = exponent, square = modulo(base);
    left > 0n;
    left >>= 1n, square = (square * square) % prime
  ) {
    if ((left & 1n) === 1n) result = (result * square) % prime
  }
  return result
}
const inverse = (value: bigint): bigint => power(value, prime - 2n)

function numberValue(text: string): bigint {
  const [integer = '', fraction = ''] = text.split('.')
  return modulo(BigInt(integer + fraction) * inverse(power(10n, BigInt(fraction.length))))
}

const variableValue = (name: string, point: number): bigint =>
  modulo((BigInt(hash32(hashText(name), point, 1)) << 32n) | BigInt(hash32(hashText(name), point, 2)))

/** An exponent is a plain whole number of moderate size, or the expression is treated as not rational. */
function wholeExponent(e: Expression): number | null {
  if (e.kind === 'negate') {
    const of = wholeExponent(e.of)
    return of === null ? null : -of
  }
  if (e.kind !== 'number') return null
  const value = Number(e.text)
  return Number.isInteger(value) && value <= largestExponent ? value : null
}

function factorialModulo(n: number): bigint {
  let result = 1n
  for (let i = 2n; i <= BigInt(n); i++) result = (result * i) % prime
  return result
}

function modular(e: Expression, point: number): ModularValue {
  switch (e.kind) {
    case 'number':
      return numberValue(e.text)
    case 'variable':
      return variableValue(e.name, point)
    case 'negate': {
      const of = modular(e.of, point)
      return typeof of === 'bigint' ? modulo(-of) : of
    }
    case 'call': {
      if (modular(e.of, point) === 'undefined') return 'undefined'
      const whole = e.name === 'factorial' ? wholeExponent(e.of) : null
      return whole === null || whole < 0 ? 'notRational' : factorialModulo(whole)
    }
    case 'operate': {
      const left = modular(e.left, point)
      if (typeof left !== 'bigint') return left
      if (e.operator === '^') {
        const exponent = wholeExponent(e.right)
        if (exponent === null) return 'notRational'
        if (left === 0n && exponent <= 0) return 'undefined'
        return exponent < 0 ? inverse(power(left, BigInt(-exponent))) : power(left, BigInt(exponent))
      }
      const right = modular(e.right, point)
      if (typeof right !== 'bigint') return right
      switch (e.operator) {
        case '+':
          return (left + right) % prime
        case '-':
          return modulo(left - right)
        case '*':
          return (left * right) % prime
        case '/':
          return right === 0n ? 'undefined' : (left * inverse(right)) % prime
        default:
          return unreachable(e.operator)
      }
    }
    default:
      return unreachable(e)
  }
}

/** Product in the field. */
export const timesModulo = (a: bigint, b: bigint): bigint => modulo(a * b)

export const modularValues = (e: Expression): readonly ModularValue[] =>
  [1, 2, 3].map((point) => modular(e, point))

function wholeFactorial(n: number): number {
  if (n < 0 || n > 170) return n < 0 ? NaN : Infinity
  let result = 1
  for (let i = 2; i <= n; i++) result *= i
  return result
}

/** Gamma by Lanczos' series of nine terms (Godfrey's coefficients for g = 7), relative error about 1e-15. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]
function gamma(x: number): number {
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x))
  const shifted = x - 1
  const t = shifted + 7.5
  const series = lanczos.reduce((sum, c, i) => (i === 0 ? c : sum + c / (shifted + i)), 0)
  return Math.sqrt(2 * Math.PI) * t ** (shifted + 0.5) * Math.exp(-t) * series
}

const functions: Readonly<Record<FunctionName, (x: number) => number>> = {
  sqrt: Math.sqrt,
  abs: Math.abs,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  exp: Math.exp,
  ln: Math.log,
  log: Math.log,
  log10: Math.log10,
  factorial: (x) => (Number.isInteger(x) ? wholeFactorial(x) : gamma(x + 1)),
  cot: (x) => 1 / Math.tan(x),
  sec: (x) => 1 / Math.cos(x),
  csc: (x) => 1 / Math.sin(x),
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
}

function float(e: Expression, point: number, scale: number): number {
  switch (e.kind) {
    case 'number':
      return Number(e.text)
    case 'variable': {
      if (e.name === 'pi') return Math.PI
      if (e.name === 'e') return Math.E
      // Half of the points are negative, so that sqrt(x^2) is not x.
      const size = 0.5 + (2.5 * hash32(hashText(e.name), point, 3)) / 2 ** 32
      return scale * (point % 2 === 0 ? size : -size)
    }
    case 'negate':
      return -float(e.of, point, scale)
    case 'call':
      return functions[e.name](float(e.of, point, scale))
    case 'operate': {
      const left = float(e.left, point, scale)
      const right = float(e.right, point, scale)
      switch (e.operator) {
        case '+':
          return left + right
        case '-':
          return left - right
        case '*':
          return left * right
        case '/':
          return left / right
        case '^':
          return left ** right
        default:
          return unreachable(e.operator)
      }
    }
    default:
      return unreachable(e)
  }
}

/**
 * Values at eight points, variables being of size 0.5 to 3 times `scale`; NaN or infinite where it has none.
 */
export const floatValues = (e: Expression, scale = 1): readonly number[] =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((point) => float(e, point, scale))
