// The line of metrics.jsonl that a round leaves: counts and means of its episodes, what the update reported,
// the probe and the clock. Never NaN. It must not know players or stores.

import { at } from '../../base/at'
import type { Attempt, Candidate, DocumentMeasures, Episode, RoundMetrics } from '../../protocol/records'
import type { AnswerType, GateName } from '../../config/schema'
import { hasNoSignal } from './advantage'
import { firstFailure } from '../gates/gates'
import { leak } from '../gates/leak'
import { chanceLevel } from '../rewards'
import type { UpdateReport } from '../seats'
import { premiseCount } from '../task'

/** What a round's episodes alone do not tell. */
export interface RoundTally {
  readonly round: number
  readonly groupSize: number
  /** Tokens written and prompts read outside of the episodes' records included. */
  readonly generatedTokens: number
  /** Without those that the update processes. */
  readonly processedTokens: number
  /** Parsed candidates that had been asked before, whether or not the gate is active. */
  readonly duplicates: number
  /** The type asked for in each episode, null where the Challenger chose. */
  readonly types: readonly (AnswerType | null)[]
  /** Valid tasks whose gold could be worked out from the question, and those whose gold is right. */
  readonly gold: { readonly checked: number; readonly right: number }
  /** By kind of question; absent where kinds are not told apart. */
  readonly asked?: RoundMetrics['asked']
}

export interface RoundOutcome {
  readonly episodes: readonly Episode[]
  readonly tally: RoundTally
  readonly update: UpdateReport
}

/** Measured around the round by who runs it. */
export interface RunMeasurements {
  /** Of the probe before this round; null where none was due. */
  readonly probeAccuracy: number | null
  /** Of the documents; null where they were not due, absent where a run has no such measures. */
  readonly documents?: DocumentMeasures | null
  readonly seconds: number
}

const unmeasured = { recall: null, transfer: null, general: null, chances: null, perplexity: null } as const

/** The tally of a round that learned from examples and asked nothing. */
export const emptyTally = (round: number, groupSize: number): RoundTally => ({
  round,
  groupSize,
  generatedTokens: 0,
  processedTokens: 0,
  duplicates: 0,
  types: [],
  gold: { checked: 0, right: 0 },
})

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : sum(values) / values.length

function tokenMeans(
  all: readonly { readonly tokens: readonly number[]; readonly entropy: readonly number[] }[],
): { entropy: number; length: number; tokens: number } {
  const entropies = all.flatMap(({ entropy }) => entropy)
  return {
    entropy: mean(entropies) ?? 0,
    length: mean(all.map(({ tokens }) => tokens.length)) ?? 0,
    tokens: entropies.length,
  }
}

function histogram(values: readonly number[], least: number): number[] {
  const counts = new Array<number>(Math.max(least, ...values.map((value) => value + 1))).fill(0)
  for (const value of values) counts[value] = at(counts, value) + 1
  return counts
}

/** The attempted tasks of an episode: valid candidates that were kept, each with its attempts. */
export function groups(
  episode: Episode,
): { readonly candidate: Candidate; readonly attempts: readonly Attempt[] }[] {
  return episode.candidates.flatMap((candidate, index) => {
    const attempts = episode.attempts.filter((attempt) => attempt.candidate === index)
    return attempts.length === 0 ? [] : [{ candidate, attempts }]
  })
}

/** Signs of poor health that no other field tells: what alarms are raised from. */
function signs(
  candidates: readonly Candidate[],
  tasks: ReturnType<typeof groups>,
  episodes: readonly Episode[],
): Pick<RoundMetrics, 'leaked' | 'challengerNoSignalShare' | 'coins'> {
  const coins = tasks.filter(({ candidate: { task } }) => task !== null && chanceLevel(task) === 0.5)
  const kept = episodes
    .map((episode) => episode.candidates.flatMap(({ reward }) => reward ?? []))
    .filter((rewards) => rewards.length > 0)
  return {
    leaked: candidates.filter(({ valid, task }) => valid && task !== null && !leak(task).passed).length,
    challengerNoSignalShare: mean(kept.map((rewards) => (hasNoSignal(rewards) ? 1 : 0))),
    coins: {
      valid: coins.length,
      right: sum(coins.map(({ attempts }) => attempts.filter(({ verdict }) => verdict === 'right').length)),
      attempts: sum(coins.map(({ attempts }) => attempts.length)),
    },
  }
}

/** How often guessing would be right, beside the pass rate; where a round asks gaps, which are choices. */
function chanceOf(tasks: ReturnType<typeof groups>): Pick<RoundMetrics, 'chance'> {
  const asked = tasks.flatMap(({ candidate: { task }, attempts }) =>
    task?.cloze === undefined ? [] : attempts.map(() => chanceLevel(task)),
  )
  return asked.length === 0 ? {} : { chance: mean(asked) }
}

/** The one place that makes a line of metrics.jsonl; its fields are written in this order. */
export function metricsLine(
  { episodes, tally, update }: RoundOutcome,
  { probeAccuracy, documents, seconds }: RunMeasurements,
): RoundMetrics {
  const candidates = episodes.flatMap((episode) => episode.candidates)
  const attempts = episodes.flatMap((episode) => episode.attempts)
  const tasks = episodes.flatMap(groups)
  const parsed = candidates.filter(({ task }) => task !== null).length
  const rightOf = (each: readonly Attempt[]): number =>
    each.filter(({ verdict }) => verdict === 'right').length

  const gates: Partial<Record<GateName, number>> = {}
  for (const candidate of candidates) {
    const failed = firstFailure(candidate.gates)
    if (failed !== null) gates[failed] = (gates[failed] ?? 0) + 1
  }

  const byType: Partial<
    Record<AnswerType, { sampled: number; valid: number; right: number; attempts: number }>
  > = {}
  const entry = (type: AnswerType): { sampled: number; valid: number; right: number; attempts: number } =>
    (byType[type] ??= { sampled: 0, valid: 0, right: 0, attempts: 0 })
  for (const [i, episode] of episodes.entries()) {
    for (const candidate of episode.candidates) {
      const type = candidate.task?.type ?? tally.types[i] ?? null
      if (type === null) continue
      entry(type).sampled += 1
      if (candidate.valid) entry(type).valid += 1
    }
  }
  for (const { candidate, attempts: own } of tasks) {
    if (candidate.task === null) continue
    const of = entry(candidate.task.type)
    of.attempts += own.length
    of.right += rightOf(own)
  }

  const challenger = tokenMeans(candidates)
  const reasoner = tokenMeans(attempts)
  const tokens = challenger.tokens + reasoner.tokens
  return {
    round: tally.round,
    passRate: attempts.length === 0 ? null : rightOf(attempts) / attempts.length,
    challengerReward: mean(candidates.flatMap(({ reward }) => (reward === null ? [] : [reward]))),
    validRate: mean(candidates.map(({ valid }) => (valid ? 1 : 0))) ?? 0,
    gates,
    noSignalShare: mean(
      tasks.map(({ attempts: own }) => (hasNoSignal(own.map(({ reward }) => reward)) ? 1 : 0)),
    ),
    duplicateShare: parsed === 0 ? 0 : tally.duplicates / parsed,
    entropy:
      tokens === 0
        ? 0
        : (challenger.entropy * challenger.tokens + reasoner.entropy * reasoner.tokens) / tokens,
    entropyChallenger: challenger.entropy,
    entropyReasoner: reasoner.entropy,
    generatedTokens: tally.generatedTokens,
    processedTokens: tally.processedTokens + update.processedTokens,
    lengthChallenger: challenger.length,
    lengthReasoner: reasoner.length,
    passHistogram: histogram(
      tasks.map(({ attempts: own }) => rightOf(own)),
      tally.groupSize + 1,
    ),
    premiseHistogram: histogram(
      tasks.flatMap(({ candidate: { task } }) => (task === null ? [] : [premiseCount(task)])),
      0,
    ),
    byType,
    ...signs(candidates, tasks, episodes),
    gold: tally.gold,
    ...chanceOf(tasks),
    ...(tally.asked === undefined ? {} : { asked: tally.asked }),
    gradNormChallenger: update.gradNormChallenger,
    gradNormReasoner: update.gradNormReasoner,
    trainedTokens: update.trainedTokens,
    updateTokens: update.processedTokens,
    probeAccuracy,
    ...(documents === undefined ? {} : (documents ?? unmeasured)),
    seconds,
  }
}
