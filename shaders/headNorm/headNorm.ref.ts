// QK norm in f64: RMSNorm over the D channels of every query head and every key head (Qwen3, arXiv
// 2505.09388, section 2;
// Dehghani et al. 2023, arXiv 2302.05442, section 2). Values pass unchanged.

export interface HeadShape {
  rows: number
  heads: number
  kvHeads: number
  headDim: number
}

/**
 * qkv (R, (H+2K)*D) -> the same with q heads scaled by `qWeight` (D) and k heads by `kWeight` (D); rstd (R,
 * H+K).
 */
export function headNormReference(
  qkv: ArrayLike<number>,
  qWeight: ArrayLike<number>,
  kWeight: ArrayLike<number>,
  shape: HeadShape,
  eps: number,
) {
  const { rows, heads, kvHeads, headDim } = shape
  const stride = (heads + 2 * kvHeads) * headDim
  const normed = heads + kvHeads
  const out = Float64Array.from(qkv)
  const rstd = new Float64Array(rows * normed)
  for (let r = 0; r < rows; r++) {
    for (let h = 0; h < normed; h++) {
      const weight = h < heads ? qWeight : kWeight
      const base = r * stride + h * headDim
      let squares = 0
      for (let d = 0; d < headDim; d++) squares += qkv[base + d] ** 2
      const scale = 1 / Math.sqrt(squares / headDim + eps)
      rstd[r * normed + h] = scale
      for (let d = 0; d < headDim; d++) out[base + d] = qkv[base + d] * scale * weight[d]
    }
  }
  return { out, rstd }
}

/**
 * dqkv after the norm -> dqkv before it (values' part unchanged), and the gradients of both weights. qkv is
 * before the norm.
 */
export function headNormBackwardReference(
  qkv: ArrayLike<number>,
  qWeight: ArrayLike<number>,
  kWeight: ArrayLike<number>,
  dout: ArrayLike<number>,
  shape: HeadShape,
  eps: number,
) {
  const { rows, heads, kvHeads, headDim } = shape
  const stride = (heads + 2 * kvHeads) * headDim
  const normed = heads + kvHeads
  const { rstd } = headNormReference(qkv, qWeight, kWeight, shape, eps)
  const dqkv = Float64Array.from(dout)
  const dqWeight = new Float64Array(headDim)
  const dkWeight = new Float64Array(headDim)
  for (let r = 0; r < rows; r++) {
    for (let h = 0; h < normed; h++) {
      const weight = h < heads ? qWeight : kWeight
      const dweight = h < heads ? dqWeight : dkWeight
      const scale = rstd[r * normed + h]
      const base = r * stride + h * headDim
      let inner = 0
      for (let d = 0; d < headDim; d++) inner += dout[base + d] * weight[d] * qkv[base + d]
      for (let d = 0; d < headDim; d++) {
        dqkv[base + d] = scale * (dout[base + d] * weight[d] - (qkv[base + d] * scale ** 2 * inner) / headDim)
        dweight[d] += dout[base + d] * qkv[base + d] * scale
      }
    }
  }
  return { dqkv, dqWeight, dkWeight }
}
