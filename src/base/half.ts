// IEEE 754 half precision and bfloat16 to f32 and back, bit by bit (Float16Array is missing from Node 20).

import { floatAt, integerAt } from './at'

const word = new Uint32Array(1)
const real = new Float32Array(word.buffer)

/** Half to f32: exact, NaN stays NaN. */
export function halfToFloat(half: number): number {
  const sign = (half & 0x8000) << 16
  const exponent = (half >>> 10) & 0x1f
  const fraction = half & 0x3ff
  if (exponent === 0) return (sign === 0 ? 1 : -1) * fraction * 2 ** -24
  word[0] =
    exponent === 0x1f
      ? sign | 0x7f800000 | (fraction << 13)
      : sign | ((exponent + 112) << 23) | (fraction << 13)
  return floatAt(real, 0)
}

/** f32 to half, to nearest, ties to even; beyond 65504 it becomes infinity. */
export function floatToHalf(value: number): number {
  real[0] = value
  const bits = integerAt(word, 0)
  const sign = (bits >>> 16) & 0x8000
  const magnitude = bits & 0x7fffffff
  if (magnitude > 0x7f800000) return sign | 0x7e00
  if (magnitude >= 0x47800000) return sign | 0x7c00
  if (magnitude < 0x38800000) {
    // Subnormal halves are multiples of 2^-24; |value| * 2^24 is exact in f64, so one rounding decides.
    return sign | roundEven(Math.abs(floatAt(real, 0)) * 2 ** 24)
  }
  // A carry out of the fraction runs into the exponent, which is what rounding up to the next power of two
  // means.
  const rest = magnitude & 0x1fff
  const kept = (magnitude - 0x38000000) >>> 13
  return sign | (kept + (rest > 0x1000 || (rest === 0x1000 && (kept & 1) === 1) ? 1 : 0))
}

function roundEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor
}

/** bfloat16 is the upper half of an f32: exact. */
export function bfloatToFloat(bits: number): number {
  word[0] = bits << 16
  return floatAt(real, 0)
}
