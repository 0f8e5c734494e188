// Alarms over a run's metrics: signs that the game is being won by something else than reasoning. Pure; the
// page has the words. Every alarm carries the numbers that raised it.

import type { ValuesOf } from '../problems'
import type { RoundMetrics } from '../protocol/records'
import { mean, wilsonInterval } from '../base/statistics'
import { answers } from './answers'
import { answerTypes } from './answers/names'

export const alarmKinds = [
  'notFinite',
  'noValidTasks',
  'repeats',
  'entropyCollapse',
  'rewardWithoutProbe',
  'noSignal',
  'guessInflation',
  'coinFlips',
  'wrongGold',
  'leaks',
  'invalidGroups',
] as const
export type AlarmKind = (typeof alarmKinds)[number]

/** Distributes over the kinds, so that a kind decides what its numbers are: those that its sentence tells. */
type AlarmFinding = {
  [K in AlarmKind]: { readonly kind: K; readonly numbers: Omit<ValuesOf<`health.${K}`>, 'shown'> }
}[AlarmKind]

export type Alarm = AlarmFinding & {
  /** The round at which it was raised. */
  readonly round: number
  /** Its title in the page, and why it matters, stand under this key. */
  readonly message: `alarm.${AlarmKind}`
}

/**
 * Rounds that are averaged, so that a single odd round raises nothing; and the levels at which an alarm is
 * raised.
 */
export const alarmLevels = {
  rounds: 5,
  /** Share of valid candidates below which there is hardly a game. */
  validRate: 0.02,
  duplicateShare: 0.5,
  /** Entropy as a share of the first rounds', and nats below which nothing is explored whatever the start. */
  entropyShare: 0.25,
  entropyFloor: 0.01,
  /** Rise of the Challenger's reward and fall of the probe that together are suspicious. */
  rewardRise: 0.05,
  probeFall: 0.05,
  noSignalShare: 0.9,
  /** Multiple choice at chance counts once it is this share of the valid tasks. */
  guessShare: 0.25,
  /** Share of golds that the solver finds wrong. */
  wrongShare: 0.1,
  /** Share of the valid questions that hold their own gold. */
  leakShare: 0.05,
  /** Share of the Challenger's groups without a gradient. */
  challengerNoSignalShare: 0.5,
} as const

type Check = (history: readonly RoundMetrics[]) => AlarmFinding | null

const present = (values: readonly (number | null)[]): number[] =>
  values.filter((value): value is number => value !== null)
const last = (history: readonly RoundMetrics[]): readonly RoundMetrics[] => history.slice(-alarmLevels.rounds)
const first = (history: readonly RoundMetrics[]): readonly RoundMetrics[] =>
  history.slice(0, alarmLevels.rounds)
const longEnough = (history: readonly RoundMetrics[], windows = 1): boolean =>
  history.length >= windows * alarmLevels.rounds

const total = (history: readonly RoundMetrics[], of: (each: RoundMetrics) => number): number =>
  last(history).reduce((sum, each) => sum + of(each), 0)
const validOf = ({ byType }: RoundMetrics): number =>
  Object.values(byType).reduce((sum, type) => sum + type.valid, 0)

const notFinite: Check = (history) => {
  const newest = history.at(-1)
  const fields = Object.entries(newest ?? {}).filter(
    ([, value]) => typeof value === 'number' && !Number.isFinite(value),
  )
  return fields.length === 0 ? null : { kind: 'notFinite', numbers: { fields: fields.length } }
}

const noValidTasks: Check = (history) => {
  const validRate = mean(last(history).map((each) => each.validRate))
  // A round of examples asks nothing.
  if (last(history).every(({ generatedTokens }) => generatedTokens === 0)) return null
  return longEnough(history) && validRate < alarmLevels.validRate
    ? { kind: 'noValidTasks', numbers: { validRate } }
    : null
}

const repeats: Check = (history) => {
  const duplicateShare = mean(last(history).map((each) => each.duplicateShare))
  return longEnough(history) && duplicateShare > alarmLevels.duplicateShare
    ? { kind: 'repeats', numbers: { duplicateShare } }
    : null
}

const entropyCollapse: Check = (history) => {
  if (!longEnough(history, 2)) return null
  const before = mean(first(history).map(({ entropy }) => entropy))
  const now = mean(last(history).map(({ entropy }) => entropy))
  return now < alarmLevels.entropyFloor || now < alarmLevels.entropyShare * before
    ? { kind: 'entropyCollapse', numbers: { before, now } }
    : null
}

const rewardWithoutProbe: Check = (history) => {
  if (!longEnough(history, 2)) return null
  const rewards = [first(history), last(history)].map((window) =>
    present(window.map(({ challengerReward }) => challengerReward)),
  )
  if (rewards.some((each) => each.length === 0)) return null
  const [rewardBefore = 0, rewardNow = 0] = rewards.map(mean)
  if (rewardNow - rewardBefore <= alarmLevels.rewardRise) return null
  const asked = ({ probeAccuracy }: RoundMetrics): boolean => probeAccuracy !== null
  const before = history.find(asked)
  const now = history.findLast(asked)
  if (before === now || before?.probeAccuracy == null || now?.probeAccuracy == null) return null
  const [probeBefore, probeNow] = [before.probeAccuracy, now.probeAccuracy]
  return probeBefore - probeNow > alarmLevels.probeFall
    ? { kind: 'rewardWithoutProbe', numbers: { rewardBefore, rewardNow, probeBefore, probeNow } }
    : null
}

const noSignal: Check = (history) => {
  const shares = present(last(history).map(({ noSignalShare }) => noSignalShare))
  if (!longEnough(history) || shares.length === 0) return null
  const noSignalShare = mean(shares)
  return noSignalShare > alarmLevels.noSignalShare ? { kind: 'noSignal', numbers: { noSignalShare } } : null
}

/** Types whose options can be guessed from, and the chance of it. */
const guessable = answerTypes.filter((type) => answers[type].options > 0)
const guessChance = Math.max(...guessable.map((type) => 1 / answers[type].options))

/** Multiple choice answered no better than by chance is paid almost in full by the variance reward. */
const guessInflation: Check = (history) => {
  if (!longEnough(history)) return null
  const countTypes = (field: 'valid' | 'attempts' | 'right'): number =>
    total(history, ({ byType }) => guessable.reduce((sum, type) => sum + (byType[type]?.[field] ?? 0), 0))
  const valid = total(history, validOf)
  const guessed = countTypes('valid')
  const attempts = countTypes('attempts')
  if (valid === 0 || attempts === 0) return null
  const share = guessed / valid
  const { mean: passRate, low, high } = wilsonInterval(countTypes('right'), attempts)
  return share > alarmLevels.guessShare && low <= guessChance && high < 0.5
    ? { kind: 'guessInflation', numbers: { share, passRate, high } }
    : null
}

/**
 * Questions of two answers that are answered like the toss of a coin earn the most that the variance reward
 * pays.
 */
const coinFlips: Check = (history) => {
  if (!longEnough(history)) return null
  const valid = total(history, (each) => validOf(each))
  const coins = total(history, (each) => each.coins?.valid ?? 0)
  const attempts = total(history, (each) => each.coins?.attempts ?? 0)
  if (valid === 0 || attempts === 0) return null
  const share = coins / valid
  const {
    mean: passRate,
    low,
    high,
  } = wilsonInterval(
    total(history, (each) => each.coins?.right ?? 0),
    attempts,
  )
  return share > alarmLevels.guessShare && low <= 0.5 && high < 0.75
    ? { kind: 'coinFlips', numbers: { share, passRate, high } }
    : null
}

const wrongGold: Check = (history) => {
  if (!longEnough(history)) return null
  const checked = total(history, (each) => each.gold?.checked ?? 0)
  const wrong = checked - total(history, (each) => each.gold?.right ?? 0)
  return checked > 0 && wrong / checked > alarmLevels.wrongShare
    ? { kind: 'wrongGold', numbers: { share: wrong / checked, checked } }
    : null
}

const leaks: Check = (history) => {
  if (!longEnough(history)) return null
  const valid = total(history, (each) => validOf(each))
  const leaked = total(history, (each) => each.leaked ?? 0)
  return valid > 0 && leaked / valid > alarmLevels.leakShare
    ? { kind: 'leaks', numbers: { share: leaked / valid } }
    : null
}

/** A group in which every candidate is invalid has one reward, so nothing pushes it towards validity. */
const invalidGroups: Check = (history) => {
  const shares = present(last(history).map(({ challengerNoSignalShare }) => challengerNoSignalShare ?? null))
  // Where hardly anything is valid another alarm says so.
  if (
    !longEnough(history) ||
    shares.length === 0 ||
    mean(last(history).map(({ validRate }) => validRate)) < alarmLevels.validRate
  )
    return null
  const share = mean(shares)
  return share > alarmLevels.challengerNoSignalShare ? { kind: 'invalidGroups', numbers: { share } } : null
}

const checks: readonly Check[] = [
  notFinite,
  noValidTasks,
  repeats,
  entropyCollapse,
  rewardWithoutProbe,
  noSignal,
  guessInflation,
  coinFlips,
  wrongGold,
  leaks,
  invalidGroups,
]

/** The alarms of the newest round, given all rounds so far in order. */
export function alarms(history: readonly RoundMetrics[]): Alarm[] {
  const round = history.at(-1)?.round
  if (round === undefined) return []
  return checks.flatMap((check) => {
    const found = check(history)
    return found === null ? [] : [{ ...found, round, message: `alarm.${found.kind}` as const }]
  })
}

/**
 * Every alarm of a run at the round at which it was first raised, and again where it had gone away in
 * between.
 */
export function alarmHistory(history: readonly RoundMetrics[]): Alarm[] {
  const out: Alarm[] = []
  let raised = new Set<AlarmKind>()
  for (let n = 1; n <= history.length; n++) {
    const now = alarms(history.slice(0, n))
    out.push(...now.filter(({ kind }) => !raised.has(kind)))
    raised = new Set(now.map(({ kind }) => kind))
  }
  return out
}
