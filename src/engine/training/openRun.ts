// The run that is open: its recorder, its training loop while it is paused with the model in memory, and its
// supervisor while it trains. One run is open at a time. It must not know commands.

import { problem } from '../../problems'
import type { CheckpointRecord, RunRecord } from '../../protocol/records'
import { storedRun } from '../checkpoints/storedCheckpoint'
import { refuse } from '../errors'
import type { EnginePorts } from '../enginePorts'
import { RunRecorder, type Emit } from './runRecorder'
import { RunSupervisor, type Ending } from './runSupervisor'
import type { TrainingLoop } from './trainingLoop'

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
  async rename(id: string, name: string): Promise<void> {
    if (this.record?.id !== id) await this.ports.runs.put({ ...(await storedRun(this.ports, id)), name })
    // It may have been opened since.
    if (this.record?.id === id) await this.recorder?.change({ name })
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
