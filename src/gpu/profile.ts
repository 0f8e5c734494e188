// Time on the device by dispatch label, from timestamp queries: what a roofline is drawn from.
// Each dispatch gets a pass of its own while a profile is taken, so the sum is a little more than an
// unprofiled run.

import { at } from '../base/at'

export interface ProfileEntry {
  readonly label: string
  readonly count: number
  readonly ms: number
  /** Multiply-adds of all its dispatches. */
  readonly work: number
}

/** Queries that one set may hold (a limit of WebGPU). */
const SET_SIZE = 4096

export class Profile {
  private readonly dispatches: { label: string; work: number }[] = []
  private readonly sets: GPUQuerySet[] = []

  constructor(private readonly device: GPUDevice) {}

  /** The timestamp writes for the pass of the next dispatch. */
  next(label: string, work: number): GPUComputePassTimestampWrites {
    const first = (this.dispatches.length * 2) % SET_SIZE
    if (first === 0) this.sets.push(this.device.createQuerySet({ type: 'timestamp', count: SET_SIZE }))
    this.dispatches.push({ label, work })
    const querySet = this.sets[this.sets.length - 1] as GPUQuerySet
    return { querySet, beginningOfPassWriteIndex: first, endOfPassWriteIndex: first + 1 }
  }

  /** Sums by label, the slowest first. Ends the profile. */
  async finish(): Promise<ProfileEntry[]> {
    const bytes = this.sets.length * SET_SIZE * 8
    if (bytes === 0) return []
    const resolved = this.device.createBuffer({
      size: bytes,
      usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
    })
    const staging = this.device.createBuffer({
      size: bytes,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    })
    const encoder = this.device.createCommandEncoder()
    this.sets.forEach((set, i) => encoder.resolveQuerySet(set, 0, SET_SIZE, resolved, i * SET_SIZE * 8))
    encoder.copyBufferToBuffer(resolved, 0, staging, 0, bytes)
    this.device.queue.submit([encoder.finish()])
    await staging.mapAsync(GPUMapMode.READ)
    const times = new BigUint64Array(staging.getMappedRange().slice(0))
    for (const resource of [...this.sets, resolved, staging]) resource.destroy()
    return this.sum(times)
  }

  private sum(times: BigUint64Array): ProfileEntry[] {
    const entries = new Map<string, { label: string; count: number; ms: number; work: number }>()
    this.dispatches.forEach(({ label, work }, i) => {
      const entry = entries.get(label) ?? { label, count: 0, ms: 0, work: 0 }
      entry.count += 1
      entry.work += work
      // Some drivers hand out an end before its beginning: count that as no time.
      entry.ms += Math.max(0, Number(at(times, 2 * i + 1) - at(times, 2 * i))) / 1e6
      entries.set(label, entry)
    })
    return [...entries.values()].sort((a, b) => b.ms - a.ms)
  }
}
