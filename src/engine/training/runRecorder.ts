// Records one run while it trains: its record, lines and checkpoints, each saved as it comes and emitted as
// an event.
// It must not know how any of it was computed.

import { last } from '../../base/at'
import type { Problem } from '../../problems'
import type { Event } from '../../protocol/door'
import type {
  CheckpointRecord,
  Episode,
  ProbeRecord,
  RoundMetrics,
  RunRecord,
  WarmStartPoint,
} from '../../protocol/records'
import { storyAnalyser } from '../../spice/stories/analyse'
import { assertFinite, health } from '../../training/runHealth'
import type { EnginePorts } from '../enginePorts'
import { roundsToRemove } from '../checkpoints/retention'

export type Emit = (event: Event) => void

/** The end of the warm start, and a warm start that was interrupted. */
export const WARM = 'warm'
export const WARMING = 'warming'

export class RunRecorder {
  private points: WarmStartPoint[] = []
  private lines: RoundMetrics[] = []
  /** Alarms that were emitted and still hold. */
  private activeAlarms: ReadonlySet<string> = new Set()
  private lastPoint = -1

  constructor(
    private readonly ports: EnginePorts,
    private readonly emit: Emit,
    private current: RunRecord,
  ) {}

  /** Emits everything that is recorded of the run, so that a page can show it from here on. */
  async emitRecorded(): Promise<void> {
    const { ports, emit } = this
    const { id } = this.current
    this.status('idle', false)
    const points = await ports.runs.warmStart(id)
    this.lastPoint = points.length === 0 ? -1 : last(points).step
    if (points.length > 0) emit({ kind: 'warmStart', run: id, points })
    for (const probe of await ports.runs.probes(id)) emit({ kind: 'probe', run: id, probe })
    this.lines = await ports.runs.metrics(id)
    for (const metrics of this.lines)
      emit({ kind: 'round', run: id, metrics, tokensPerSecond: tokensPerSecond(metrics) })
    for (const checkpoint of await ports.runs.checkpoints(id)) emit({ kind: 'checkpoint', checkpoint })
  }

  get record(): RunRecord {
    return this.current
  }

  async change(change: Partial<RunRecord>): Promise<void> {
    this.current = { ...this.current, ...change }
    await this.ports.runs.put(this.current)
  }

  status(activity: Extract<Event, { kind: 'status' }>['activity'], running: boolean): void {
    this.emit({ kind: 'status', run: this.current, activity, running })
  }

  /** Says what was found damaged, and mended, where the run goes on. */
  readonly notify = (notice: Problem): void => {
    this.emit({ kind: 'failure', failure: notice, fix: null })
  }

  /** Removes what was recorded after the checkpoint from which the run goes on. */
  async goBackTo(rounds: number, warmSteps: number): Promise<void> {
    await this.ports.runs.truncate(this.current.id, rounds)
    // A crash may have come between a checkpoint and those that gave way to it.
    await this.thin()
    this.points = []
    this.lines = this.lines.filter(({ round }) => round < rounds)
    const points = await this.ports.runs.warmStart(this.current.id)
    this.lastPoint = points.length === 0 ? -1 : last(points).step
    await this.change({ rounds, warmSteps })
  }

  /** Points of the loss curve are repeated after going back; those that are there already are left out. */
  async point(point: WarmStartPoint): Promise<void> {
    if (point.step <= this.lastPoint) return
    this.lastPoint = point.step
    this.points.push(point)
    this.emit({ kind: 'warmStart', run: this.current.id, points: [point] })
    if (this.points.length >= 10) await this.flushPoints()
  }

  async flushPoints(): Promise<void> {
    const points = this.points
    this.points = []
    if (points.length > 0) await this.ports.runs.addWarmStart(this.current.id, points)
  }

  async probe(probe: ProbeRecord): Promise<void> {
    await this.ports.runs.addProbe(this.current.id, probe)
    this.emit({ kind: 'probe', run: this.current.id, probe })
  }

  /** A finished round: episodes, its line, then the record that counts it. */
  async round(
    metrics: RoundMetrics,
    episodes: readonly Episode[],
    spent: Pick<RunRecord, 'remoteTokens'>,
  ): Promise<void> {
    const { id } = this.current
    assertFinite(metrics)
    await this.ports.runs.addEpisodes(id, episodes)
    await this.ports.runs.addMetrics(id, metrics)
    await this.change({ rounds: metrics.round + 1, ...spent })
    this.emit({ kind: 'episodes', run: id, round: metrics.round, episodes })
    this.emit({ kind: 'round', run: id, metrics, tokensPerSecond: tokensPerSecond(metrics), ...spent })
    this.lines.push(metrics)
    this.watch(episodes)
  }

  /** Emits an alarm when it begins to hold. */
  private watch(episodes: readonly Episode[]): void {
    const alarms = health(this.lines, episodes, storyAnalyser)
    for (const { kind, failure, fix } of alarms)
      if (!this.activeAlarms.has(kind)) this.emit({ kind: 'failure', failure, fix })
    this.activeAlarms = new Set(alarms.map(({ kind }) => kind))
  }

  async checkpoint(
    name: string,
    at: { readonly rounds: number; readonly warmSteps: number },
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    const { id } = this.current
    const checkpoint: CheckpointRecord = {
      run: id,
      name,
      ...at,
      created: this.ports.date(),
      bytes: bytes.length,
    }
    await this.ports.runs.putCheckpoint(checkpoint, bytes)
    this.emit({ kind: 'checkpoint', checkpoint })
    await this.thin()
  }

  /** Removes the checkpoints that the run does not keep. */
  private async thin(): Promise<void> {
    const { id, linked } = this.current
    const all = await this.ports.runs.checkpoints(id)
    const rounds = all.filter((each) => each.name !== WARM && each.name !== WARMING)
    for (const round of roundsToRemove(
      rounds.map((each) => each.rounds),
      linked.config.keep.checkpoints,
    ))
      await this.ports.runs.removeCheckpoint(id, String(round))
    if (all.some((each) => each.name === WARMING) && all.some((each) => each.name !== WARMING))
      await this.ports.runs.removeCheckpoint(id, WARMING)
  }
}

/** All that went through the model, as the page reckons it from lines that it reads again. */
function tokensPerSecond({ processedTokens, seconds }: RoundMetrics): number {
  return seconds > 0 ? processedTokens / seconds : 0
}
