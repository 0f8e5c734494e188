// SPICE (arXiv 2510.24684, Eq. 1): a Gaussian in the population variance of the verdicts, not in p.

import type { ChallengerReward } from './reward'

const best = 0.25

export const variance: ChallengerReward = {
  name: 'variance',
  basis: 'passRate',
  value: (p, { width }) => Math.exp(-((p * (1 - p) - best) ** 2) / (2 * width)),
  formula: (p, { width }, paid, show) => [
    `Var = p (1 − p) = ${show(p * (1 - p))}`,
    `r = exp(−(Var − ${show(best)})² / (2 · ${show(width)})) = ${paid}`,
  ],
}
