// Encodes programs and submits them: one encoder and one submit, cut only where the measured cost
// says that a submit would pass the budget. Cutting changes no result: the queue keeps the order.
import { at } from '../base/at'
import { Meter } from './meter'
import type { Profile } from './profile'
import { byteLength, type Counters, type Dispatch, type Program, type Step } from './types'

const isEmpty = (step: Dispatch): boolean => step.groups().some((count) => count === 0)

export class Runner {
  private readonly meter = new Meter()
  /** When the queue was last seen empty or a submit done, in ms. */
  private lastDone = 0
  profile: Profile | undefined

  constructor(
    private readonly device: GPUDevice,
    private readonly counters: Counters,
  ) {}

  run(program: Program): void {
    const steps = program.filter((step) => step.kind !== 'dispatch' || !isEmpty(step))
    const work = steps.map((step) => (step.kind === 'dispatch' ? step.work() : 0))
    let from = 0
    for (const to of this.meter.cut(work.map((amount) => this.meter.cost(amount)))) {
      this.submit(steps.slice(from, to), work.slice(from, to))
      from = to
    }
  }

  private submit(steps: Program, work: readonly number[]): void {
    const encoder = this.device.createCommandEncoder()
    let pass: GPUComputePassEncoder | undefined
    steps.forEach((step, index) => {
      if (step.kind !== 'dispatch' || this.profile !== undefined) {
        pass?.end()
        pass = undefined
      }
      if (step.kind === 'dispatch') {
        pass ??= encoder.beginComputePass(
          this.profile === undefined
            ? {}
            : { timestampWrites: this.profile.next(step.label, at(work, index)) },
        )
        pass.setPipeline(step.pipeline)
        pass.setBindGroup(0, step.bindGroup)
        pass.dispatchWorkgroups(...step.groups())
        this.counters.dispatches += 1
      } else encodeTransfer(encoder, step)
    })
    pass?.end()
    const began = performance.now()
    this.device.queue.submit([encoder.finish()])
    this.counters.submits += 1
    this.learn(
      work.reduce((a, b) => a + b, 0),
      steps.length,
      began,
    )
  }

  private learn(work: number, dispatches: number, began: number): void {
    this.device.queue.onSubmittedWorkDone().then(
      () => {
        const now = performance.now()
        this.meter.observe(work, dispatches, now - Math.max(began, this.lastDone))
        this.lastDone = now
      },
      () => undefined, // a lost device: its own promise tells
    )
  }
}

function encodeTransfer(encoder: GPUCommandEncoder, step: Exclude<Step, Dispatch>): void {
  switch (step.kind) {
    case 'clear':
      encoder.clearBuffer(step.tensor.buffer, step.tensor.offset, byteLength(step.tensor.shape))
      return
    case 'copy':
      encoder.copyBufferToBuffer(
        step.from.buffer,
        step.from.offset,
        step.to.buffer,
        step.to.offset,
        byteLength(step.from.shape),
      )
  }
}
