// A trainer that is compiled when it is first needed, or as soon as `begin` says that the device has time for
// it: most of a run's pipelines are for learning, and nothing is learned before the first questions are
// written. It must not know what is trained.

import type { OptimizerState, UpdateSettings } from '../../model/optimizerState'
import type { TrainingSequence } from '../../model/packing'
import type { LossReport, LossSettings, Trainer } from '../../model/trainer'
import type { GradientTrainer } from '../../training/learner'

export class DeferredTrainer implements GradientTrainer {
  private making: Promise<Trainer> | null = null
  /** What the optimizer remembers, until there is one to remember it; null for nothing. */
  private waiting: OptimizerState | null = null

  /** `create` compiles and allocates everything; it is called once. */
  constructor(private readonly create: () => Promise<Trainer>) {}

  /** Throws GpuMemoryError where it does not fit, each time. */
  private trainer(): Promise<Trainer> {
    this.making ??= this.create().then((trainer) => {
      if (this.waiting !== null) trainer.load(this.waiting)
      this.waiting = null
      return trainer
    })
    return this.making
  }

  /** Starts to compile in the background; whoever first needs the trainer is told what went wrong. */
  begin(): void {
    this.trainer().catch(() => undefined)
  }

  async accumulate(sequences: readonly TrainingSequence[], settings: LossSettings): Promise<LossReport> {
    return (await this.trainer()).accumulate(sequences, settings)
  }

  async step(settings: UpdateSettings): Promise<{ norms: number[]; norm: number }> {
    return (await this.trainer()).step(settings)
  }

  async state(): Promise<OptimizerState> {
    return (await this.trainer()).state()
  }

  async load(state: OptimizerState): Promise<void> {
    if (this.making === null) this.waiting = state
    else (await this.making).load(state)
  }

  /** As if there had been no step yet. */
  async forget(): Promise<void> {
    if (this.making === null) this.waiting = null
    else (await this.making).forget()
  }

  /** Waits for one that is being made. */
  async destroy(): Promise<void> {
    const made = await this.making?.catch(() => null)
    made?.destroy()
  }
}
