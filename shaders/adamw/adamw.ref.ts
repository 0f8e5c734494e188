// adamw - the definition, one step: Loshchilov and Hutter, arXiv 1711.05101, algorithm 2, with the clip
// factor on the gradient. p, m and v change in place. Zero `factor` is no step.
export interface AdamwNumbers {
  readonly learningRate: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  readonly weightDecay: number
  /** Decay applies to the elements before this one. */
  readonly decayElements: number
}

export function adamwReference(
  state: { readonly p: Float64Array; readonly m: Float64Array; readonly v: Float64Array },
  g: ArrayLike<number>,
  factor: number,
  step: number,
  { learningRate, beta1, beta2, epsilon, weightDecay, decayElements }: AdamwNumbers,
): void {
  const { p, m, v } = state
  if (factor === 0) return
  for (let i = 0; i < p.length; i++) {
    const gradient = factor * g[i]
    m[i] = beta1 * m[i] + (1 - beta1) * gradient
    v[i] = beta2 * v[i] + (1 - beta2) * gradient * gradient
    const mean = m[i] / (1 - Math.pow(beta1, step))
    const square = v[i] / (1 - Math.pow(beta2, step))
    const decay = i < decayElements ? weightDecay * p[i] : 0
    p[i] -= learningRate * (mean / (Math.sqrt(square) + epsilon) + decay)
  }
}
