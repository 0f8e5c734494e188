// The loss of a batch of predicted tokens and its gradient in the logits, in f64. Likelihood: weighted
// cross-entropy, which with an advantage is REINFORCE (Williams 1992). Clipped: PPO (Schulman et al. 2017,
// arXiv 1707.06347, equation 7), with separate bounds.

export interface PolicyLossInput {
  logits: ArrayLike<number> // (S,V)
  target: ArrayLike<number> // (S)
  weight: ArrayLike<number>
  advantage: ArrayLike<number>
  oldLogProb: ArrayLike<number>
  temperature: number
  clip: { low: number; high: number } | null
}

/**
 * p = softmax(logits / temperature), logp = log p[target], entropy = -sum p log p (nats).
 * clip null: loss = -w A logp. Else rho = e^(logp - old), loss = w max(-A rho, -A clamp(rho, 1 - low, 1 +
 * high)).
 * dlogits = coefficient (p - onehot(target)) / temperature, coefficient = -dloss/dlogp; zero where the clamp
 * is the larger.
 */
export function policyLossReference(input: PolicyLossInput) {
  const { logits, target, weight, advantage, oldLogProb, temperature, clip } = input
  const rows = target.length
  const vocabulary = logits.length / rows
  const logProb = new Float64Array(rows)
  const entropy = new Float64Array(rows)
  const loss = new Float64Array(rows)
  const clipped = new Float64Array(rows)
  const dlogits = new Float64Array(rows * vocabulary)
  for (let r = 0; r < rows; r++) {
    const at = r * vocabulary
    let largest = -Infinity
    for (let v = 0; v < vocabulary; v++) largest = Math.max(largest, logits[at + v] / temperature)
    let sum = 0
    for (let v = 0; v < vocabulary; v++) sum += Math.exp(logits[at + v] / temperature - largest)
    const lse = Math.log(sum)
    for (let v = 0; v < vocabulary; v++) {
      const logp = logits[at + v] / temperature - largest - lse
      entropy[r] -= Math.exp(logp) * logp
    }
    logProb[r] = logits[at + target[r]] / temperature - largest - lse
    let coefficient = weight[r] * advantage[r]
    if (clip === null) {
      loss[r] = -coefficient * logProb[r]
    } else {
      const rho = Math.exp(logProb[r] - oldLogProb[r])
      const free = -advantage[r] * rho
      const bound = -advantage[r] * Math.min(Math.max(rho, 1 - clip.low), 1 + clip.high)
      clipped[r] = bound > free ? 1 : 0
      loss[r] = weight[r] * Math.max(free, bound)
      coefficient = clipped[r] === 1 ? 0 : coefficient * rho
    }
    for (let v = 0; v < vocabulary; v++) {
      const p = Math.exp(logits[at + v] / temperature - largest - lse)
      dlogits[at + v] = (coefficient * (p - (v === target[r] ? 1 : 0))) / temperature
    }
  }
  return { logProb, entropy, loss, clipped, dlogits }
}
