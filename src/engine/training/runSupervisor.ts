// Supervises one run in the background: prepares it, lets it train, stops it, and retries after
// a lost device.
// It knows one run; which one, and what else is asked of the engine, it must not know.

import { problem, type ProblemCode } from '../../problems'
import type { Activity, Progress } from '../../protocol/door'
import type { RunRecord } from '../../protocol/records'
import type { RunRecorder, Emit } from './runRecorder'
import type { EnginePorts } from '../enginePorts'
import { prepareRun } from './prepareRun'
import { TrainingLoop } from './trainingLoop'
import { EngineFailure, isQuota, isStop, StopError, describeError, type ErrorReport } from '../errors'
import { freeableStorage } from '../library/freeableStorage'

/** What opening a device says where the browser offers none. */
const NO_DEVICE: ReadonlySet<string> = new Set<ProblemCode>(['no-webgpu', 'no-adapter', 'no-device'])
/** Times that a device may be lost without a checkpoint between before the run pauses. */
const MOST_LOSSES = 6
/**
 * Milliseconds: shortest time between two progress events, and the wait for the news that a device is
 * gone.
 */
const BEAT = 200
const NEWS = 1000

const after = (milliseconds: number): Promise<null> =>
  new Promise((resolve) => setTimeout(() => resolve(null), milliseconds))

export type Ending = 'pause' | 'stop'

export class RunSupervisor {
  private readonly controller = new AbortController()
  private ending: Ending = 'pause'
  private loop: TrainingLoop | null
  private lastBeat = -Infinity
  private lastActivity: Activity = 'idle'
  private losses = 0

  /** `run` is one that was paused with its model in memory, or null. */
  constructor(
    private readonly ports: EnginePorts,
    private readonly emit: Emit,
    private readonly recorder: RunRecorder,
    private readonly until: number,
    run: TrainingLoop | null,
    private readonly checkpoint: string | null,
  ) {
    this.loop = run
  }

  /** Takes effect within a block of tokens or a step of the warm start. */
  end(ending: Ending): void {
    this.ending = ending
    this.controller.abort(new StopError('The run was told to stop.'))
  }

  /** Never rejects. Gives the run with its model in memory where it can be gone on with at once. */
  async done(): Promise<TrainingLoop | null> {
    for (;;) {
      try {
        return await this.attempt()
      } catch (thrown) {
        const trouble = await this.diagnose(thrown)
        this.drop()
        if (trouble === null) {
          await this.rest(this.ending === 'stop' ? 'finished' : 'paused')
          return null
        }
        if (trouble.remedy === 'recover' && this.losses < MOST_LOSSES && !this.controller.signal.aborted) {
          this.losses += 1
          this.emit({ kind: 'deviceLost', failure: trouble.failure, recovering: true })
          await after(Math.min(8000, 250 * 2 ** this.losses))
          continue
        }
        if (trouble.remedy === 'recover')
          this.emit({ kind: 'deviceLost', failure: trouble.failure, recovering: false })
        await this.rest(trouble.remedy === 'fail' ? 'failed' : 'paused')
        this.emit({
          kind: 'failure',
          failure: await this.withFreeableStorage(trouble, thrown),
          fix: trouble.fix,
        })
        return null
      }
    }
  }

  private async attempt(): Promise<TrainingLoop | null> {
    const { signal } = this.controller
    const activity = (now: Activity): void => this.recorder.status(now, true)
    if (this.loop === null) {
      const checkpoint = this.losses === 0 ? this.checkpoint : null
      this.loop = new TrainingLoop(
        this.ports,
        this.recorder,
        await prepareRun(this.ports, this.recorder, {
          checkpoint,
          signal,
          activity,
          progress: this.progress,
        }),
      )
      const { info, counters } = this.loop.runtime.gpu
      this.emit({ kind: 'ready', device: { ...info, bytes: counters.bytes }, failure: null })
    }
    const outcome = await this.loop.play(this.until, { signal, progress: this.progress })
    if (outcome === 'stopped') await this.rest(this.ending === 'stop' ? 'finished' : 'paused')
    else this.recorder.status('idle', false)
    if (outcome === 'stopped' && this.ending === 'stop') this.drop()
    return this.loop
  }

  private drop(): void {
    this.loop?.runtime.destroy()
    this.loop = null
  }

  /** The state is kept where it can be: a store that is full must not hide what went wrong before. */
  private async rest(state: RunRecord['state']): Promise<void> {
    await this.recorder.change({ state }).catch((thrown: unknown) => {
      if (!isQuota(thrown)) this.emit({ kind: 'failure', failure: describeError(thrown).failure, fix: null })
    })
    this.recorder.status('idle', false)
  }

  /**
   * Null where the run was told to stop. A device that is lost makes every command fail, often before the
   * news of it comes.
   */
  private async diagnose(thrown: unknown): Promise<ErrorReport | null> {
    if (this.controller.signal.aborted && isStop(thrown)) return null
    const lost = this.loop === null ? null : await Promise.race([this.loop.runtime.gpu.lost, after(NEWS)])
    if (lost !== null)
      return {
        failure: problem('device-lost', { reason: '', message: lost.message }),
        fix: null,
        remedy: 'recover',
      }
    const trouble = describeError(thrown)
    if (trouble.failure.code === 'engine') this.ports.report?.(thrown)
    // A browser that has just lost its GPU process may for a while offer no adapter.
    const waiting = this.losses > 0 && thrown instanceof EngineFailure && NO_DEVICE.has(thrown.failure.code)
    return waiting ? { ...trouble, remedy: 'recover' } : trouble
  }

  private async withFreeableStorage(
    { failure }: ErrorReport,
    thrown: unknown,
  ): Promise<ErrorReport['failure']> {
    return isQuota(thrown) ? problem('quota', await freeableStorage(this.ports.runs)) : failure
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
    this.emit({ kind: 'progress', progress })
  }
}
