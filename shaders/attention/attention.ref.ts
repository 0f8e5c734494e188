// Causal grouped-query attention over a packed batch, in f64: Vaswani et al. 2017 (arXiv 1706.03762),
// equation 1; grouped queries: Ainslie et al. 2023 (arXiv 2305.13245). A row attends the rows of its own
// sequence up to itself, and before them those of a prefix that sequences may share.

export interface AttentionShape {
  rows: number
  heads: number
  kvHeads: number
  headDim: number
}

/**
 * The rows that row r attends; span (R,4): first row of a shared prefix, one past its last, first row of its
 * own sequence, unused here.
 */
export function attended(span: ArrayLike<number>, r: number): number[] {
  const rows: number[] = []
  for (let t = span[4 * r]; t < span[4 * r + 1]; t++) rows.push(t)
  for (let t = span[4 * r + 2]; t <= r; t++) rows.push(t)
  return rows
}

/** Probabilities of row r, head h over the rows `over`, and the log-sum-exp of its scores. */
function probabilities(qkv: ArrayLike<number>, over: number[], r: number, h: number, shape: AttentionShape) {
  const { heads, kvHeads, headDim } = shape
  const stride = (heads + 2 * kvHeads) * headDim
  const keyHead = heads + Math.floor(h / (heads / kvHeads))
  const scores: number[] = []
  for (const t of over) {
    let score = 0
    for (let d = 0; d < headDim; d++)
      score += qkv[r * stride + h * headDim + d] * qkv[t * stride + keyHead * headDim + d]
    scores.push(score / Math.sqrt(headDim))
  }
  let largest = -Infinity
  for (const score of scores) largest = Math.max(largest, score)
  let sum = 0
  for (const score of scores) sum += Math.exp(score - largest)
  return { p: scores.map((score) => Math.exp(score - largest) / sum), lse: largest + Math.log(sum) }
}

/** qkv (R,(H+2K)*D), span (R,4): out (R,H*D), out = sum_t softmax(q.k / sqrt(D))_t v_t; lse (R,H). */
export function attentionReference(qkv: ArrayLike<number>, span: ArrayLike<number>, shape: AttentionShape) {
  const { rows, heads, kvHeads, headDim } = shape
  const stride = (heads + 2 * kvHeads) * headDim
  const out = new Float64Array(rows * heads * headDim)
  const lse = new Float64Array(rows * heads)
  for (let r = 0; r < rows; r++) {
    const over = attended(span, r)
    for (let h = 0; h < heads; h++) {
      const value = (heads + kvHeads + Math.floor(h / (heads / kvHeads))) * headDim
      const row = probabilities(qkv, over, r, h, shape)
      lse[r * heads + h] = row.lse
      over.forEach((t, i) => {
        for (let d = 0; d < headDim; d++)
          out[(r * heads + h) * headDim + d] += row.p[i] * qkv[t * stride + value + d]
      })
    }
  }
  return { out, lse }
}

/**
 * Probabilities (H,Q,R) of the last Q rows over all rows, 0 where they do not see; lse is that of
 * attentionReference.
 */
export function attentionWeightsReference(
  qkv: ArrayLike<number>,
  span: ArrayLike<number>,
  shape: AttentionShape,
  queries: number,
): Float64Array {
  const { rows, heads } = shape
  const weights = new Float64Array(heads * queries * rows)
  for (let i = 0; i < queries; i++) {
    const r = rows - queries + i
    const over = attended(span, r)
    for (let h = 0; h < heads; h++) {
      const { p } = probabilities(qkv, over, r, h, shape)
      over.forEach((t, j) => {
        weights[(h * queries + i) * rows + t] = p[j]
      })
    }
  }
  return weights
}

/**
 * dqkv from dout (R,H*D): ds = p (dout.v - sum_t p dout.v), dq = sum_t ds k / sqrt(D), dk = sum_r ds q /
 * sqrt(D), dv = sum_r p dout.
 */
export function attentionBackwardReference(
  qkv: ArrayLike<number>,
  span: ArrayLike<number>,
  dout: ArrayLike<number>,
  shape: AttentionShape,
): Float64Array {
  const { rows, heads, kvHeads, headDim } = shape
  const stride = (heads + 2 * kvHeads) * headDim
  const dqkv = new Float64Array(rows * stride)
  const scale = 1 / Math.sqrt(headDim)
  for (let r = 0; r < rows; r++) {
    const over = attended(span, r)
    for (let h = 0; h < heads; h++) {
      const group = Math.floor(h / (heads / kvHeads))
      const { p } = probabilities(qkv, over, r, h, shape)
      const q = r * stride + h * headDim
      const dp: number[] = []
      let inner = 0
      over.forEach((t, i) => {
        const v = t * stride + (heads + kvHeads + group) * headDim
        let dot = 0
        for (let d = 0; d < headDim; d++) dot += dout[(r * heads + h) * headDim + d] * qkv[v + d]
        dp.push(dot)
        inner += dot * p[i]
      })
      over.forEach((t, i) => {
        const k = t * stride + (heads + group) * headDim
        const v = k + kvHeads * headDim
        const ds = p[i] * (dp[i] - inner) * scale
        for (let d = 0; d < headDim; d++) {
          dqkv[q + d] += ds * qkv[k + d]
          dqkv[k + d] += ds * qkv[q + d]
          dqkv[v + d] += p[i] * dout[(r * heads + h) * headDim + d]
        }
      })
    }
  }
  return dqkv
}
