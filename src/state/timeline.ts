// The stepper's clock: an episode, seen for one of its candidates, as a row of ticks that fall into phases.
// Pure; must not know how a phase is drawn.

import type { Attempt, Candidate, Episode } from '../protocol/records'

export const phases = [
  'passage',
  'question',
  'gates',
  'attempts',
  'verdicts',
  'rewards',
  'advantages',
  'gradient',
  'weights',
] as const
export type Phase = (typeof phases)[number]

export interface Span {
  readonly phase: Phase
  /** First tick of the phase. */
  readonly start: number
  /** Number of ticks, at least one. */
  readonly count: number
}

export interface Timeline {
  readonly candidate: number
  readonly spans: readonly Span[]
  readonly length: number
}

export interface Position {
  readonly phase: Phase
  /** Parts of this phase that are there: 1 .. count. */
  readonly shown: number
  readonly count: number
}

export const candidateOf = (episode: Episode, index: number): Candidate | undefined =>
  episode.candidates[index]
export const attemptsOf = (episode: Episode, candidate: number): readonly Attempt[] =>
  episode.attempts.filter((attempt) => attempt.candidate === candidate)

export function timelineOf(episode: Episode, candidate: number): Timeline {
  const shown = candidateOf(episode, candidate)
  const attempts = attemptsOf(episode, candidate)
  const counts: Record<Phase, number> = {
    passage: 1,
    question: shown?.tokens.length ?? 0,
    gates: shown?.gates.length ?? 0,
    attempts: attempts.reduce((longest, { tokens }) => Math.max(longest, tokens.length), 0),
    verdicts: attempts.length,
    rewards: 1,
    advantages: 1,
    gradient: 1,
    weights: 1,
  }
  let start = 0
  const spans = phases.map((phase): Span => {
    const span = { phase, start, count: Math.max(1, counts[phase]) }
    start += span.count
    return span
  })
  return { candidate, spans, length: start }
}

const spanOf = (timeline: Timeline, tick: number): Span =>
  timeline.spans.findLast((span) => span.start <= tick) ?? { phase: 'passage', start: 0, count: 1 }

const within = (timeline: Timeline, tick: number): number => Math.min(Math.max(0, tick), timeline.length - 1)

export function positionAt(timeline: Timeline, tick: number): Position {
  const at = within(timeline, tick)
  const span = spanOf(timeline, at)
  return { phase: span.phase, shown: at - span.start + 1, count: span.count }
}

/** How many parts of `phase` are there at `tick`: none before it, all after it. */
export function shownOf(timeline: Timeline, tick: number, phase: Phase): number {
  const at = within(timeline, tick)
  const span = timeline.spans[phases.indexOf(phase)]
  if (span === undefined) return 0
  return Math.min(span.count, Math.max(0, at - span.start + 1))
}

export const reached = (timeline: Timeline, tick: number, phase: Phase): boolean =>
  shownOf(timeline, tick, phase) > 0
export const completed = (timeline: Timeline, tick: number, phase: Phase): boolean =>
  shownOf(timeline, tick, phase) === (timeline.spans.find((_, i) => phases[i] === phase)?.count ?? 0)

export const speeds = ['token', 'phase', 'round'] as const
export type Speed = (typeof speeds)[number]

/**
 * The next tick: one part on, or the end of the present phase and then of the next one. Null at the end, and
 * where whole rounds are taken.
 */
export function stepOn(timeline: Timeline, tick: number, speed: Speed): number | null {
  const at = within(timeline, tick)
  if (at >= timeline.length - 1 || speed === 'round') return null
  if (speed === 'token') return at + 1
  const ends = timeline.spans.map((span) => span.start + span.count - 1)
  return ends.find((end) => end > at) ?? null
}

/** The tick before: one part back, or the end of the phase before. Null at the beginning. */
export function stepBack(timeline: Timeline, tick: number, speed: Speed): number | null {
  const at = within(timeline, tick)
  if (at <= 0 || speed === 'round') return null
  if (speed === 'token') return at - 1
  const ends = timeline.spans.map((span) => span.start + span.count - 1)
  return ends.findLast((end) => end < at) ?? 0
}

/** The first tick at which all of `phase` is there. */
export const endOf = (timeline: Timeline, phase: Phase): number => {
  const span = timeline.spans[phases.indexOf(phase)]
  return span === undefined ? 0 : span.start + span.count - 1
}

/** Milliseconds that autoplay rests at a tick: quick within a phase, a pause to read at its end. */
export function restAt(timeline: Timeline, tick: number): number {
  const { phase, shown, count } = positionAt(timeline, tick)
  const last = shown === count
  const quick: Record<Phase, number> = {
    passage: 0,
    question: 55,
    gates: 260,
    attempts: 45,
    verdicts: 220,
    rewards: 0,
    advantages: 0,
    gradient: 0,
    weights: 0,
  }
  const pause: Record<Phase, number> = {
    passage: 1000,
    question: 1300,
    gates: 1100,
    attempts: 900,
    verdicts: 1300,
    rewards: 2800,
    advantages: 3400,
    gradient: 2800,
    weights: 2800,
  }
  return last ? pause[phase] : quick[phase]
}

export interface Mark {
  readonly phase: Phase
  /** Share of the phase's width, 0..1, at which it stands. */
  readonly at: number
  readonly kind: 'right' | 'wrong' | 'stopped'
}

/** What happens where in an episode: each verdict, and each gate that stops the question. */
export function marksOf(episode: Episode, timeline: Timeline): readonly Mark[] {
  const gates = candidateOf(episode, timeline.candidate)?.gates ?? []
  const attempts = attemptsOf(episode, timeline.candidate)
  return [
    ...gates.flatMap(({ passed }, index): Mark[] =>
      passed ? [] : [{ phase: 'gates', at: (index + 0.5) / gates.length, kind: 'stopped' }],
    ),
    ...attempts.map(({ verdict }, index): Mark => ({
      phase: 'verdicts',
      at: (index + 0.5) / attempts.length,
      kind: verdict === 'right' ? 'right' : 'wrong',
    })),
  ]
}
