// The session: commands come in by the door, events go out. One run is open at a time and at most one thing
// is done to it; corpora can be filled meanwhile. It must not know how a round is played.

import { unreachable } from '../../base/result'
import type { Gpu } from '../../gpu'
import type { Command, Event, Reply, StartFrom } from '../../protocol/door'
import type { CheckpointRecord, RunRecord } from '../../protocol/records'
import { readConfig, preset } from '../../config/config'
import type { RunConfig } from '../../config/schema'
import { ask } from '../inspect/ask'
import { attend, fork } from '../inspect/lookIntoEpisode'
import { exportRun, importRun } from '../library/runBundle'
import { CorpusLibrary } from '../library/corpusLibrary'
import { RunSupervisor, type Ending } from '../training/runSupervisor'
import { ModelLibrary } from '../library/modelLibrary'
import { RunRecorder, WARM } from '../training/runRecorder'
import { bindingOf } from '../runtime/memoryPlan'
import type { EnginePorts } from '../ports'
import { assertPlayable, publishedStart } from '../runtime/publishedModel'
import type { TrainingLoop } from '../training/trainingLoop'
import { storedRun, storedSnapshot } from '../checkpoints/storedCheckpoint'
import { readSnapshot, startPosition, writeSnapshot, type Snapshot } from '../checkpoints/snapshot'
import { storedArena, storedBenchmark, type EvaluationControl } from '../inspect/evaluateStored'
import { isStop, unwrap, refuse, StopError, describeError } from '../errors'

/** Commands that change nothing that is stored: a second tab may send them. */
const reading: ReadonlySet<Command['kind']> = new Set([
  'run.open',
  'run.export',
  'weights.export',
  'run.pause',
  'run.stop',
  'ask',
  'fork',
  'attend',
  'arena',
  'benchmark',
  'model.plan',
  'model.cancel',
])

export class EngineSession {
  private readonly listeners = new Set<(event: Event) => void>()
  private readonly ports: EnginePorts
  private readonly corpora: CorpusLibrary
  private readonly models: ModelLibrary
  /** Corpora and models come in while other commands are obeyed. */
  private readonly queues: Record<'corpora' | 'models' | 'runs', Promise<unknown>> = {
    corpora: Promise.resolve(),
    models: Promise.resolve(),
    runs: Promise.resolve(),
  }
  private recorder: RunRecorder | null = null
  /** Paused with its model in memory. */
  private pausedLoop: TrainingLoop | null = null
  /** Checkpoint that the open run goes on from, where a person chose one. */
  private startCheckpoint: CheckpointRecord | null = null
  private active: { readonly job: RunSupervisor; readonly done: Promise<void> } | null = null
  /** Ends the trial that is going on. */
  private evaluation: AbortController | null = null
  /** Opened to tell what it is, for the first who needs one. */
  private idleDevice: Gpu | null = null
  /** Bytes of one buffer that a shader reads, on the device that was there at first. */
  private binding = Infinity

  constructor(ports: EnginePorts) {
    this.ports = { ...ports, openDevice: () => this.device(ports) }
    this.corpora = new CorpusLibrary(this.ports, this.emit)
    this.models = new ModelLibrary(this.ports, this.emit)
  }

  listen(listener: (event: Event) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Tells the device (or why there is none) and the corpora. */
  async open(): Promise<void> {
    const device = await this.ports.openDevice()
    if (device.ok) {
      this.keepIdle(device.value)
      this.binding = bindingOf(device.value)
    }
    this.emit({
      kind: 'ready',
      device: device.ok ? { ...device.value.info, bytes: device.value.counters.bytes } : null,
      failure: device.ok ? null : device.error,
    })
    await this.corpora.emitAll()
    await this.models.emitAll()
  }

  /** Pause and stop are taken at once, the others one after the other. */
  async send(id: number, command: Command): Promise<Reply> {
    const work = async (): Promise<Reply> => {
      try {
        if (!reading.has(command.kind) && !(await this.ports.claim())) {
          refuse(
            'other-tab',
            'The lab is open in another tab, which writes. Close that tab, or use it; this one only reads.',
          )
        }
        await this.obey(command)
        return { id, ok: true }
      } catch (thrown) {
        return { id, ok: false, failure: describeError(thrown).failure }
      }
    }
    if (command.kind === 'run.pause' || command.kind === 'run.stop' || command.kind === 'model.cancel')
      return work()
    const queue = command.kind.startsWith('corpus.')
      ? 'corpora'
      : command.kind.startsWith('model.')
        ? 'models'
        : 'runs'
    const reply = this.queues[queue].then(work)
    this.queues[queue] = reply
    return reply
  }

  /** Resolves when nothing is being played. */
  async settled(): Promise<void> {
    await Promise.all([this.queues.corpora, this.queues.models, this.queues.runs])
    await this.active?.done
  }

  /** Ends what is played, saves it, and frees the device. */
  async close(): Promise<void> {
    this.models.cancel()
    await this.end('pause')
    this.drop()
    this.idleDevice?.destroy()
    this.idleDevice = null
    this.listeners.clear()
  }

  private readonly emit = (event: Event): void => {
    for (const listener of this.listeners) listener(event)
  }

  private async device(ports: EnginePorts): ReturnType<EnginePorts['openDevice']> {
    const spare = this.idleDevice
    this.idleDevice = null
    return spare === null ? ports.openDevice() : { ok: true, value: spare }
  }

  /** As the spare device, until somebody takes it or it is lost. */
  private keepIdle(gpu: Gpu): void {
    this.idleDevice = gpu
    void gpu.lost.then(() => {
      if (this.idleDevice === gpu) this.idleDevice = null
    })
  }

  private async obey(command: Command): Promise<void> {
    switch (command.kind) {
      case 'corpus.add':
        return this.corpora.add(command.corpus, command.name, command.files)
      case 'corpus.starter':
        return this.corpora.starter(command.name)
      case 'corpus.remove':
        if (this.active !== null && this.recorder?.record.corpora.includes(command.corpus) === true)
          refuse('busy', 'The run that is being played reads this corpus. Pause it first.', 'run.pause')
        return this.corpora.remove(command.corpus, command.documents)
      case 'model.add':
        return this.models.add(command.files)
      case 'model.download':
        return this.models.download(command.address)
      case 'model.cancel':
        return this.models.cancel()
      case 'model.remove':
        return this.models.remove(command.model)
      case 'model.plan':
        return this.models.plan(command.model, command.linked, this.binding)
      case 'run.create':
        return this.create(command)
      case 'run.open':
        return this.openRun(command.run, command.checkpoint ?? null)
      case 'run.start':
        return this.play(({ linked }) => command.until ?? linked.config.game.rounds)
      case 'run.step':
        return this.play((_, rounds) => rounds + 1)
      case 'run.pause':
        return this.end('pause')
      case 'run.stop':
        return this.end('stop')
      case 'run.remove':
        return this.remove(command.run)
      case 'run.export': {
        const { name, bytes } = await exportRun(
          this.ports.runs,
          this.ports.corpora,
          command.run,
          command.passages,
        )
        return this.emit({ kind: 'file.ready', name, data: new Blob([bytes], { type: 'application/zip' }) })
      }
      case 'run.import': {
        this.refuseWhilePlaying()
        const imported = await importRun(
          this.ports.runs,
          new Uint8Array(await command.data.arrayBuffer()),
          this.ports.newRun(),
        )
        return this.openRun(unwrap(imported).id, null)
      }
      case 'weights.export': {
        const bytes = writeSnapshot(await this.snapshot(command.run, command.checkpoint), {
          half: command.half,
        })
        return this.emit({
          kind: 'file.ready',
          name: `${command.run}-${command.checkpoint}.safetensors`,
          data: new Blob([bytes]),
        })
      }
      case 'checkpoint.remove':
        return this.ports.runs.removeCheckpoint(command.run, command.checkpoint)
      case 'ask':
        return this.ask(command)
      case 'fork':
        return this.look(async (gpu) => this.emit(await fork(this.ports, gpu, command)))
      case 'attend':
        return this.look(async (gpu) => this.emit(await attend(this.ports, gpu, command)))
      case 'arena':
        return this.trial('parts', async (gpu, control) =>
          this.emit({ kind: 'arena', report: await storedArena(this.ports, gpu, command, control) }),
        )
      case 'benchmark':
        return this.trial('questions', async (gpu, control) =>
          this.emit({
            kind: 'benchmarked',
            results: await storedBenchmark(this.ports, gpu, command, control),
          }),
        )
      default:
        return unreachable(command)
    }
  }

  private async create({
    linked,
    corpora,
    name,
    startFrom,
  }: Extract<Command, { kind: 'run.create' }>): Promise<void> {
    this.refuseWhilePlaying()
    const known = await this.ports.corpora.corpora()
    const missing = corpora.find((id) => !known.some((each) => each.id === id))
    if (missing !== undefined) refuse('no-corpus', `There is no corpus "${missing}".`, 'corpus')
    if (corpora.length === 0)
      refuse('no-corpus', 'A run needs a corpus: add files, or take a starter corpus.', 'corpus')
    const { config } = readConfig(linked.config, preset(linked.preset))
    const start = await this.startOf(startFrom ?? { kind: 'scratch' }, config)
    if (start !== null) assertPlayable(start, config)
    const record: RunRecord = {
      id: this.ports.newRun(),
      name,
      created: this.ports.date(),
      linked: { ...linked, config },
      corpora,
      rounds: 0,
      warmSteps: 0,
      state: 'new',
      vocabulary: [],
      device: '',
      note: '',
    }
    await this.ports.runs.put(record)
    if (start !== null) {
      const bytes = writeSnapshot(start)
      const warmSteps = start.position.warm.step
      await this.ports.runs.putCheckpoint(
        { run: record.id, name: WARM, rounds: 0, warmSteps, created: record.created, bytes: bytes.length },
        bytes,
      )
      await this.ports.runs.put({ ...record, state: 'warm', warmSteps })
    }
    await this.openRun(record.id, null)
  }

  /** Weights that a run begins with, as the end of a warm start; null for weights drawn from its seed. */
  private async startOf(from: StartFrom, config: RunConfig): Promise<Snapshot | null> {
    // An adapter is part of the weights from here on, but for one beside a published model, whose weights are
    // not here.
    const warm = ({ adapter, ...snapshot }: Snapshot): Snapshot => ({
      ...{ ...snapshot, ...(snapshot.values === null && adapter !== undefined ? { adapter } : {}) },
      optimizer: null,
      position: { ...startPosition, warm: snapshot.position.warm, warmed: true },
    })
    switch (from.kind) {
      case 'scratch':
        return null
      case 'checkpoint':
        return warm(await this.snapshot(from.run, from.checkpoint))
      case 'builtIn':
        return warm(unwrap(readSnapshot(unwrap(await this.ports.asset(`weights/${from.name}.safetensors`)))))
      case 'model':
        return publishedStart(this.ports, from.name, config)
      default:
        return unreachable(from)
    }
  }

  private snapshot(run: string, checkpoint: string): Promise<Snapshot> {
    return storedSnapshot(this.ports, run, checkpoint, `The run "${run}" has no checkpoint "${checkpoint}".`)
  }

  private async openRun(id: string, checkpoint: string | null): Promise<void> {
    this.refuseWhilePlaying()
    const record = await storedRun(this.ports, id)
    const chosen = (await this.ports.runs.checkpoints(id)).find(({ name }) => name === checkpoint) ?? null
    if (checkpoint !== null && chosen === null)
      refuse('no-checkpoint', `The run has no checkpoint "${checkpoint}".`)
    this.drop()
    this.startCheckpoint = chosen
    this.recorder = await RunRecorder.open(this.ports, this.emit, record)
  }

  /** `until` is asked with the rounds that are done where the run goes on. */
  private play(until: (record: RunRecord, rounds: number) => number): void {
    this.refuseWhilePlaying()
    const recorder = this.recorder ?? refuse('no-run', 'No run is open. Make one or open one first.')
    const job = new RunSupervisor(
      this.ports,
      this.emit,
      recorder,
      until(recorder.record, this.startCheckpoint?.rounds ?? recorder.record.rounds),
      this.pausedLoop,
      this.startCheckpoint?.name ?? null,
    )
    this.pausedLoop = null
    this.startCheckpoint = null
    const done = job.done().then((run) => {
      this.pausedLoop = run
      this.active = null
    })
    this.active = { job, done }
  }

  private async end(ending: Ending): Promise<void> {
    this.evaluation?.abort(new StopError('The trial was told to stop.'))
    this.active?.job.end(ending)
    await this.active?.done
  }

  private async remove(run: string): Promise<void> {
    if (this.recorder?.record.id === run) {
      await this.end('pause')
      this.drop()
      this.recorder = null
      this.emit({ kind: 'status', run: null, activity: 'idle', running: false })
    }
    await this.ports.runs.remove(run)
  }

  private ask(command: Extract<Command, { kind: 'ask' }>): Promise<void> {
    const told = (done: number, total: number): void =>
      this.emit({
        kind: 'progress',
        progress: { activity: 'answering', detail: '', done, total, unit: 'checkpoints' },
      })
    return this.look(async (gpu) =>
      this.emit({
        kind: 'answered',
        question: command.question,
        answers: await ask(this.ports, gpu, command, told),
      }),
    )
  }

  /** A look that may take minutes: it tells how far it is, and pause or stop ends it without a result. */
  private async trial(
    unit: string,
    use: (gpu: Gpu, control: EvaluationControl) => Promise<void>,
  ): Promise<void> {
    const trying = new AbortController()
    const onProgress = (done: number, total: number, detail: string): void =>
      this.emit({ kind: 'progress', progress: { activity: 'answering', detail, done, total, unit } })
    this.evaluation = trying
    try {
      await this.look((gpu) => use(gpu, { signal: trying.signal, onProgress }))
    } catch (thrown) {
      if (!trying.signal.aborted || !isStop(thrown)) throw thrown
    } finally {
      this.evaluation = null
    }
    this.emit({ kind: 'status', run: this.recorder?.record ?? null, activity: 'idle', running: false })
  }

  /** With a device of its own, while nothing is played. */
  private async look(use: (gpu: Gpu) => Promise<void>): Promise<void> {
    this.refuseWhilePlaying()
    const gpu = unwrap(await this.ports.openDevice())
    try {
      await use(gpu)
      if (this.idleDevice === null) this.keepIdle(gpu)
    } finally {
      if (this.idleDevice !== gpu) gpu.destroy()
    }
  }

  private refuseWhilePlaying(): void {
    if (this.active !== null) refuse('busy', 'A run is being played. Pause it first.', 'run.pause')
  }

  /** Frees the model in memory; what it knows was saved when it paused. */
  private drop(): void {
    this.pausedLoop?.runtime.destroy()
    this.pausedLoop = null
  }
}
