// Causal grouped-query attention over a packed batch, in f64: Vaswani et al. 2017 (arXiv 1706.03762), equation 1;
// grouped queries: Ainslie et al. 2023 (arXiv 2305.13245). A row attends the rows of its own sequence up to itself.

export interface AttentionShape {
  rows: number
  heads: number
  kvHeads: number
  headDim: number
}

/** Probabilities of row r, head h over rows start..r, and the log-sum-exp of its scores. */
function probabilities(qkv: ArrayLike<number>, start: number, r: number, h: number, shape: AttentionShape) {
  const { heads, kvHeads, headDim } = shape
  const stride = (heads + 2 * kvHeads) * headDim
  const keyHead = heads + Math.floor(h / (heads / kvHeads))
  const scores: number[] = []
  for (let t = start; t <= r; t++) {
    let score = 0
    for (let d = 0; d < headDim; d++) score += qkv[r * stride + h * headDim + d] * qkv[t * stride + keyHead * headDim + d]
    scores.push(score / Math.sqrt(headDim))
  }
  let largest = -Infinity
  for (const score of scores) largest = Math.max(largest, score)
  let sum = 0
  for (const score of scores) sum += Math.exp(score - largest)
  return { p: scores.map((score) => Math.exp(score - largest) / sum), lse: largest + Math.log(sum) }
}

/** qkv (R,(H+2K)*D), start (R): out (R,H*D), out = sum_t softmax(q.k / sqrt(D))_t v_t; lse (R,H). */
export function attentionReference(qkv: ArrayLike<number>, start: ArrayLike<number>, shape: AttentionShape) {
  const { rows, heads, kvHeads, headDim } = shape
  const stride = (heads + 2 * kvHeads) * headDim
  const out = new Float64Array(rows * heads * headDim)
  const lse = new Float64Array(rows * heads)
  for (let r = 0; r < rows; r++) {
    for (let h = 0; h < heads; h++) {
      const value = (heads + kvHeads + Math.floor(h / (heads / kvHeads))) * headDim
      const row = probabilities(qkv, start[r], r, h, shape)
      lse[r * heads + h] = row.lse
      for (let t = start[r]; t <= r; t++) {
        for (let d = 0; d < headDim; d++) {
          out[(r * heads + h) * headDim + d] += row.p[t - start[r]] * qkv[t * stride + value + d]
        }
      }
    }
  }
  return { out, lse }
}

/** dqkv from dout (R,H*D): ds = p (dout.v - sum_t p dout.v), dq = sum_t ds k / sqrt(D), dk = sum_r ds q / sqrt(D), dv = sum_r p dout. */
export function attentionBackwardReference(
  qkv: ArrayLike<number>,
  start: ArrayLike<number>,
  dout: ArrayLike<number>,
  shape: AttentionShape,
): Float64Array {
  const { rows, heads, kvHeads, headDim } = shape
  const stride = (heads + 2 * kvHeads) * headDim
  const dqkv = new Float64Array(rows * stride)
  const scale = 1 / Math.sqrt(headDim)
  for (let r = 0; r < rows; r++) {
    for (let h = 0; h < heads; h++) {
      const group = Math.floor(h / (heads / kvHeads))
      const { p } = probabilities(qkv, start[r], r, h, shape)
      const q = r * stride + h * headDim
      const dp: number[] = []
      let inner = 0
      for (let t = start[r]; t <= r; t++) {
        const v = t * stride + (heads + kvHeads + group) * headDim
        let dot = 0
        for (let d = 0; d < headDim; d++) dot += dout[(r * heads + h) * headDim + d] * qkv[v + d]
        dp.push(dot)
        inner += dot * p[t - start[r]]
      }
      for (let t = start[r]; t <= r; t++) {
        const k = t * stride + (heads + group) * headDim
        const v = k + kvHeads * headDim
        const ds = p[t - start[r]] * (dp[t - start[r]] - inner) * scale
        for (let d = 0; d < headDim; d++) {
          dqkv[q + d] += ds * qkv[k + d]
          dqkv[k + d] += ds * qkv[q + d]
          dqkv[v + d] += p[t - start[r]] * dout[(r * heads + h) * headDim + d]
        }
      }
    }
  }
  return dqkv
}
