// What a Challenger's reward is: a number from the pass rate of its question, and the formula as it is shown.

import type { ChallengerRewardName } from './names'

/** The constants that some rewards have. */
export interface RewardSettings {
  readonly width: number
  /** Absent in older records. */
  readonly useless?: number
}

export interface ChallengerReward {
  readonly name: ChallengerRewardName
  /** True where it is drawn and not earned: it has no curve. */
  readonly drawn: boolean
  /** `p` is the pass rate, `draw` is uniform in [0, 1). */
  value(p: number, settings: RewardSettings, draw: number): number
  /** The sum with its numbers in it, a line a step; `paid` is what came of it, `show` writes a number. */
  formula(
    p: number,
    settings: RewardSettings,
    paid: string,
    show: (value: number) => string,
  ): readonly string[]
}
