// Work on stored checkpoints with a device of its own, while no run trains; an evaluation may take minutes
// and can be ended. It must not know what is asked of the checkpoints.

import { named } from '../../protocol/progressDetail'
import type { Gpu } from '../../gpu'
import { isStop, StopError } from '../errors'
import type { DevicePool } from '../runtime/devicePool'
import type { OpenRun } from '../training/openRun'
import type { Emit } from '../training/runRecorder'
import type { EvaluationControl } from './evaluateStored'

export class Evaluations {
  private current: AbortController | null = null

  constructor(
    private readonly devices: DevicePool,
    private readonly run: OpenRun,
    private readonly emit: Emit,
  ) {}

  /** Short work on a lent device. */
  async inspect(use: (gpu: Gpu) => Promise<void>): Promise<void> {
    this.run.refuseWhileTraining()
    await this.devices.lend(use)
  }

  /** Reports its progress; `abort` ends it without a result. */
  async evaluate(unit: string, use: (gpu: Gpu, control: EvaluationControl) => Promise<void>): Promise<void> {
    const controller = new AbortController()
    this.current = controller
    try {
      await this.inspect((gpu) =>
        use(gpu, {
          signal: controller.signal,
          onProgress: (done, total, detail) => this.progress(done, total, unit, detail),
        }),
      )
    } catch (thrown) {
      if (!controller.signal.aborted || !isStop(thrown)) throw thrown
    } finally {
      this.current = null
    }
    this.emit({ kind: 'status', run: this.run.record, activity: 'idle', running: false })
  }

  progress(done: number, total: number, unit: string, detail = ''): void {
    this.emit({
      kind: 'progress',
      progress: { activity: 'answering', detail: named(detail), done, total, unit },
    })
  }

  abort(): void {
    this.current?.abort(new StopError('The trial was told to stop.'))
  }
}
