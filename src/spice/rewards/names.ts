// The list of rewards that a Challenger can be paid, by which a configuration names them. `index.ts` has an
// object for each.

export const challengerRewards = [
  'variance',
  'rzero',
  'absoluteZero',
  'threshold',
  'learningProgress',
  'random',
] as const
export type ChallengerRewardName = (typeof challengerRewards)[number]
