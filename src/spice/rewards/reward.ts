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
  /**
   * What it is paid by: the pass rate of the question, a draw, or the progress that the Reasoner made at
   * questions of its kind. Only the first has a curve over pass rates.
   */
  readonly basis: 'passRate' | 'draw' | 'progress'
  /** `p` is the pass rate; `given` a number uniform in [0, 1), or the progress, by its basis. */
  value(p: number, settings: RewardSettings, given: number): number
  /** The sum with its numbers in it, a line a step; `paid` is what came of it, `show` writes a number. */
  formula(
    p: number,
    settings: RewardSettings,
    paid: string,
    show: (value: number) => string,
  ): readonly string[]
}
