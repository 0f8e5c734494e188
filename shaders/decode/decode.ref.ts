// One decoding step's attention in f64: the newest token of each active sequence attends the keys of its
// prompt, which sequences may share, and then its own suffix. The same formula as attention.ref.ts with the
// newest row alone.

export interface DecodeInput {
  qkv: ArrayLike<number> // (A,(H+2K)*D), rotated
  promptKv: ArrayLike<number> // (rows, 2*K*D): k heads, then v heads
  promptStart: ArrayLike<number> // per slot
  promptLength: ArrayLike<number> // per slot
  suffixKv: ArrayLike<number> // (slots, maxNew, 2*K*D)
  slot: ArrayLike<number> // per active row
  length: ArrayLike<number> // per slot: suffix tokens whose keys are there, the newest included
  heads: number
  kvHeads: number
  headDim: number
  maxNew: number
}

/** out (A,H*D). */
export function attentionDecodeReference(input: DecodeInput): Float64Array {
  const {
    qkv,
    promptKv,
    promptStart,
    promptLength,
    suffixKv,
    slot,
    length,
    heads,
    kvHeads,
    headDim,
    maxNew,
  } = input
  const stride = (heads + 2 * kvHeads) * headDim
  const kv = 2 * kvHeads * headDim
  const out = new Float64Array(slot.length * heads * headDim)
  for (let a = 0; a < slot.length; a++) {
    const s = slot[a]
    const total = promptLength[s] + length[s]
    for (let h = 0; h < heads; h++) {
      const head = Math.floor(h / (heads / kvHeads)) * headDim
      const read = (t: number, c: number): number =>
        t < promptLength[s]
          ? promptKv[(promptStart[s] + t) * kv + c]
          : suffixKv[(s * maxNew + t - promptLength[s]) * kv + c]
      const scores: number[] = []
      let largest = -Infinity
      for (let t = 0; t < total; t++) {
        let score = 0
        for (let d = 0; d < headDim; d++) score += qkv[a * stride + h * headDim + d] * read(t, head + d)
        scores.push(score / Math.sqrt(headDim))
        largest = Math.max(largest, scores[t])
      }
      let sum = 0
      for (let t = 0; t < total; t++) sum += Math.exp(scores[t] - largest)
      for (let t = 0; t < total; t++) {
        const p = Math.exp(scores[t] - largest) / sum
        for (let d = 0; d < headDim; d++) {
          out[(a * heads + h) * headDim + d] += p * read(t, kvHeads * headDim + head + d)
        }
      }
    }
  }
  return out
}
