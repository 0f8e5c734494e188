// R-Zero (arXiv 2508.05004): 1 - 2 |p - 1/2|.

import type { ChallengerReward } from './reward'

export const rzero: ChallengerReward = {
  name: 'rzero',
  basis: 'passRate',
  value: (p) => 1 - 2 * Math.abs(p - 0.5),
  formula: (_p, _settings, paid) => [`r = 1 − 2 |p − 0.5| = ${paid}`],
}
