// Health of a run in play: signs in its metrics that learning has stopped or gone wrong, each with what to change.
// Pure: looks at records only and stops nothing.

import type { RoundMetrics } from '../protocol/records'

export type AlarmName = 'nothingValid' | 'noSignal' | 'duplicates' | 'challengerCollapsed' | 'reasonerCollapsed' | 'tooHard'

export interface Alarm {
  readonly alarm: AlarmName
  readonly message: string
  /** Field of the configuration that mends it. */
  readonly fix: string
}

const fixes: Readonly<Record<AlarmName, string>> = {
  nothingValid: 'warmStart.steps',
  noSignal: 'warmStart.steps',
  duplicates: 'game.passages',
  challengerCollapsed: 'update.learningRate',
  reasonerCollapsed: 'update.learningRate',
  tooHard: 'warmStart.steps',
}

/** Rounds looked at: one odd round is no sign. */
export const HEALTH_WINDOW = 5

const mean = (values: readonly number[]): number | null => (values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length)
const present = (values: readonly (number | null)[]): number[] => values.filter((value): value is number => value !== null)

/** Alarms of the last HEALTH_WINDOW rounds; none while there are fewer rounds than that. */
export function health(metrics: readonly RoundMetrics[]): Alarm[] {
  if (metrics.length < HEALTH_WINDOW) return []
  const recent = metrics.slice(-HEALTH_WINDOW)
  const first = metrics.slice(0, HEALTH_WINDOW)
  const over = (value: (each: RoundMetrics) => number | null, among = recent): number | null => mean(present(among.map(value)))
  const alarms: Alarm[] = []
  const raise = (alarm: AlarmName, holds: boolean, message: string): void => {
    if (holds) alarms.push({ alarm, message, fix: fixes[alarm] })
  }
  const percent = (share: number | null): string => `${Math.round(100 * (share ?? 0))} %`

  const valid = over((each) => each.validRate) ?? 0
  raise('nothingValid', valid < 0.02, `Only ${percent(valid)} of the questions are valid: warm-start longer or turn gates off.`)
  const silent = over((each) => each.noSignalShare)
  raise('noSignal', silent !== null && silent > 0.9, `${percent(silent)} of the groups carry no signal: the questions are all too easy or all too hard.`)
  const duplicates = over((each) => each.duplicateShare) ?? 0
  raise('duplicates', duplicates > 0.5, `${percent(duplicates)} of the questions are repeats: add passages, or a shorter run.`)
  const challenger = over((each) => each.entropyChallenger) ?? 0
  const challengerBefore = over((each) => each.entropyChallenger, first) ?? 0
  raise('challengerCollapsed', challenger < 0.25 * challengerBefore, "The Challenger's entropy fell to less than a quarter: it writes nearly one question only. Lower update.learningRate.")
  const reasoner = over((each) => each.entropyReasoner) ?? 0
  const reasonerBefore = over((each) => each.entropyReasoner, first) ?? 0
  raise('reasonerCollapsed', reasoner < 0.25 * reasonerBefore, "The Reasoner's entropy fell to less than a quarter: its answers no longer vary. Lower update.learningRate.")
  const pass = over((each) => each.passRate)
  raise('tooHard', pass !== null && pass < 0.02, `The Reasoner gets ${percent(pass)} right: warm-start longer, or check the golds.`)
  return alarms
}

/** Throws naming the first field that is not a finite number: such a line must never be written. */
export function assertFinite(metrics: RoundMetrics): RoundMetrics {
  const check = (value: unknown, path: string): void => {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`Round ${metrics.round}: ${path} is ${value}. The run stops; lower update.learningRate and go on from the last checkpoint.`)
    if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) check(inner, path === '' ? key : `${path}.${key}`)
  }
  check(metrics, '')
  return metrics
}
