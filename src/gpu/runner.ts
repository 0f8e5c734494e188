// Runs programs: encodes them and submits them, one encoder and one submit, cut only where the measured cost
// says that a submit would pass the budget. Cutting changes no result: the queue keeps the order.
import { at } from '../base/at'
import { DeviceMeter } from './deviceMeter'
import { Meter } from './meter'
import type { Profile } from './profile'
import { SubmitClock, type SubmitTime } from './submitClock'
import { byteLength, type Counters, type Dispatch, type Program, type Step } from './types'

export interface RunnerOptions {
  readonly software: boolean
  /** Milliseconds that no submit is to pass; the usual budget when left out. */
  readonly budget?: number | undefined
}

const isEmpty = (step: Dispatch): boolean => step.groups().some((count) => count === 0)

export class Runner {
  private readonly meter = new Meter()
  /** On devices that draw a desktop too and have a clock; elsewhere submits are timed from outside. */
  private readonly clocked: { readonly clock: SubmitClock; readonly meter: DeviceMeter } | undefined
  /** When the queue was last seen empty or a submit done, in ms. */
  private lastDone = 0
  profile: Profile | undefined
  onTime: ((time: SubmitTime) => void) | undefined

  constructor(
    private readonly device: GPUDevice,
    private readonly counters: Counters,
    { software, budget }: RunnerOptions,
  ) {
    if (!software && device.features.has('timestamp-query'))
      this.clocked = { clock: new SubmitClock(device), meter: new DeviceMeter(budget) }
  }

  run(program: Program): void {
    const steps = program.filter((step) => step.kind !== 'dispatch' || !isEmpty(step))
    const work = steps.map((step) => (step.kind === 'dispatch' ? step.work() : 0))
    const cost = (step: Step, amount: number): number =>
      this.clocked === undefined || step.kind !== 'dispatch'
        ? this.meter.cost(amount)
        : this.clocked.meter.cost(step.label, amount)
    const costs = steps.map((step, index) => cost(step, at(work, index)))
    let from = 0
    const meter: Pick<Meter, 'cut'> = this.clocked?.meter ?? this.meter
    for (const to of meter.cut(costs)) {
      this.submit(steps.slice(from, to), work.slice(from, to))
      from = to
    }
  }

  private submit(steps: Program, work: readonly number[]): void {
    const encoder = this.device.createCommandEncoder()
    const isDispatch = steps.map(({ kind }) => kind === 'dispatch')
    const first = isDispatch.indexOf(true)
    const slot = this.profile !== undefined || first < 0 ? undefined : this.clocked?.clock.take()
    // The last pass begins after the last transfer that has a dispatch behind it.
    const last = isDispatch.lastIndexOf(false, isDispatch.lastIndexOf(true)) + 1
    const writesOf = (index: number): { timestampWrites?: GPUComputePassTimestampWrites } => {
      const step = at(steps, index)
      if (this.profile !== undefined && step.kind === 'dispatch')
        return { timestampWrites: this.profile.next(step.label, at(work, index)) }
      if (slot === undefined || (index !== first && index !== last)) return {}
      return {
        timestampWrites: {
          querySet: slot.set,
          ...(index === first ? { beginningOfPassWriteIndex: 0 } : {}),
          ...(index === last ? { endOfPassWriteIndex: 1 } : {}),
        },
      }
    }
    let pass: GPUComputePassEncoder | undefined
    steps.forEach((step, index) => {
      if (step.kind !== 'dispatch' || this.profile !== undefined) {
        pass?.end()
        pass = undefined
      }
      if (step.kind === 'dispatch') {
        pass ??= encoder.beginComputePass(writesOf(index))
        pass.setPipeline(step.pipeline)
        pass.setBindGroup(0, step.bindGroup)
        pass.dispatchWorkgroups(...step.groups())
        this.counters.dispatches += 1
      } else encodeTransfer(encoder, step)
    })
    pass?.end()
    if (slot !== undefined) this.clocked?.clock.resolve(encoder, slot)
    const began = performance.now()
    this.device.queue.submit([encoder.finish()])
    this.counters.submits += 1
    if (this.clocked === undefined) this.learn(work, began)
    else if (slot !== undefined) void this.learnByClock(this.clocked, slot, steps, work)
  }

  private async learnByClock(
    { clock, meter }: NonNullable<Runner['clocked']>,
    slot: NonNullable<ReturnType<SubmitClock['take']>>,
    steps: Program,
    work: readonly number[],
  ): Promise<void> {
    const ms = await clock.read(slot)
    if (ms === null) return
    const dispatches = steps.flatMap((step, index) =>
      step.kind === 'dispatch' ? [{ label: step.label, work: at(work, index) }] : [],
    )
    meter.observe(dispatches, ms)
    this.onTime?.({ ms, dispatches: dispatches.length })
  }

  private learn(work: readonly number[], began: number): void {
    this.device.queue.onSubmittedWorkDone().then(
      () => {
        const now = performance.now()
        const sum = work.reduce((a, b) => a + b, 0)
        this.meter.observe(sum, work.length, now - Math.max(began, this.lastDone))
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
