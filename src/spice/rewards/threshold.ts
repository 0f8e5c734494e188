// 1 for any question that some attempts answer and some do not.

import type { ChallengerReward } from './reward'

export const threshold: ChallengerReward = {
  name: 'threshold',
  basis: 'passRate',
  value: (p) => (p > 0 && p < 1 ? 1 : 0),
  formula: (_p, _settings, paid) => [`r = 1 where 0 < p < 1, else 0: ${paid}`],
}
