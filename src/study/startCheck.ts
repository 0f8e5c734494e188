// What a start has to show before the first round is played on ambiguous events: for each kind how likely
// the right and the other reading are, and how often the Challenger asks about it. Trains nothing.

import { at } from '../base/at'
import { mean } from '../base/statistics'
import type { RunConfig } from '../config/schema'
import type { CandidateGroup } from '../spice/round/state'
import { ladder } from '../spice/stories/ambiguous/kinds'
import { kindOfQuestion } from '../spice/stories/ambiguous/read'
import { rightShare } from '../spice/stories/ambiguous/tasks'

/** Probabilities of the attempts in both readings of one question. */
export interface ReadingOdds {
  readonly kind: string
  readonly right: number
  readonly other: number
}

export interface KindOdds {
  readonly kind: string
  readonly questions: number
  /** Mean probability, at temperature 1, of the attempt in the right reading and in the other one. */
  readonly right: number
  readonly other: number
}

export interface KindCheck extends KindOdds {
  /** What the warm start's examples were to give. */
  readonly plan: number
  /** Share of the Challenger's valid questions. */
  readonly asked: number
}

export interface StartCheck {
  readonly kinds: readonly KindCheck[]
  readonly sampled: number
  /** Questions that pass every gate, or repeat one of their own group that does. */
  readonly valid: number
  /** Share of the questions of the upper half of the kinds. */
  readonly upper: number
}

/** Limits of a start without a trick. */
export const startLimits = {
  fromPlan: 0.05,
  readings: 0.95,
  valid: 0.9,
  upper: { least: 0.003, most: 0.01 },
} as const

/** By kind, from the first rung; a kind without a question is left out. */
export const oddsByKind = (odds: readonly ReadingOdds[]): KindOdds[] =>
  ladder.flatMap(({ name }) => {
    const own = odds.filter(({ kind }) => kind === name)
    return own.length === 0
      ? []
      : [
          {
            kind: name,
            questions: own.length,
            right: mean(own.map(({ right }) => right)),
            other: mean(own.map(({ other }) => other)),
          },
        ]
  })

export function checkStart(
  odds: readonly ReadingOdds[],
  groups: readonly CandidateGroup[],
  { warmStart }: RunConfig,
): StartCheck {
  const candidates = groups.flatMap((group) => group.candidates)
  const valid = candidates.filter((each) => each.valid || each.copyOf !== undefined)
  const asked = valid.map(({ task }) => (task === null ? null : kindOfQuestion(task.question)))
  const share = (of: (rung: number) => boolean): number =>
    asked.length === 0
      ? 0
      : asked.filter((kind) => kind !== null && of(ladder.indexOf(kind))).length / asked.length
  const half = ladder.length / 2
  return {
    kinds: oddsByKind(odds).map((each) => {
      const rung = ladder.findIndex(({ name }) => name === each.kind)
      return {
        ...each,
        plan: rightShare(at(ladder, rung), warmStart.rightShare),
        asked: share((other) => other === rung),
      }
    }),
    sampled: candidates.length,
    valid: valid.length,
    upper: share((rung) => rung >= half),
  }
}

/** What a start lacks, one line each; empty for one that may be played from. */
export function faultsOf({ kinds, sampled, valid, upper }: StartCheck): string[] {
  const { fromPlan, readings, valid: least, upper: range } = startLimits
  return [
    ...kinds.flatMap(({ kind, plan, right, other }) => [
      ...(Math.abs(right - plan) > fromPlan
        ? [`${kind}: the right reading has ${right.toFixed(2)} where ${plan.toFixed(2)} was planned`]
        : []),
      ...(right + other < readings
        ? [`${kind}: the two readings together have ${(right + other).toFixed(2)}`]
        : []),
    ]),
    ...(valid < least * sampled ? [`${valid} of ${sampled} questions are valid`] : []),
    ...(upper < range.least || upper > range.most
      ? [`${(100 * upper).toFixed(2)} % of the questions are about the upper half of the kinds`]
      : []),
  ]
}
