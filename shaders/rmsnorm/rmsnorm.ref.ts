// RMSNorm in f64, the definition that the kernels are held to. Zhang & Sennrich 2019 (arXiv 1910.07467),
// equation 4.

/** y[r,c] = x[r,c] * rstd[r] * weight[c], rstd[r] = 1/sqrt(mean_c x[r,c]^2 + eps). x (R,C), weight (C). */
export function rmsnormReference(x: ArrayLike<number>, weight: ArrayLike<number>, rows: number, eps: number) {
  const width = weight.length
  const out = new Float64Array(rows * width)
  const rstd = new Float64Array(rows)
  for (let r = 0; r < rows; r++) {
    let squares = 0
    for (let c = 0; c < width; c++) squares += x[r * width + c] ** 2
    rstd[r] = 1 / Math.sqrt(squares / width + eps)
    for (let c = 0; c < width; c++) out[r * width + c] = x[r * width + c] * rstd[r] * weight[c]
  }
  return { out, rstd }
}

/**
 * dx[r,c] = rstd (g[c] - x[c] rstd^2 mean_j(g[j] x[j])) with g = dout * weight; dweight[c] = sum_r dout x
 * rstd.
 */
export function rmsnormBackwardReference(
  x: ArrayLike<number>,
  weight: ArrayLike<number>,
  dout: ArrayLike<number>,
  rows: number,
  eps: number,
) {
  const width = weight.length
  const { rstd } = rmsnormReference(x, weight, rows, eps)
  const dx = new Float64Array(rows * width)
  const dweight = new Float64Array(width)
  for (let r = 0; r < rows; r++) {
    let inner = 0
    for (let c = 0; c < width; c++) inner += dout[r * width + c] * weight[c] * x[r * width + c]
    for (let c = 0; c < width; c++) {
      const i = r * width + c
      dx[i] = rstd[r] * (dout[i] * weight[c] - (x[i] * rstd[r] ** 2 * inner) / width)
      dweight[c] += dout[i] * x[i] * rstd[r]
    }
  }
  return { dx, dweight }
}
