// Health of a run in play: what the rules' alarms mean to the person who plays, each with the setting that
// mends it.
// Stops nothing, but a line that is no number.

import type { Failure } from '../base/result'
import { problem, ProblemError } from '../problems'
import type { Episode, RoundMetrics } from '../protocol/records'
import { freeText, type PassageAnalyser } from '../spice/analyser'
import { alarmEpisode } from '../spice/alarmEpisode'
import { alarms, type AlarmKind } from '../spice/health'

export interface Warning {
  readonly kind: AlarmKind
  /**
   * An episode of the newest round that shows it; null where none does by itself, or where no episodes are at
   * hand.
   */
  readonly episode: number | null
  readonly failure: Failure
  /** Field of the configuration that mends it. */
  readonly fix: string
}

/** Field of the configuration that mends it. */
const fixes: Readonly<Record<AlarmKind, string>> = {
  notFinite: 'update.learningRate',
  noValidTasks: 'warmStart.steps',
  repeats: 'game.passages',
  entropyCollapse: 'update.learningRate',
  rewardWithoutProbe: 'gates.active',
  noSignal: 'warmStart.steps',
  coinFlips: 'reward.chanceCorrection',
  wrongGold: 'gates.active',
  leaks: 'gates.active',
  invalidGroups: 'warmStart.steps',
  guessInflation: 'reward.chanceCorrection',
}

/** The alarms that hold after the newest round, each with one of its episodes. */
export function health(
  metrics: readonly RoundMetrics[],
  episodes: readonly Episode[] = [],
  analyser: PassageAnalyser = freeText,
): Warning[] {
  return alarms(metrics).map(({ kind, numbers, round }) => {
    const episode = alarmEpisode(kind, episodes, analyser)
    const shown = episode === null ? null : { episode, round }
    return { kind, episode, failure: problem(`health.${kind}`, { ...numbers, shown }), fix: fixes[kind] }
  })
}

/** Throws naming the first field that is not a finite number: such a line must never be written. */
export function assertFinite(metrics: RoundMetrics): RoundMetrics {
  const check = (value: unknown, path: string): void => {
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new ProblemError(
        problem('round-not-finite', { round: metrics.round, field: path, value: String(value) }),
      )
    if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) check(inner, path === '' ? key : `${path}.${key}`)
  }
  check(metrics, '')
  return metrics
}
