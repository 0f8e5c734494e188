// Learns how long work takes on this device and cuts programs into submits by that. Knows numbers, not the
// GPU.

import { at } from '../base/at'

/** A submit longer than this makes a page stutter. */
export const SUBMIT_BUDGET_MS = 100
/** What a dispatch costs however small it is: 26-31 us in software, 24-71 us on devices. */
export const DISPATCH_MS = 0.03
/** Below this, a measurement is mostly the latency of asking. */
const LATENCY_MS = 5
/** Observations that are remembered; the estimate is their lower quartile. */
const WINDOW = 16
/** Submits that were seen done in quick succession are one observation, of at least so long. */
const OBSERVATION_MS = 20
/** Cut at less than the budget, since dispatches differ in their cost for equal work. */
const HEADROOM = 0.6

/**
 * What else runs on the device makes some submits slow and none fast: the lower quartile of what was seen is
 * the device's own speed, where a mean would cut programs to pieces on a busy machine.
 */
export class Meter {
  /** Milliseconds a multiply-add, newest last; starts at a slow device's (one thousand million a second). */
  private readonly seen: number[] = [1e-6]
  private msPerWork = 1e-6
  /** Of the submits since the last observation. */
  private work = 0
  private ms = 0

  /** Estimated milliseconds of one dispatch of `work` multiply-adds. */
  cost(work: number): number {
    return DISPATCH_MS + work * this.msPerWork
  }

  /** Takes in that a submit of `dispatches` with `work` in all was seen done after `ms`. */
  observe(work: number, dispatches: number, ms: number): void {
    if (work <= 0) return
    const busy = Math.max(0, ms - dispatches * DISPATCH_MS)
    if (busy / work > this.msPerWork && ms < LATENCY_MS) return
    this.work += work
    this.ms += busy
    if (this.ms < OBSERVATION_MS) return
    this.seen.push(Math.max(this.ms / this.work, 1e-11))
    if (this.seen.length > WINDOW) this.seen.shift()
    this.msPerWork = at(
      this.seen.toSorted((a, b) => a - b),
      Math.floor((this.seen.length - 1) / 4),
    )
    this.work = 0
    this.ms = 0
  }

  /** Where to end submits: the index after the last step of each, in order; the last is costs.length. */
  cut(costs: readonly number[]): number[] {
    return cutBy(costs, SUBMIT_BUDGET_MS)
  }
}

/** Ends of submits of steps with these costs, none of which is thought to come near the budget. */
export function cutBy(costs: readonly number[], budget: number): number[] {
  const ends: number[] = []
  let sum = 0
  costs.forEach((cost, index) => {
    if (sum > 0 && sum + cost > budget * HEADROOM) {
      ends.push(index)
      sum = 0
    }
    sum += cost
  })
  if (costs.length > 0) ends.push(costs.length)
  return ends
}
