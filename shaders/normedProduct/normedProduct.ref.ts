// A product with the norm before it and the gate or a residual after it, in f64.

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

/**
 * out[r,n] = sum_k y[r,k] b[n,k] (+ bias[n]) (+ residual[r,n]), y = normed = x rstd gain with
 * rstd = 1/sqrt(mean x^2 + eps), or x itself; inner[r,i] = silu(out[r,i]) out[r,n/2+i]. `scale` and
 * `innerScale` are the sums of absolute products, the yardstick of f32 error.
 */
export function normedProductReference({ x, gain, eps, b, bias, residual, m, n, k }: NormedProductInput) {
  const normed = Float64Array.from(x)
  const rstd = new Float64Array(m).fill(1)
  for (let r = 0; r < m && gain !== undefined; r++) {
    let squares = 0
    for (let c = 0; c < k; c++) squares += x[r * k + c] ** 2
    rstd[r] = 1 / Math.sqrt(squares / k + eps)
    for (let c = 0; c < k; c++) normed[r * k + c] *= rstd[r] * gain[c]
  }
  const [out, scale] = [new Float64Array(m * n), new Float64Array(m * n)]
  for (let r = 0; r < m; r++) {
    for (let i = 0; i < n; i++) {
      const at = r * n + i
      for (let c = 0; c < k; c++) {
        const product = normed[r * k + c] * b[i * k + c]
        out[at] += product
        scale[at] += Math.abs(product)
      }
      for (const value of [bias?.[i] ?? 0, residual?.[at] ?? 0]) {
        out[at] += value
        scale[at] += Math.abs(value)
      }
    }
  }
  const half = Math.floor(n / 2)
  const [inner, innerScale] = [new Float64Array(m * half), new Float64Array(m * half)]
  for (let r = 0; r < m; r++) {
    for (let i = 0; i < half; i++) {
      const [gate, up] = [r * n + i, r * n + i + half]
      const value = (out[gate] / (1 + Math.exp(-out[gate]))) * out[up]
      inner[r * half + i] = value
      // The slope of silu lies between -0.1 and 1.1.
      innerScale[r * half + i] =
        Math.abs(value) + 1.1 * scale[gate] * Math.abs(out[up]) + Math.abs(out[gate]) * scale[up]
    }
  }
  return { out, scale, normed, rstd, inner, innerScale }
}
