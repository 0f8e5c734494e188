// A run being played in the background: prepared, played, told to stop, and brought back when the device goes
// away.
// It knows one run; which one, and what else is asked of the engine, is the session's business.

import type { Activity, Progress } from '../../protocol/door'
import type { RunRecord } from '../../protocol/records'
import type { Keeper, Tell } from './runRecorder'
import type { EnginePorts } from '../ports'
import { prepare } from './prepareRun'
import { Run } from './trainingLoop'
import { EngineFailure, isQuota, isStop, Stopped, troubleOf, type Trouble } from '../errors'
import { whatCanGo } from '../library/freeableStorage'

/** Times that a device may be lost without a checkpoint between before the run pauses. */
const MOST_LOSSES = 6
/**
 * Milliseconds: shortest time between two tellings of progress, and the wait for the news that a device is
 * gone.
 */
const BEAT = 200
const NEWS = 1000

const after = (milliseconds: number): Promise<null> =>
  new Promise((resolve) => setTimeout(() => resolve(null), milliseconds))

export type Ending = 'pause' | 'stop'

export class Job {
  private readonly controller = new AbortController()
  private ending: Ending = 'pause'
  private run: Run | null
  private lastBeat = -Infinity
  private lastActivity: Activity = 'idle'
  private losses = 0

  /** `run` is one that was paused with its model in memory, or null. */
  constructor(
    private readonly ports: EnginePorts,
    private readonly tell: Tell,
    private readonly keeper: Keeper,
    private readonly until: number,
    run: Run | null,
    private readonly checkpoint: string | null,
  ) {
    this.run = run
  }

  /** Takes effect within a block of tokens or a step of the warm start. */
  end(ending: Ending): void {
    this.ending = ending
    this.controller.abort(new Stopped('The run was told to stop.'))
  }

  /** Never rejects. Gives the run with its model in memory where it can be gone on with at once. */
  async done(): Promise<Run | null> {
    for (;;) {
      try {
        return await this.once()
      } catch (thrown) {
        const trouble = await this.understand(thrown)
        this.drop()
        if (trouble === null) {
          await this.rest(this.ending === 'stop' ? 'finished' : 'paused')
          return null
        }
        if (trouble.remedy === 'recover' && this.losses < MOST_LOSSES && !this.controller.signal.aborted) {
          this.losses += 1
          this.tell({ kind: 'deviceLost', message: trouble.failure.message, recovering: true })
          await after(Math.min(8000, 250 * 2 ** this.losses))
          continue
        }
        if (trouble.remedy === 'recover')
          this.tell({ kind: 'deviceLost', message: trouble.failure.message, recovering: false })
        await this.rest(trouble.remedy === 'fail' ? 'failed' : 'paused')
        this.tell({ kind: 'failure', failure: await this.withWhatCanGo(trouble, thrown), fix: trouble.fix })
        return null
      }
    }
  }

  private async once(): Promise<Run | null> {
    const { signal } = this.controller
    const activity = (now: Activity): void => this.keeper.status(now, true)
    if (this.run === null) {
      const checkpoint = this.losses === 0 ? this.checkpoint : null
      this.run = new Run(
        this.ports,
        this.keeper,
        await prepare(this.ports, this.keeper, { checkpoint, signal, activity, progress: this.progress }),
      )
      const { info, counters } = this.run.machine.gpu
      this.tell({ kind: 'ready', device: { ...info, bytes: counters.bytes }, failure: null })
    }
    const outcome = await this.run.play(this.until, { signal, progress: this.progress })
    if (outcome === 'stopped') await this.rest(this.ending === 'stop' ? 'finished' : 'paused')
    else this.keeper.status('idle', false)
    if (outcome === 'stopped' && this.ending === 'stop') this.drop()
    return this.run
  }

  private drop(): void {
    this.run?.machine.destroy()
    this.run = null
  }

  /** The state is kept where it can be: a store that is full must not hide what went wrong before. */
  private async rest(state: RunRecord['state']): Promise<void> {
    await this.keeper.change({ state }).catch((thrown: unknown) => {
      if (!isQuota(thrown)) this.tell({ kind: 'failure', failure: troubleOf(thrown).failure, fix: null })
    })
    this.keeper.status('idle', false)
  }

  /**
   * Null where the run was told to stop. A device that is lost makes every command fail, often before the
   * news of it comes.
   */
  private async understand(thrown: unknown): Promise<Trouble | null> {
    if (this.controller.signal.aborted && isStop(thrown)) return null
    const lost = this.run === null ? null : await Promise.race([this.run.machine.gpu.lost, after(NEWS)])
    if (lost !== null)
      return {
        failure: { code: 'device-lost', message: `The GPU device was lost: ${lost.message}` },
        fix: null,
        remedy: 'recover',
      }
    const trouble = troubleOf(thrown)
    if (trouble.failure.code === 'engine') this.ports.report?.(thrown)
    // A browser that has just lost its GPU process may for a while offer no adapter.
    const waiting =
      this.losses > 0 && thrown instanceof EngineFailure && thrown.failure.code.startsWith('no-')
    return waiting ? { ...trouble, remedy: 'recover' } : trouble
  }

  private async withWhatCanGo({ failure }: Trouble, thrown: unknown): Promise<Trouble['failure']> {
    return isQuota(thrown)
      ? { ...failure, message: `${failure.message} ${await whatCanGo(this.ports.runs)}`.trim() }
      : failure
  }

  private readonly progress = (progress: Progress): void => {
    const now = this.ports.now()
    if (
      progress.activity === this.lastActivity &&
      now - this.lastBeat < BEAT &&
      progress.done < progress.total
    )
      return
    this.lastActivity = progress.activity
    this.lastBeat = now
    this.tell({ kind: 'progress', progress })
  }
}
