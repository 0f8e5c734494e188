// The Reasoner's measured progress (after SOAR, arXiv 2601.18778, which pays a teacher for what its student
// gains on hard problems): how much its pass rate at this kind of question is above what it was.

import type { ChallengerReward } from './reward'

export const learningProgress: ChallengerReward = {
  name: 'learningProgress',
  basis: 'progress',
  value: (_p, _settings, gained) => Math.max(0, gained),
  formula: (_p, _settings, paid) => [`r = max(0, p of its kind − p of its kind before) = ${paid}`],
}
