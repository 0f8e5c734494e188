// sgd - the definition, one step with momentum and decoupled weight decay: Loshchilov and Hutter, arXiv
// 1711.05101, algorithm 1, with the clip factor on the gradient and the learning rate outside the velocity,
// as PyTorch has it. p and u change in place. Zero `factor` is no step.
export interface SgdNumbers {
  readonly learningRate: number
  readonly momentum: number
  readonly weightDecay: number
  /** Decay applies to the elements before this one. */
  readonly decayElements: number
}

export function sgdReference(
  state: { readonly p: Float64Array; readonly u: Float64Array },
  g: ArrayLike<number>,
  factor: number,
  { learningRate, momentum, weightDecay, decayElements }: SgdNumbers,
): void {
  const { p, u } = state
  if (factor === 0) return
  for (let i = 0; i < p.length; i++) {
    u[i] = momentum * u[i] + factor * g[i]
    const decay = i < decayElements ? weightDecay * p[i] : 0
    p[i] -= learningRate * (u[i] + decay)
  }
}
