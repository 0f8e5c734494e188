// The picture of both seats over the rounds, as points from 0 to 1: each question by its share of right
// answers, the two paths, and where they meet. By the run's own numbers alone; no drawing.

import type { ProbeRecord, RoundMetrics } from '../protocol/records'
import { histogramMean } from './curves'

export interface Dot {
  readonly round: number
  /** Share of its attempts that are right. */
  readonly rate: number
  /** Place among the questions of its round with as many right attempts, and how many these are. */
  readonly index: number
  readonly of: number
}

export interface PathPoint {
  readonly round: number
  readonly value: number
}

export interface Rivalry {
  readonly rounds: readonly number[]
  readonly dots: readonly Dot[]
  /** Share of all answers that are right: where the seats meet. */
  readonly meet: readonly PathPoint[]
  /** Held-out questions right. */
  readonly skill: readonly PathPoint[]
  /** Facts per question, of `most`. */
  readonly asked: readonly PathPoint[]
  /** Facts per question at the top of the picture. */
  readonly most: number
}

export function rivalryOf(rounds: readonly RoundMetrics[], probes: readonly ProbeRecord[]): Rivalry {
  const facts = rounds.flatMap(({ round, premiseHistogram }) => {
    const mean = histogramMean(premiseHistogram)
    return mean === null ? [] : [{ round, value: mean }]
  })
  const most = Math.max(4, ...facts.map(({ value }) => Math.ceil(value)))
  return {
    rounds: rounds.map(({ round }) => round),
    dots: rounds.flatMap(({ round, passHistogram }) =>
      passHistogram.flatMap((of, right) =>
        Array.from({ length: of }, (_, index) => ({
          round,
          rate: right / Math.max(1, passHistogram.length - 1),
          index,
          of,
        })),
      ),
    ),
    meet: rounds.flatMap(({ round, passRate }) => (passRate === null ? [] : [{ round, value: passRate }])),
    skill: probes.map(({ round, accuracy }) => ({ round, value: accuracy })),
    asked: facts.map(({ round, value }) => ({ round, value: value / most })),
    most,
  }
}
