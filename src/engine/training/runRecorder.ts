// What is kept of one run while it is played: its record, lines and checkpoints, each saved as it comes and
// told as an event.
// It must not know how any of it was computed.

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
import { assertFinite, health } from '../../training/health'
import type { EnginePorts } from '../ports'
import { thinned } from '../checkpoints/retention'

export type Tell = (event: Event) => void

/** The end of the warm start, and a warm start that was interrupted. */
export const WARM = 'warm'
export const WARMING = 'warming'

/** Failures whose code begins so are signs of poor health: the run goes on. */
export const ALARM = 'health.'

export class Keeper {
  private points: WarmStartPoint[] = []
  private lines: RoundMetrics[] = []
  /** Alarms that were told and still hold. */
  private raised: ReadonlySet<string> = new Set()
  private lastPoint = -1

  private constructor(
    private readonly ports: EnginePorts,
    private readonly tell: Tell,
    private current: RunRecord,
  ) {}

  /** Tells everything that is recorded of the run, so that a page can show it from here on. */
  static async open(ports: EnginePorts, tell: Tell, record: RunRecord): Promise<Keeper> {
    const { id } = record
    const keeper = new Keeper(ports, tell, record)
    keeper.status('idle', false)
    const points = await ports.runs.warmStart(id)
    keeper.lastPoint = points.at(-1)?.step ?? -1
    if (points.length > 0) tell({ kind: 'warmStart', run: id, points })
    for (const probe of await ports.runs.probes(id)) tell({ kind: 'probe', run: id, probe })
    keeper.lines = await ports.runs.metrics(id)
    for (const metrics of keeper.lines)
      tell({ kind: 'round', run: id, metrics, tokensPerSecond: tokensPerSecond(metrics) })
    for (const checkpoint of await ports.runs.checkpoints(id)) tell({ kind: 'checkpoint', checkpoint })
    return keeper
  }

  get record(): RunRecord {
    return this.current
  }

  async change(change: Partial<RunRecord>): Promise<void> {
    this.current = { ...this.current, ...change }
    await this.ports.runs.put(this.current)
  }

  status(activity: Extract<Event, { kind: 'status' }>['activity'], running: boolean): void {
    this.tell({ kind: 'status', run: this.current, activity, running })
  }

  /** Removes what was recorded after the checkpoint from which the run goes on. */
  async goBackTo(rounds: number, warmSteps: number): Promise<void> {
    await this.ports.runs.truncate(this.current.id, rounds)
    this.points = []
    this.lines = this.lines.filter(({ round }) => round < rounds)
    this.lastPoint = (await this.ports.runs.warmStart(this.current.id)).at(-1)?.step ?? -1
    await this.change({ rounds, warmSteps })
  }

  /** Points of the loss curve are repeated after going back; those that are there already are left out. */
  async point(point: WarmStartPoint): Promise<void> {
    if (point.step <= this.lastPoint) return
    this.lastPoint = point.step
    this.points.push(point)
    this.tell({ kind: 'warmStart', run: this.current.id, points: [point] })
    if (this.points.length >= 10) await this.flushPoints()
  }

  async flushPoints(): Promise<void> {
    const points = this.points
    this.points = []
    if (points.length > 0) await this.ports.runs.addWarmStart(this.current.id, points)
  }

  async probe(probe: ProbeRecord): Promise<void> {
    await this.ports.runs.addProbe(this.current.id, probe)
    this.tell({ kind: 'probe', run: this.current.id, probe })
  }

  /** A finished round: episodes, its line, then the record that counts it. */
  async round(metrics: RoundMetrics, episodes: readonly Episode[]): Promise<void> {
    const { id } = this.current
    assertFinite(metrics)
    await this.ports.runs.addEpisodes(id, episodes)
    await this.ports.runs.addMetrics(id, metrics)
    await this.change({ rounds: metrics.round + 1 })
    this.tell({ kind: 'episodes', run: id, round: metrics.round, episodes })
    this.tell({ kind: 'round', run: id, metrics, tokensPerSecond: tokensPerSecond(metrics) })
    this.lines.push(metrics)
    this.watch(episodes)
  }

  /** Tells an alarm when it begins to hold. */
  private watch(episodes: readonly Episode[]): void {
    const alarms = health(this.lines, episodes, storyAnalyser)
    for (const { kind, message, fix } of alarms) {
      if (!this.raised.has(kind))
        this.tell({ kind: 'failure', failure: { code: `${ALARM}${kind}`, message }, fix })
    }
    this.raised = new Set(alarms.map(({ kind }) => kind))
  }

  async checkpoint(
    name: string,
    at: { readonly rounds: number; readonly warmSteps: number },
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    const { id, linked } = this.current
    const checkpoint: CheckpointRecord = {
      run: id,
      name,
      ...at,
      created: this.ports.date(),
      bytes: bytes.length,
    }
    await this.ports.runs.putCheckpoint(checkpoint, bytes)
    this.tell({ kind: 'checkpoint', checkpoint })
    const rounds = (await this.ports.runs.checkpoints(id)).filter(
      (each) => each.name !== WARM && each.name !== WARMING,
    )
    for (const round of thinned(
      rounds.map((each) => each.rounds),
      linked.config.keep.checkpoints,
    ))
      await this.ports.runs.removeCheckpoint(id, String(round))
    if (name !== WARMING) await this.ports.runs.removeCheckpoint(id, WARMING)
  }
}

/** All that went through the model, as the page reckons it from lines that it reads again. */
function tokensPerSecond({ processedTokens, seconds }: RoundMetrics): number {
  return seconds > 0 ? processedTokens / seconds : 0
}
