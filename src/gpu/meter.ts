// Learns how long work takes on this device and cuts programs into submits by that. Knows numbers, not the GPU.

/** A submit longer than this makes a page stutter. */
export const SUBMIT_BUDGET_MS = 100
/** What a dispatch costs however small it is: 26-31 us in software, 24-71 us on devices. */
const DISPATCH_MS = 0.03
/** Below this, a measurement is mostly the latency of asking. */
const LATENCY_MS = 5
/** Cut at less than the budget, since dispatches differ in their cost for equal work. */
const HEADROOM = 0.6

export class Meter {
  /** Milliseconds a multiply-add; starts at a slow device's (one thousand million a second). */
  private msPerWork = 1e-6

  /** Estimated milliseconds of one dispatch of `work` multiply-adds. */
  cost(work: number): number {
    return DISPATCH_MS + work * this.msPerWork
  }

  /** Takes in that a submit of `dispatches` with `work` in all was seen done after `ms`. */
  observe(work: number, dispatches: number, ms: number): void {
    if (work <= 0) return
    const seen = Math.max(0, ms - dispatches * DISPATCH_MS) / work
    if (seen > this.msPerWork && ms < LATENCY_MS) return
    this.msPerWork += 0.3 * (seen - this.msPerWork)
    this.msPerWork = Math.max(this.msPerWork, 1e-11)
  }

  /** Where to end submits: the index after the last step of each, in order; the last is costs.length. */
  cut(costs: readonly number[]): number[] {
    const ends: number[] = []
    let sum = 0
    costs.forEach((cost, index) => {
      if (sum > 0 && sum + cost > SUBMIT_BUDGET_MS * HEADROOM) {
        ends.push(index)
        sum = 0
      }
      sum += cost
    })
    if (costs.length > 0) ends.push(costs.length)
    return ends
  }
}
