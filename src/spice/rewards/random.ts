// A control: the reward is drawn, whatever the question.

import type { ChallengerReward } from './reward'

export const random: ChallengerReward = {
  name: 'random',
  basis: 'draw',
  value: (_p, _settings, drawn) => drawn,
  formula: (_p, _settings, paid) => [`r is drawn: ${paid}`],
}
