// What the sampler records of one row of logits, in f64, and its generator of noise, bit for bit. Gumbel-max:
// Maddison et al. 2014 (arXiv 1411.0030); the hash is PCG's RXS-M-XS output function (O'Neill 2014,
// HMC-CS-2014-0905).

function pcg(value: number): number {
  const state = (Math.imul(value, 747796405) + 2891336453) >>> 0
  const word = Math.imul(((state >>> ((state >>> 28) + 4)) ^ state) >>> 0, 277803737) >>> 0
  return ((word >>> 22) ^ word) >>> 0
}

/**
 * The u32 of one token, from the run's seed, the sequence's stream, the step in the sequence and the token's
 * id.
 */
export function noiseBits(seed: number, stream: number, step: number, token: number): number {
  const first = pcg((seed + pcg((stream + pcg(step)) >>> 0)) >>> 0)
  const second = pcg((step + pcg((seed + pcg((stream ^ 0x9e3779b9) >>> 0)) >>> 0)) >>> 0)
  return pcg((pcg((token + first) >>> 0) ^ second) >>> 0)
}

/** -log of an exponential draw: a standard Gumbel, always finite (-2.9 .. 22.9). */
export function gumbel(bits: number): number {
  const d = Math.min((bits + 0.5) / 4294967296, 1 - 2 ** -24)
  return -Math.log(-Math.log1p(-d))
}

/**
 * Of softmax(logits / temperature), temperature 0 recorded as 1: log-probabilities, entropy (nats), the five
 * likeliest ids (lowest id first among equals). Ids of `notFirst` have logit -inf.
 */
export function distributionReference(
  given: ArrayLike<number>,
  temperature: number,
  notFirst: readonly number[] = [],
) {
  const logits = Array.from(given, (logit, v) => (notFirst.includes(v) ? -Infinity : logit))
  const t = temperature === 0 ? 1 : temperature
  const vocabulary = logits.length
  let largest = -Infinity
  for (let v = 0; v < vocabulary; v++) largest = Math.max(largest, logits[v] / t)
  let sum = 0
  for (let v = 0; v < vocabulary; v++) sum += Math.exp(logits[v] / t - largest)
  const logProbs = new Float64Array(vocabulary)
  let entropy = 0
  for (let v = 0; v < vocabulary; v++) {
    logProbs[v] = logits[v] / t - largest - Math.log(sum)
    if (logProbs[v] > -Infinity) entropy -= Math.exp(logProbs[v]) * logProbs[v]
  }
  const order = Array.from({ length: vocabulary }, (_, v) => v).sort((a, b) => logits[b] - logits[a] || a - b)
  return { logProbs, entropy, top: order.filter((v) => logits[v] > -Infinity).slice(0, 5) }
}

/**
 * The token: argmax of logits / temperature + Gumbel noise; of the logits alone at temperature 0; lowest id
 * among equals. Never one of `notFirst`.
 */
export function sampleReference(
  logits: ArrayLike<number>,
  temperature: number,
  key: { seed: number; stream: number; step: number },
  notFirst: readonly number[] = [],
): number {
  let best = 0
  let bestValue = -Infinity
  for (let v = 0; v < logits.length; v++) {
    if (notFirst.includes(v)) continue
    const value =
      temperature === 0
        ? logits[v]
        : logits[v] / temperature + gumbel(noiseBits(key.seed, key.stream, key.step, v))
    if (value > bestValue) {
      best = v
      bestValue = value
    }
  }
  return best
}
