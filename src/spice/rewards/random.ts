// A control: the reward is drawn, whatever the question.

import type { ChallengerReward } from './reward'

export const random: ChallengerReward = {
  name: 'random',
  drawn: true,
  value: (_p, _settings, draw) => draw,
  formula: (_p, _settings, paid) => [`r is drawn: ${paid}`],
}
