// A product with the norm before it and the gate or a residual after it, in f64: the references of rmsnorm,
// matmul and swiglu one after another.
import { matmulReference } from '../matmul/matmul.ref'
import { rmsnormReference } from '../rmsnorm/rmsnorm.ref'
import { swigluReference } from '../swiglu/swiglu.ref'

export interface NormedProductInput {
  /** (m,k) */
  readonly x: ArrayLike<number>
  /** (k); without it there is no norm. */
  readonly gain?: Float32Array | undefined
  readonly eps: number
  /** (n,k) */
  readonly b: Float32Array
  readonly bias?: Float32Array | undefined
  /** (m,n) */
  readonly residual?: ArrayLike<number> | undefined
  readonly m: number
  readonly n: number
  readonly k: number
}

/** `scale` and `innerScale` are the sums of absolute products, the yardstick of f32 error. */
export function normedProductReference({ x, gain, eps, b, bias, residual, m, n, k }: NormedProductInput) {
  const norm = gain === undefined ? undefined : rmsnormReference(x, gain, m, eps)
  const normed = norm?.out ?? Float64Array.from(x)
  const added = { ...(bias && { bias }), ...(residual && { residual }) }
  const { out, scale } = matmulReference('nt', normed, b, { m, n, k }, added)
  const half = Math.floor(n / 2)
  const inner = swigluReference(out, m, half)
  // The slope of silu lies between -0.1 and 1.1.
  const innerScale = inner.map((value, i) => {
    const gate = Math.floor(i / half) * n + (i % half)
    const up = gate + half
    return Math.abs(value) + 1.1 * scale[gate] * Math.abs(out[up]) + Math.abs(out[gate]) * scale[up]
  })
  return { out, scale, normed, rstd: norm?.rstd ?? new Float64Array(m).fill(1), inner, innerScale }
}
