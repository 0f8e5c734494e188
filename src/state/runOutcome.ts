// What came of a run: what it could not do before and can now, by the held-out questions, and in which
// direction both seats went. Pure; the page has the words.

import { at } from '../base/at'
import { mean } from '../base/statistics'
import type { ProbeAnswer, ProbeRecord, RoundMetrics } from '../protocol/records'
import { leaderAt, realOf, type LeadingSeat, type ProbeTrend } from './runStory'
import { histogramMean } from './curves'

export interface Learned {
  readonly question: string
  readonly gold: string
  readonly before: string | null
  readonly after: string | null
}

export interface Outcome {
  readonly asked: number
  readonly before: number
  readonly after: number
  /** Wrong before and right now, and the other way round. */
  readonly gained: readonly Learned[]
  readonly lost: number
  readonly trend: ProbeTrend
}

const pair = (before: ProbeAnswer, after: ProbeAnswer): Learned => ({
  question: after.question,
  gold: after.gold,
  before: before.answer,
  after: after.answer,
})

/** Null until the questions have been asked twice. */
export function outcomeOf(probes: readonly ProbeRecord[]): Outcome | null {
  const [first, last] = [probes[0], probes.at(-1)]
  if (first === undefined || last === undefined || first === last) return null
  const both = last.answers.flatMap((after, i) => {
    const before = first.answers[i]
    return before === undefined || before.question !== after.question ? [] : [{ before, after }]
  })
  if (both.length === 0) return null
  return {
    asked: both.length,
    before: both.filter(({ before }) => before.right).length,
    after: both.filter(({ after }) => after.right).length,
    gained: both
      .filter(({ before, after }) => !before.right && after.right)
      .map((each) => pair(each.before, each.after))
      .sort((a, b) => a.question.length - b.question.length),
    lost: both.filter(({ before, after }) => before.right && !after.right).length,
    trend: realOf(probes),
  }
}

/** Rounds that 'at first' and 'now' are means of. */
const WINDOW = 3

function change(values: readonly (number | null)[]): { readonly first: number; readonly now: number } | null {
  const there = values.filter((value) => value !== null)
  if (there.length < 2) return null
  const width = Math.min(WINDOW, Math.floor(there.length / 2))
  return { first: mean(there.slice(0, width)), now: mean(there.slice(-width)) }
}

export interface Course {
  readonly passRate: { readonly first: number; readonly now: number }
  readonly premises: { readonly first: number; readonly now: number } | null
  /** Who is ahead at the end. */
  readonly ahead: Exclude<LeadingSeat, 'unknown'>
  /** Whether the questions came to need more facts. */
  readonly harder: boolean
}

/** Below this a question needs no more facts than before. */
const PREMISES_MOVED = 0.2

/** Null where fewer than two rounds had a valid question. */
export function courseOf(rounds: readonly RoundMetrics[]): Course | null {
  const passRate = change(rounds.map((round) => round.passRate))
  if (passRate === null) return null
  const premises = change(rounds.map(({ premiseHistogram }) => histogramMean(premiseHistogram)))
  return {
    passRate,
    premises,
    ahead: leaderAt(passRate.now),
    harder: premises !== null && premises.now - premises.first > PREMISES_MOVED,
  }
}

/** Questions to try, spread over the probe; each with its answer. */
export function sampleQuestions(
  probes: readonly ProbeRecord[],
  count: number,
): readonly Pick<ProbeAnswer, 'question' | 'gold'>[] {
  const newest = probes.at(-1)
  if (newest === undefined) return []
  const { answers } = newest
  // Short ones first: they can be read on a chip.
  const short = [...answers].sort((a, b) => a.question.length - b.question.length).slice(0, 8 * count)
  const step = Math.max(1, Math.floor(short.length / count))
  return Array.from({ length: Math.min(count, short.length) }, (_, i) => at(short, i * step))
}
