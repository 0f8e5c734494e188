// The report of a study as its file holds it: what anybody can read, draw or check again. Plain JSON data; no
// behaviour.

import type { ArenaReport } from './arenaReport'
import type { BenchmarkResult } from './benchmarkResult'
import type { MeasureName } from './records'

/**
 * Mean over seeds with its 95 % t interval; with one seed the interval is the whole line and stands as null.
 */
export interface Interval {
  readonly mean: number
  readonly low: number | null
  readonly high: number | null
  /** The value of each seed, in the order of the study's seeds. */
  readonly seeds: readonly number[]
}

/** First is before round 0, last after the last round. */
export interface Change {
  readonly first: Interval
  readonly last: Interval
  readonly gain: Interval
}

/** [round, mean, low, high, seeds]; low and high are null with one seed. */
export type CurvePoint = readonly [
  round: number,
  mean: number,
  low: number | null,
  high: number | null,
  seeds: number,
]

export const curveQuantities = [
  'probe',
  'passRate',
  'challengerReward',
  'validRate',
  'noSignalShare',
  'duplicateShare',
  'entropy',
  'premises',
  'rightGold',
] as const
export type CurveQuantity = (typeof curveQuantities)[number]

export interface ArmReport {
  readonly arm: string
  readonly seeds: readonly number[]
  readonly rounds: number
  /** Probe accuracy before round 0, and as the mean of the last probes, fractions. */
  readonly first: Interval
  readonly last: Interval
  readonly gain: Interval
  readonly passRate: Interval
  readonly validRate: Interval
  /**
   * 2 x parameters a token that is only read or written, 6 x a token of the update, prompts counted in both.
   */
  readonly flops: Interval
  readonly seconds: Interval
}

/** What the arena says of one arm's first and last checkpoints, fractions; drops are positive. */
export interface ArenaSummary {
  /** Pass rate of the last Reasoner on the first Challenger's questions, less that of the first. */
  readonly fixedChallengerGain: Interval
  /** Pass rate of the first Reasoner on the first Challenger's questions, less that on the last one's. */
  readonly fixedReasonerDrop: Interval
  /**
   * Share of right golds of the last Challenger less that of the first, by a solver that reads the question
   * alone.
   */
  readonly rightGoldChange: Interval
  readonly rightGold: Interval
  /**
   * The last Challenger's questions with the passage at hand: by the checker where it reads the passages,
   * else as by the model.
   */
  readonly passWithPassage: Interval
  /** The same by the first and last model, one greedy answer each. */
  readonly passWithPassageFirstModel: Interval
  readonly passWithPassageLastModel: Interval
  readonly validRateChange: Interval
  readonly premisesChange: Interval
  /** Mean over seeds of the matrix: [Challenger first or last][Reasoner first or last]. */
  readonly matrix: readonly (readonly Interval[])[]
}

/** How an arm does on a benchmark: greedily, and as the mean accuracy at temperature 1. */
export interface BenchmarkSummary {
  readonly greedy: Change
  readonly sampled: Change | null
  /**
   * Mean share right by number of steps and by kind, at temperature 1 where that was asked, else greedily.
   */
  readonly bySteps: Readonly<Record<string, { readonly first: number; readonly last: number }>>
  readonly byKind: Readonly<Record<string, { readonly first: number; readonly last: number }>>
}

/** The first arm's accuracy less another's, paired by the seeds that both have. */
export interface Difference {
  readonly arm: string
  /**
   * Rounds after which the two are compared; `sameRound` false where the first arm has no checkpoint there
   * and its last one stands in.
   */
  readonly rounds: number
  readonly sameRound: boolean
  readonly greedy: Interval
  readonly sampled: Interval | null
}

/**
 * What a study with controls says of skill: accuracy on the held-out benchmark of attempts that are forced to
 * work, greedy, after the last round less before round 0, fractions. Null where an arm was not run.
 */
export interface SkillReport {
  readonly skillGain: Interval | null
  readonly skillGainAtTemperature1: Interval | null
  /**
   * The first arm's gain less that of the arm with a fixed Challenger, paired by seed: after equal rounds,
   * and by the probe at equal tokens written, operations, and tokens with a loss.
   */
  readonly trainedOverFixed: {
    readonly rounds: Interval | null
    readonly generated: Interval | null
    readonly operations: Interval | null
    readonly tokens: Interval | null
  }
  readonly randomPayGain: Interval | null
  readonly shuffledGain: Interval | null
  readonly furtherWarmStartGain: Interval | null
  readonly goldStepsGain: Interval | null
  readonly majorityGain: Interval | null
  readonly noCorpusGain: Interval | null
  readonly evenScriptGain: Interval | null
}

/** The fields of SkillReport stand in it where the study names controls. */
/** A measure of documents before the first round and after the last, and its gain over questions. */
export interface MeasureChange extends Change {
  readonly questions: number
  /** Of the mean gain of a question over seeds, with its 95 % t interval over questions; null for one. */
  readonly overQuestions: readonly [mean: number, low: number | null, high: number | null]
}

export interface DocumentSummary extends Partial<Readonly<Record<MeasureName, MeasureChange>>> {
  /** On prose; the last is that of the last round's first weights. */
  readonly perplexity?: Change
}

export interface StudyReport extends Partial<SkillReport> {
  /** By arm; absent where no arm is measured by documents. */
  readonly documents?: Readonly<Record<string, DocumentSummary>>
  readonly v: 2
  readonly study: string
  readonly seeds: readonly number[]
  /** Runs that the study asks for and that are not done yet. */
  readonly missing: readonly { readonly arm: string; readonly seed: number }[]
  readonly devices: readonly string[]
  readonly parameters: number
  readonly fixedChallengerGain: Interval | null
  readonly fixedReasonerDrop: Interval | null
  readonly heldOutGain: Interval | null
  readonly heldOutGainAtTemperature1: Interval | null
  readonly rightGoldChange: Interval | null
  readonly passWithPassage: Interval | null
  readonly heldOut: Readonly<Record<string, Interval>>
  readonly heldOutAtTemperature1: Readonly<Record<string, Interval>>
  readonly heldOutDifferences: readonly Difference[]
  readonly arms: readonly ArmReport[]
  /** Gain of the probe of the first arm less that of each other arm, paired by seed. */
  readonly differences: readonly { readonly arm: string; readonly gain: Interval }[]
  readonly arena: Readonly<Record<string, ArenaSummary>>
  /** By name of the benchmark, then by arm; the held-out one is `heldOut`. */
  readonly benchmarks: Readonly<Record<string, Readonly<Record<string, BenchmarkSummary>>>>
  readonly curves: Readonly<Record<string, Readonly<Partial<Record<CurveQuantity, readonly CurvePoint[]>>>>>
}

/** What is measured of one run after its last round. */
export interface Evaluation {
  readonly arena: ArenaReport | null
  /** By benchmark, then by rounds done. */
  readonly benchmarks: Readonly<Record<string, Readonly<Record<string, BenchmarkResult>>>>
}
