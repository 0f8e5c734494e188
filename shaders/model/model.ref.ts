// The definition of the whole model in f64: plain loops over one sequence at a time, no batching, no fused or
// packed parameters beyond the arena's names, nothing saved. Slow on purpose; the proofs differentiate it
// numerically.

export interface ModelShape {
  vocabulary: number
  width: number
  layers: number
  heads: number
  kvHeads: number
  headDim: number
  hidden: number
  ropeBase: number
  ropeFactors?: readonly number[]
  normEps: number
  tiedEmbeddings: boolean
  qkNorm: boolean
  biases: boolean
  embeddingScale: number
}

export type Values = Record<string, Float64Array>

/** y[o] = sum_i w[o,i] x[i] (+ b[o]); w (out, in) row-major. */
function linear(w: Float64Array, x: Float64Array, bias?: Float64Array): Float64Array {
  const out = new Float64Array(w.length / x.length)
  for (let o = 0; o < out.length; o++) {
    let dot = bias === undefined ? 0 : bias[o]
    for (let i = 0; i < x.length; i++) dot += w[o * x.length + i] * x[i]
    out[o] = dot
  }
  return out
}

/** a + b */
function sum(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length)
  for (let i = 0; i < a.length; i++) out[i] = a[i] + b[i]
  return out
}

/** y[i] = x[i] w[i] / sqrt(mean(x^2) + eps) on x[from .. from + w.length). */
function norm(x: Float64Array, w: Float64Array, eps: number, from = 0): Float64Array {
  let squares = 0
  for (let i = 0; i < w.length; i++) squares += x[from + i] ** 2
  const rstd = 1 / Math.sqrt(squares / w.length + eps)
  const out = new Float64Array(w.length)
  for (let i = 0; i < w.length; i++) out[i] = x[from + i] * rstd * w[i]
  return out
}

/** Turns the halves (x[i], x[i + D/2]) of one head by position * base^(-2i/D) / factor[i]. */
function rotate(
  x: Float64Array,
  from: number,
  D: number,
  position: number,
  base: number,
  factors: readonly number[] = [],
): void {
  for (let i = 0; i < D / 2; i++) {
    const angle = (position * base ** ((-2 * i) / D)) / (factors.length === 0 ? 1 : factors[i])
    const a = x[from + i]
    const b = x[from + i + D / 2]
    x[from + i] = a * Math.cos(angle) - b * Math.sin(angle)
    x[from + i + D / 2] = b * Math.cos(angle) + a * Math.sin(angle)
  }
}

/** Attention of position t over positions 0 .. t; qkv[s] is ((H + 2K) D). */
function attend(shape: ModelShape, qkv: Float64Array[], t: number): Float64Array {
  const { heads: H, kvHeads: K, headDim: D } = shape
  const out = new Float64Array(H * D)
  for (let h = 0; h < H; h++) {
    const kvHead = Math.floor(h / (H / K))
    const keyFrom = (H + kvHead) * D
    const valueFrom = (H + K + kvHead) * D
    const scores: number[] = []
    for (let s = 0; s <= t; s++) {
      let dot = 0
      for (let i = 0; i < D; i++) dot += qkv[t][h * D + i] * qkv[s][keyFrom + i]
      scores.push(dot / Math.sqrt(D))
    }
    const top = Math.max(...scores)
    const total = scores.reduce((all, score) => all + Math.exp(score - top), 0)
    for (let s = 0; s <= t; s++) {
      const p = Math.exp(scores[s] - top) / total
      for (let i = 0; i < D; i++) out[h * D + i] += p * qkv[s][valueFrom + i]
    }
  }
  return out
}

function layer(shape: ModelShape, p: Values, name: string, x: Float64Array[]): Float64Array[] {
  const { heads: H, kvHeads: K, headDim: D, hidden: F, normEps, ropeBase } = shape
  const qkv = x.map((row, t) => {
    const out = linear(
      p[name + 'qkv'],
      norm(row, p[name + 'attentionNorm'], normEps),
      shape.biases ? p[name + 'qkvBias'] : undefined,
    )
    for (let h = 0; h < H + K; h++) {
      if (shape.qkNorm) out.set(norm(out, p[name + (h < H ? 'qNorm' : 'kNorm')], normEps, h * D), h * D)
      rotate(out, h * D, D, t, ropeBase, shape.ropeFactors)
    }
    return out
  })
  return x.map((row, t) => {
    const middle = sum(row, linear(p[name + 'attentionOut'], attend(shape, qkv, t)))
    const gateUp = linear(p[name + 'gateUp'], norm(middle, p[name + 'mlpNorm'], normEps))
    const inner = new Float64Array(F)
    for (let i = 0; i < F; i++) inner[i] = (gateUp[i] / (1 + Math.exp(-gateUp[i]))) * gateUp[F + i]
    return sum(middle, linear(p[name + 'down'], inner))
  })
}

/** Logits (V) after every token of one sequence. */
export function modelLogits(shape: ModelShape, p: Values, tokens: ArrayLike<number>): Float64Array[] {
  const C = shape.width
  let x = Array.from(tokens, (token): Float64Array => {
    const row = p.embedding.slice(token * C, (token + 1) * C)
    for (let i = 0; i < C; i++) row[i] *= shape.embeddingScale
    return row
  })
  for (let l = 0; l < shape.layers; l++) x = layer(shape, p, `layers.${l}.`, x)
  const head = shape.tiedEmbeddings ? p.embedding : p.head
  return x.map((row) => linear(head, norm(row, p.finalNorm, shape.normEps)))
}

/** log softmax(logits / temperature)[token]. */
export function logProbability(logits: Float64Array, token: number, temperature: number): number {
  let top = -Infinity
  for (let v = 0; v < logits.length; v++) top = Math.max(top, logits[v])
  let total = 0
  for (let v = 0; v < logits.length; v++) total += Math.exp((logits[v] - top) / temperature)
  return (logits[token] - top) / temperature - Math.log(total)
}

export interface LossSequence {
  tokens: ArrayLike<number>
  from: number
  weight: number | number[]
  advantage: number
  oldLogProbs?: ArrayLike<number>
  allowed?: (readonly number[] | null)[] // of each predicted token: softmax is over these; null: over all
}

/**
 * Sum over predicted tokens of weight * max(-A rho, -A clip(rho)); without clipping, of -weight * A * log p.
 */
export function modelLoss(
  shape: ModelShape,
  p: Values,
  sequences: LossSequence[],
  temperature: number,
  clip: { low: number; high: number } | null,
): number {
  let loss = 0
  for (const { tokens, from, weight, advantage, oldLogProbs, allowed } of sequences) {
    const logits = modelLogits(shape, p, Array.from(tokens).slice(0, -1))
    for (let t = from; t < tokens.length; t++) {
      const held = allowed?.[t - from] ?? null
      const logProb =
        held === null
          ? logProbability(logits[t - 1], tokens[t], temperature)
          : logProbability(
              Float64Array.from(held, (v) => logits[t - 1][v]),
              held.indexOf(tokens[t]),
              temperature,
            )
      const w = typeof weight === 'number' ? weight : weight[t - from]
      if (clip === null || oldLogProbs === undefined) loss -= w * advantage * logProb
      else {
        const ratio = Math.exp(logProb - oldLogProbs[t - from])
        const clipped = Math.min(Math.max(ratio, 1 - clip.low), 1 + clip.high)
        loss += w * Math.max(-advantage * ratio, -advantage * clipped)
      }
    }
  }
  return loss
}
