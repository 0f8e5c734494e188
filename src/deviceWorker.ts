// *Test this GPU*: the kernel suite and the speeds of the visitor's device, in a worker of its own that can
// be ended at any time. A composition root: joins measuring and the kernels' checks to a device and the page.

import { measureChecks } from './engine/device/measureChecks'
import { measurePart, measures, overAfter } from './engine/device/measureDevice'
import { Gpu } from './gpu'
import { checkedOperations, checkOf } from './kernelChecks'
import { problemOf } from './problems'
import type { DevicePart, DeviceTestAnswer, DeviceTestRequest } from './protocol/deviceReport'

/** Seconds of each part, in the order in which they are measured: under two minutes in all. */
const SECONDS = {
  device: 2,
  peaks: 5,
  checks: 40,
  training: 18,
  sampling: 14,
  products: 8,
  kernels: 14,
  tuning: 12,
} as const satisfies Partial<Record<DevicePart, number>>

const answer = (said: DeviceTestAnswer): void => self.postMessage(said)

async function test({
  deviceTest: extent,
  operations = checkedOperations,
}: DeviceTestRequest): Promise<void> {
  const opened = await Gpu.open((navigator as { readonly gpu?: GPU }).gpu as GPU)
  if (!opened.ok) return answer({ kind: 'failed', failure: opened.error })
  const gpu = opened.value
  const all = { ...measures, checks: measureChecks({ operations, checkOf }) }
  const parts = Object.keys(SECONDS) as (keyof typeof SECONDS)[]
  for (const [index, part] of parts.entries()) {
    answer({ kind: 'part', part, done: index + 1, of: parts.length })
    const outcome = await measurePart(part, all[part], {
      ...{ gpu, extent },
      say: (finding) => answer({ kind: 'finding', finding }),
      over: overAfter(SECONDS[part]),
    })
    answer({ kind: 'outcome', outcome })
  }
  gpu.destroy()
  answer({ kind: 'end' })
}

self.addEventListener('message', ({ data }: MessageEvent<DeviceTestRequest>) => {
  test(data).catch((thrown: unknown) => answer({ kind: 'failed', failure: problemOf(thrown) }))
})
