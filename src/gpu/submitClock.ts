// How long each submit kept the device, by two timestamps around its passes. The times arrive a little after
// the submit; it knows no program.
import { at } from '../base/at'

export interface SubmitTime {
  /** Milliseconds on the device's own clock, from its first pass to the end of its last. */
  readonly ms: number
  readonly dispatches: number
}

interface Slot {
  readonly set: GPUQuerySet
  readonly resolved: GPUBuffer
  readonly staging: GPUBuffer
}

/** Two timestamps of eight bytes. */
const BYTES = 16
/** Submits under way that are timed; a program that runs further ahead goes on untimed. */
const MOST_SLOTS = 64

export class SubmitClock {
  private readonly free: Slot[] = []
  private made = 0

  constructor(private readonly device: GPUDevice) {}

  /** Where the next submit writes its two times; undefined where too many are under way. */
  take(): Slot | undefined {
    const known = this.free.pop()
    if (known !== undefined || this.made >= MOST_SLOTS) return known
    this.made += 1
    const buffer = (usage: number): GPUBuffer => this.device.createBuffer({ size: BYTES, usage })
    return {
      set: this.device.createQuerySet({ type: 'timestamp', count: 2 }),
      resolved: buffer(GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC),
      staging: buffer(GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST),
    }
  }

  /** At the end of the submit's commands. */
  resolve(encoder: GPUCommandEncoder, { set, resolved, staging }: Slot): void {
    encoder.resolveQuerySet(set, 0, 2, resolved, 0)
    encoder.copyBufferToBuffer(resolved, 0, staging, 0, BYTES)
  }

  /** Its milliseconds once it is done; null where the device is lost. */
  async read(slot: Slot): Promise<number | null> {
    try {
      await slot.staging.mapAsync(GPUMapMode.READ)
      const times = new BigUint64Array(slot.staging.getMappedRange().slice(0))
      slot.staging.unmap()
      this.free.push(slot)
      // Some drivers hand out an end before its beginning: count that as no time.
      return Math.max(0, Number(at(times, 1) - at(times, 0))) / 1e6
    } catch {
      return null
    }
  }
}
