// What an arena found: pass rates of Challenger checkpoints by Reasoner checkpoints on one pool of passages,
// with the controls that tell a harder question from a broken one. Plain JSON data; no behaviour.

/** A share with its 95 % interval, fractions. */
export interface Rate {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** Of all attempts, those that wrote something before their answer, and how many of these are right. */
export interface Working {
  readonly attempts: number
  readonly working: number
  readonly right: number
}

export interface ArenaChallenger {
  readonly name: string
  /** Candidates written, and how many of them passed the gates. */
  readonly sampled: number
  readonly valid: number
  /** Passages with at least one valid task. */
  readonly passages: number
  /** Mean number of premises of a valid task; null where there is none. */
  readonly premises: number | null
  /** Share of right golds among the `checked` tasks that a solver can work out from the question alone. */
  readonly rightGold: Rate & { readonly checked: number }
  /**
   * Share of tasks whose gold the checker finds in the passage, among the `checked` ones that it can read.
   */
  readonly withChecker: Rate & { readonly checked: number }
  /** Multiple choice among the tasks, and the mean share that guessing would get right over all tasks. */
  readonly choices: number
  readonly chance: number | null
}

export interface ArenaCell {
  /** Index of its Challenger and of its Reasoner. */
  readonly challenger: number
  readonly reasoner: number
  /** Over all attempts of all valid tasks, clustered by passage; null where there is no task. */
  readonly passRate: Rate | null
  /** The same questions with the passage at hand, one greedy answer each. */
  readonly withPassage: Rate | null
  /** Left out by reports from before it was counted. */
  readonly working?: Working
  /** The pass rate of attempts that are forced to work; null or left out where it was not asked for. */
  readonly forced?: Rate | null
  readonly tasks: number
  readonly attempts: number
}

export const arenaVersion = 1

export interface ArenaReport {
  readonly v: typeof arenaVersion
  readonly seed: number
  readonly passages: number
  /** Candidates a passage, attempts a task. */
  readonly candidates: number
  readonly attempts: number
  /** Texts that a forced attempt may not begin with. */
  readonly notFirst?: readonly string[]
  readonly challengers: readonly ArenaChallenger[]
  readonly reasoners: readonly { readonly name: string }[]
  /** Challenger by Challenger, each with all Reasoners in order. */
  readonly cells: readonly ArenaCell[]
}
