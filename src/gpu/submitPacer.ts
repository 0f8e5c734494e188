// Cuts programs into submits so that none takes longer than the budget, by what the submits before it took.
// Cutting changes no result: the queue keeps the order.
import { at } from '../base/at'
import { DeviceMeter } from './deviceMeter'
import { Meter } from './meter'
import { SubmitClock, type SubmitTime } from './submitClock'
import type { Dispatch, Program, Step } from './types'

export interface PacerOptions {
  readonly software: boolean
  /** Milliseconds that no submit is to pass; the usual budget when left out. */
  readonly budget?: number | undefined
}

/** What is submitted at once. */
export interface SubmitPart {
  readonly steps: Program
  /** Of each step; 0 where it is no dispatch. */
  readonly work: readonly number[]
}

/** Where the device's own clock is read around a part. */
export interface PartTiming {
  /** By index of the step that begins a pass. */
  readonly writesOf: (index: number) => { timestampWrites?: GPUComputePassTimestampWrites }
  /** Called with the encoder when all steps are in it. */
  readonly resolve: (encoder: GPUCommandEncoder) => void
  /** Called when the part is submitted, which began at `began`, in ms. */
  readonly submitted: (began: number) => void
}

const isEmpty = (step: Dispatch): boolean => step.groups().some((count) => count === 0)

export class SubmitPacer {
  private readonly meter = new Meter()
  /** On devices that draw a desktop too and have a clock; elsewhere submits are timed from outside. */
  private readonly clocked: { readonly clock: SubmitClock; readonly meter: DeviceMeter } | undefined
  /** When the queue was last seen empty or a submit done, in ms. */
  private lastDone = 0
  onTime: ((time: SubmitTime) => void) | undefined

  constructor(
    private readonly device: GPUDevice,
    { software, budget }: PacerOptions,
  ) {
    if (!software && device.features.has('timestamp-query'))
      this.clocked = { clock: new SubmitClock(device), meter: new DeviceMeter(budget) }
  }

  /** The steps of a program that do something, in order, cut where the cost says so. */
  *parts(program: Program): Iterable<SubmitPart> {
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
      yield { steps: steps.slice(from, to), work: work.slice(from, to) }
      from = to
    }
  }

  /** `profiled`: each dispatch is timed by itself, so the part is not. */
  timing(part: SubmitPart, profiled: boolean): PartTiming {
    const isDispatch = part.steps.map(({ kind }) => kind === 'dispatch')
    const first = isDispatch.indexOf(true)
    const slot = profiled || first < 0 ? undefined : this.clocked?.clock.take()
    // The last pass begins after the last transfer that has a dispatch behind it.
    const last = isDispatch.lastIndexOf(false, isDispatch.lastIndexOf(true)) + 1
    return {
      writesOf: (index) =>
        slot === undefined || (index !== first && index !== last)
          ? {}
          : {
              timestampWrites: {
                querySet: slot.set,
                ...(index === first ? { beginningOfPassWriteIndex: 0 } : {}),
                ...(index === last ? { endOfPassWriteIndex: 1 } : {}),
              },
            },
      resolve: (encoder) => {
        if (slot !== undefined) this.clocked?.clock.resolve(encoder, slot)
      },
      submitted: (began) => {
        if (this.clocked === undefined) this.learn(part.work, began)
        else if (slot !== undefined) void this.learnByClock(this.clocked, slot, part)
      },
    }
  }

  private async learnByClock(
    { clock, meter }: NonNullable<SubmitPacer['clocked']>,
    slot: NonNullable<ReturnType<SubmitClock['take']>>,
    { steps, work }: SubmitPart,
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
