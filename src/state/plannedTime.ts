// About how long the run of the form, or the one that is open, takes on this device: by its measured speed
// until rounds of it have been timed, then by those.

import { mean } from '../base/statistics'
import { architectureOf } from '../config/architecture'
import { withValue, preset } from '../config/config'
import { estimateRun, shapeOf, type DeviceSpeed, type ModelShape, type RunTime } from '../config/runTime'
import type { RunConfig } from '../config/schema'
import type { StartFrom } from '../protocol/door'
import type { ModelRecord } from '../protocol/modelRecord'
import type { RoundMetrics, RunRecord } from '../protocol/records'

export interface PlannedRun {
  readonly config: RunConfig
  readonly startFrom: StartFrom
}

/** Models of others have about as many, whatever their width. */
const PUBLISHED_LAYERS = 28

/** Seconds that make a run too long to be started without a word. */
export const longRun = 12 * 3600

/** Of the model that would play: a built-in size, or a model of others by what its file says. */
function shapeFor({ config, startFrom }: PlannedRun, models: readonly ModelRecord[]): ModelShape {
  const facts = startFrom.kind === 'model' ? models.find(({ id }) => id === startFrom.name)?.facts : undefined
  return facts === undefined || facts === null
    ? shapeOf(architectureOf(config.model.size, config.model.vocabulary))
    : { parameters: facts.parameters, layers: PUBLISHED_LAYERS }
}

const isWarmed = (from: StartFrom): boolean => from.kind === 'model' && from.warm === true

export const planTime = (
  speed: DeviceSpeed,
  planned: PlannedRun,
  models: readonly ModelRecord[] = [],
): RunTime =>
  estimateRun(speed, {
    config: planned.config,
    shape: shapeFor(planned, models),
    warm: planned.startFrom.kind === 'scratch' || isWarmed(planned.startFrom),
  })

export interface Alternative {
  readonly kind: 'rounds' | 'nano'
  readonly rounds: number
  /** Seconds. */
  readonly time: number
}

const HOUR = 3600

/** What fits into an hour: fewer rounds of the same run, else the smallest preset. Null for a short run. */
export function shorterRun(
  speed: DeviceSpeed,
  planned: PlannedRun,
  models: readonly ModelRecord[] = [],
): Alternative | null {
  const { whole, first, round } = planTime(speed, planned, models)
  if (whole < longRun) return null
  const rounds = Math.floor(1 + (HOUR - first) / round)
  if (rounds >= 3 && rounds < planned.config.game.rounds) {
    const config = withValue(planned.config, 'game.rounds', rounds)
    return { kind: 'rounds', rounds, time: planTime(speed, { ...planned, config }, models).whole }
  }
  const nano = preset('nano')
  const time = planTime(speed, { config: nano, startFrom: { kind: 'scratch' } }).whole
  return time < whole ? { kind: 'nano', rounds: nano.game.rounds, time } : null
}

/** Seconds until a run that plays is done, by the rounds that it has taken; null before the first. */
export function timeLeft(
  run: Pick<RunRecord, 'linked' | 'rounds'>,
  rounds: readonly Pick<RoundMetrics, 'seconds' | 'probeAccuracy'>[],
): number | null {
  const newest = rounds.slice(-5)
  if (newest.length === 0) return null
  const each = mean(newest.map(({ seconds }) => seconds))
  return Math.max(0, run.linked.config.game.rounds - run.rounds) * each
}

export type Duration = readonly [unit: 'seconds' | 'minutes' | 'hours' | 'days' | 'years', count: number]

/** As a person says it: one unit, no more digits than an estimate has. */
export function spokenDuration(seconds: number): Duration {
  if (seconds < 50) return ['seconds', Math.max(5, 5 * Math.round(seconds / 5))]
  if (seconds < 100 * 60) {
    const minutes = Math.max(1, Math.round(seconds / 60))
    return ['minutes', minutes < 10 ? minutes : 5 * Math.round(minutes / 5)]
  }
  if (seconds < 40 * HOUR) return ['hours', Math.round(seconds / HOUR)]
  const days = Math.round(seconds / HOUR / 24)
  return days <= 365 ? ['days', days] : ['years', 1]
}
