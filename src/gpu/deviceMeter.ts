// Learns from the device's own clock what each kernel costs there, and cuts programs into submits by that,
// so that a desktop that the device draws too never waits long. Knows numbers, not the GPU.
import { cutBy, DISPATCH_MS, SUBMIT_BUDGET_MS } from './meter'

/** Milliseconds a multiply-add of a kernel that has not been seen: a slow device's. */
const UNSEEN = 1e-6
const LEAST = 1e-12
/** Below this a time is mostly rounding: browsers round timestamps to a tenth of a millisecond. */
const SHORT_MS = 0.5
/** Most by which one observation makes a kernel cheaper. */
const MOST_CHEAPER = 8

/**
 * A rate for each kernel, since a product does a hundred times as much a millisecond as a pass that only
 * moves memory. A submit that took longer than thought makes all its kernels dearer at once, one that took
 * less makes them cheaper by their share in it: an error is on the side of shorter submits.
 */
export class DeviceMeter {
  private readonly msPerWork = new Map<string, number>()

  constructor(private readonly budget: number = SUBMIT_BUDGET_MS) {}

  private rate(label: string): number {
    return this.msPerWork.get(label) ?? UNSEEN
  }

  /** Estimated milliseconds of one dispatch of `work` multiply-adds. */
  cost(label: string, work: number): number {
    return DISPATCH_MS + work * this.rate(label)
  }

  /** Takes in that a submit of these dispatches took `ms` on the device. */
  observe(dispatches: readonly { readonly label: string; readonly work: number }[], ms: number): void {
    const costs = new Map<string, number>()
    for (const { label, work } of dispatches)
      costs.set(label, (costs.get(label) ?? 0) + work * this.rate(label))
    const thought = [...costs.values()].reduce((a, b) => a + b, 0)
    const busy = Math.max(ms - dispatches.length * DISPATCH_MS, ms / 2)
    if (thought <= 0 || (busy > thought && ms < SHORT_MS)) return
    const factor = Math.max(busy / thought, 1 / MOST_CHEAPER)
    for (const [label, cost] of costs)
      this.msPerWork.set(
        label,
        Math.max(LEAST, this.rate(label) * (factor > 1 ? factor : factor ** (cost / thought))),
      )
  }

  /** Where to end submits: the index after the last step of each, in order; the last is costs.length. */
  cut(costs: readonly number[]): number[] {
    return cutBy(costs, this.budget)
  }
}
