// The run that is open: the commands about it, its recorder, its training loop while it is paused with the
// model in memory, and its supervisor while it trains: prepares, lets train, stops, retries after a lost
// device. One run is open at a time. It must not know what else is asked of the engine.

import { problem, type ProblemCode } from '../../problems'
import type { Activity, Progress } from '../../protocol/door'
import { withOwnNote } from '../../protocol/notes'
import type { CheckpointRecord, RunRecord } from '../../protocol/records'
import { storedRun } from '../checkpoints/storedCheckpoint'
import { describeError, EngineError, isQuota, isStop, refuse, StopError, type ErrorReport } from '../errors'
import type { EnginePorts } from '../enginePorts'
import { freeableStorage } from '../library/freeableStorage'
import type { Handlers } from '../session/handler'
import { createRun } from './createRun'
import { prepareRun } from './prepareRun'
import { RunRecorder, type Emit } from './runRecorder'
import type { TellPlay } from '../../protocol/livePlay'
import { MOST_FRUITLESS, TrainingLoop } from './trainingLoop'

/** What opening a device says where the browser offers none. */
const NO_DEVICE: ReadonlySet<string> = new Set<ProblemCode>(['no-webgpu', 'no-adapter', 'no-device'])
/** Times that a device may be lost without a checkpoint between before the run pauses. */
const MOST_LOSSES = 6
/** Milliseconds: shortest time between two progress events, and the wait for news of a lost device. */
const BEAT = 200
const NEWS = 1000

const after = (milliseconds: number): Promise<null> =>
  new Promise((resolve) => setTimeout(() => resolve(null), milliseconds))

type Ending = 'pause' | 'stop'

/** What commands about the run work with. */
export interface RunParts {
  readonly ports: EnginePorts
  readonly emit: Emit
  readonly run: OpenRun
  /** They ask the same device, and end when the run is told to. */
  readonly evaluations: { abort(): void }
}

const endState = (ending: Ending): RunRecord['state'] => (ending === 'stop' ? 'finished' : 'paused')

/** Ends whatever takes long: an evaluation or the training of the open run. */
async function end({ evaluations, run }: RunParts, ending: Ending): Promise<void> {
  evaluations.abort()
  await run.end(ending)
  const { record } = run
  // Its engine went while it trained: it must not go on by itself when it is opened again.
  const cutOff = record?.state === 'playing' || record?.state === 'warming'
  if (cutOff) await run.change(record.id, () => ({ state: endState(ending) }))
}

export const trainingHandlers: Handlers<
  | 'run.create'
  | 'run.open'
  | 'run.start'
  | 'run.step'
  | 'run.pause'
  | 'run.stop'
  | 'run.rename'
  | 'run.annotate'
  | 'run.remove',
  RunParts
> = {
  'run.create': {
    queue: 'runs',
    readsOnly: false,
    async handle({ ports, run }, command) {
      run.refuseWhileTraining()
      await run.open(await createRun(ports, command), null)
    },
  },
  'run.open': {
    queue: 'runs',
    readsOnly: true,
    handle: ({ run }, { run: id, checkpoint }) => run.open(id, checkpoint ?? null),
  },
  'run.start': {
    queue: 'runs',
    readsOnly: false,
    handle: ({ run }, { until }) => run.train(({ linked }) => until ?? linked.config.game.rounds),
  },
  'run.step': {
    queue: 'runs',
    readsOnly: false,
    handle: ({ run }) => run.train((_, rounds) => rounds + 1),
  },
  'run.pause': { queue: null, readsOnly: true, handle: (engine) => end(engine, 'pause') },
  'run.stop': { queue: null, readsOnly: true, handle: (engine) => end(engine, 'stop') },
  // At once: an evaluation may hold the queue for minutes.
  'run.rename': {
    queue: null,
    readsOnly: false,
    handle: ({ run }, { run: id, name }) => run.change(id, () => ({ name })),
  },
  'run.annotate': {
    queue: null,
    readsOnly: false,
    handle: ({ run }, { run: id, note, tags }) =>
      run.change(id, (record) => ({ ...withOwnNote(record, note), tags })),
  },
  'run.remove': {
    queue: 'runs',
    readsOnly: false,
    async handle({ ports, emit, run, evaluations }, { run: id }) {
      if (run.record?.id === id) {
        evaluations.abort()
        await run.close()
        emit({ kind: 'status', run: null, activity: 'idle', running: false })
      }
      await ports.runs.remove(id)
    },
  },
}

export class OpenRun {
  private recorder: RunRecorder | null = null
  /** Paused with its model in memory. */
  private pausedLoop: TrainingLoop | null = null
  /** Checkpoint that the run goes on from, where a person chose one. */
  private startCheckpoint: CheckpointRecord | null = null
  private active: { readonly supervisor: RunSupervisor; readonly done: Promise<void> } | null = null

  constructor(
    private readonly ports: EnginePorts,
    private readonly emit: Emit,
  ) {}

  get record(): RunRecord | null {
    return this.recorder?.record ?? null
  }

  isTrainingOn(corpus: string): boolean {
    return this.active !== null && this.record?.corpora.includes(corpus) === true
  }

  /** Documents have come into this corpus: where the run reads it, its next round draws from them. */
  corpusGrew(corpus: string): void {
    if (this.record?.corpora.includes(corpus) !== true) return
    this.active?.supervisor.corpusGrew()
    this.pausedLoop?.corpusGrew()
  }

  get isTraining(): boolean {
    return this.active !== null
  }

  refuseWhileTraining(): void {
    if (this.active !== null) refuse(problem('busy'), 'run.pause')
  }

  async open(id: string, checkpoint: string | null): Promise<void> {
    this.refuseWhileTraining()
    const chosen = (await this.ports.runs.checkpoints(id)).find(({ name }) => name === checkpoint) ?? null
    // From its reading on the record is the recorder's, so that no change of it is lost between.
    const record = await storedRun(this.ports, id)
    if (checkpoint !== null && chosen === null) refuse(problem('no-checkpoint', { checkpoint }))
    this.freeModel()
    this.startCheckpoint = chosen
    this.recorder = new RunRecorder(this.ports, this.emit, record)
    await this.recorder.emitRecorded()
  }

  /** Any run's record; of the open run it is the recorder's, which writes it at every change. */
  async change(id: string, changed: (record: RunRecord) => Partial<RunRecord>): Promise<void> {
    if (this.record?.id !== id) {
      const record = await storedRun(this.ports, id)
      await this.ports.runs.put({ ...record, ...changed(record) })
    }
    // It may have been opened since.
    if (this.record?.id === id) await this.recorder?.change(changed(this.record))
    this.emit({ kind: 'run.changed', run: await storedRun(this.ports, id) })
  }

  /** Trains in the background; `until` is asked with the rounds that are done where the run goes on. */
  train(until: (record: RunRecord, rounds: number) => number): void {
    this.refuseWhileTraining()
    const recorder = this.recorder ?? refuse(problem('no-run'))
    const supervisor = new RunSupervisor(
      this.ports,
      this.emit,
      recorder,
      until(recorder.record, this.startCheckpoint?.rounds ?? recorder.record.rounds),
      this.pausedLoop,
      this.startCheckpoint?.name ?? null,
    )
    this.pausedLoop = null
    this.startCheckpoint = null
    const done = supervisor.done().then((loop) => {
      this.pausedLoop = loop
      this.active = null
    })
    this.active = { supervisor, done }
  }

  async end(ending: Ending): Promise<void> {
    this.active?.supervisor.end(ending)
    await this.active?.done
  }

  /** Puts the run aside; nothing is open afterwards. */
  async close(): Promise<void> {
    await this.end('pause')
    this.freeModel()
    this.recorder = null
  }

  /** Resolves when nothing trains. */
  async settled(): Promise<void> {
    await this.active?.done
  }

  /** Frees the model in memory; what it knows was saved when it paused. */
  private freeModel(): void {
    this.pausedLoop?.runtime.destroy()
    this.pausedLoop = null
  }
}

/** Trains one run in the background, until it is done, ended, or fails for good. */
class RunSupervisor {
  private readonly controller = new AbortController()
  private ending: Ending = 'pause'
  /** The state after `end`, being stored. */
  private ended: Promise<void> = Promise.resolve()
  private loop: TrainingLoop | null
  private lastBeat = -Infinity
  private lastPlay = -Infinity
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

  /**
   * Takes effect within a block of tokens or a step of the warm start. That it was asked for is stored before
   * the last checkpoint: a page that is closed meanwhile must not go on by itself when it opens again.
   */
  end(ending: Ending): void {
    this.ending = ending
    this.controller.abort(new StopError('The run was told to stop.'))
    this.ended = this.store(endState(this.ending))
  }

  /** A run that is still being prepared reads its corpora afterwards. */
  corpusGrew(): void {
    this.loop?.corpusGrew()
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
          await this.rest(endState(this.ending))
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
    const { progress, play } = this
    const outcome = await this.loop.play(this.until, { signal, progress, play, stored: () => this.ended })
    if (outcome === 'fruitless') await this.pauseFruitless()
    else if (outcome === 'stopped') await this.rest(endState(this.ending))
    else if (signal.aborted) await this.rest(this.isFinished ? 'finished' : endState(this.ending))
    else this.recorder.status('idle', false)
    if (outcome === 'stopped' && this.ending === 'stop') this.drop()
    return this.loop
  }

  /** Nothing is learned of rounds without a valid question, so that a run of them cannot mend itself. */
  private async pauseFruitless(): Promise<void> {
    await this.rest('paused')
    const { world } = this.recorder.record.linked.config.game
    this.emit({
      kind: 'failure',
      failure: problem('no-valid-questions', { rounds: MOST_FRUITLESS, world }),
      fix: world === 'cloze' ? 'corpus' : 'game.world',
    })
  }

  private drop(): void {
    this.loop?.runtime.destroy()
    this.loop = null
  }

  private get isFinished(): boolean {
    const { rounds, linked } = this.recorder.record
    return rounds >= linked.config.game.rounds
  }

  /** The state is kept where it can be: a store that is full must not hide what went wrong before. */
  private async store(state: RunRecord['state']): Promise<void> {
    await this.recorder.change({ state }).catch((thrown: unknown) => {
      if (!isQuota(thrown)) this.emit({ kind: 'failure', failure: describeError(thrown).failure, fix: null })
    })
  }

  private async rest(state: RunRecord['state']): Promise<void> {
    await this.ended
    await this.store(state)
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
    const waiting = this.losses > 0 && thrown instanceof EngineError && NO_DEVICE.has(thrown.failure.code)
    return waiting ? { ...trouble, remedy: 'recover' } : trouble
  }

  private async withFreeableStorage(
    { failure }: ErrorReport,
    thrown: unknown,
  ): Promise<ErrorReport['failure']> {
    return isQuota(thrown) ? problem('quota', await freeableStorage(this.ports.runs)) : failure
  }

  private readonly play: TellPlay = (play, step) => {
    const now = this.ports.now()
    if (step === 'writing' && now - this.lastPlay < BEAT) return
    this.lastPlay = now
    this.emit({ kind: 'live', run: this.recorder.record.id, play: play() })
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
