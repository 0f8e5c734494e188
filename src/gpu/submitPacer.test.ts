import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { at, get } from '../base/at'
import { Random } from '../base/random'
import { SUBMIT_BUDGET_MS } from './meter'
import { SubmitPacer, type SubmitPart } from './submitPacer'
import type { Dispatch, Program } from './types'

/** Milliseconds of a multiply-add on three devices, whose kernels differ by a factor of thousands. */
const devices = {
  integrated: new Map([
    ['product', 1e-8],
    ['attention', 8e-8],
    ['norm', 4e-7],
  ]),
  large: new Map([
    ['product', 2e-10],
    ['attention', 2e-9],
    ['norm', 1e-8],
  ]),
  slow: new Map([
    ['product', 5e-7],
    ['attention', 8e-7],
    ['norm', 1e-6],
  ]),
}

/** A device whose clock runs as it is told: each part takes what its dispatches cost there. */
class FakeDevice {
  readonly features = new Set(['timestamp-query'])
  readonly queue = { onSubmittedWorkDone: () => Promise.resolve() }
  /** Nanoseconds that the next read says. */
  private next = 0n

  createQuerySet = (): object => ({})
  createBuffer = (): object => ({
    mapAsync: () => Promise.resolve(),
    getMappedRange: () => BigUint64Array.of(1000n, 1000n + this.next).buffer,
    unmap: () => undefined,
  })

  takes(ms: number): void {
    this.next = BigInt(Math.round(1e6 * ms))
  }
}

const encoder = { resolveQuerySet: () => undefined, copyBufferToBuffer: () => undefined }

// Flags that no device of Node's own defines.
beforeAll(() => {
  vi.stubGlobal('GPUBufferUsage', { MAP_READ: 1, COPY_SRC: 4, COPY_DST: 8, QUERY_RESOLVE: 512 })
  vi.stubGlobal('GPUMapMode', { READ: 1 })
})
afterAll(() => void vi.unstubAllGlobals())

const dispatch = (label: string, work: number): Dispatch =>
  ({ kind: 'dispatch', label, groups: () => [1, 1, 1], work: () => work }) as unknown as Dispatch

/** A training step's worth: dispatches of 0.1 to 30 ms on the device, most of them short. */
function stepOn(rates: ReadonlyMap<string, number>, random: Random): Program {
  const labels = [...rates.keys()]
  return Array.from({ length: 300 }, () => {
    const label = at(labels, random.integer(0, labels.length - 1))
    return dispatch(label, (0.1 * 300 ** (random.uniform() ** 2)) / get(rates, label))
  })
}

async function run(
  program: Program,
  pacer: SubmitPacer,
  device: FakeDevice,
  rates: ReadonlyMap<string, number>,
) {
  const times: number[] = []
  for (const part of pacer.parts(program)) {
    const ms = part.steps.reduce((sum, step) => sum + (step.kind === 'dispatch' ? truth(step, rates) : 0), 0)
    device.takes(ms)
    times.push(ms)
    await submitted(pacer, part)
  }
  return times
}

const truth = (step: Dispatch, rates: ReadonlyMap<string, number>): number =>
  0.01 + step.work() * get(rates, step.label)

async function submitted(pacer: SubmitPacer, part: SubmitPart): Promise<void> {
  const timing = pacer.timing(part, false)
  timing.resolve(encoder as unknown as GPUCommandEncoder)
  timing.submitted(0)
  // The clock is read in a few turns of the queue.
  for (let i = 0; i < 4; i++) await Promise.resolve()
}

describe('SubmitPacer', () => {
  it.each(Object.entries(devices))(
    "lets no submit pass the budget by the device's own clock (%s), from the first step on",
    async (_, rates) => {
      for (let seed = 1; seed <= 2; seed++) {
        const device = new FakeDevice()
        const pacer = new SubmitPacer(device as unknown as GPUDevice, { software: false })
        const heard: number[] = []
        pacer.onTime = ({ ms }) => void heard.push(ms)
        const random = Random.from(seed)
        let parts = 0
        for (let step = 0; step < 10; step++) {
          const times = await run(stepOn(rates, random), pacer, device, rates)
          parts = times.length
          expect(Math.max(...times)).toBeLessThan(SUBMIT_BUDGET_MS)
        }
        // What was timed is what the device took, and short dispatches are joined.
        expect(heard.length).toBeGreaterThan(10)
        expect(parts).toBeLessThan(150)
      }
    },
  )
})
