// Absolute Zero (arXiv 2505.03335, Eq. 4): 1 - p, and `useless` where nobody or everybody was right.

import type { ChallengerReward } from './reward'

export const absoluteZero: ChallengerReward = {
  name: 'absoluteZero',
  basis: 'passRate',
  value: (p, { useless }) => (p === 0 || p === 1 ? (useless ?? 0) : 1 - p),
  formula: (_p, _settings, paid) => [`r = 1 − p, and 0 where p = 0: ${paid}`],
}
