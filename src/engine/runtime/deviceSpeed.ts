// How fast a device computes what a run computes: products of the size of a layer's, and dispatches that have
// next to nothing to do. Takes well under a second on a GPU; it keeps nothing.

import type { DeviceSpeed } from '../../config/runTime'
import type { Gpu, Program } from '../../gpu'
import { matmul } from '../../ops'

/** A measurement is long enough when it takes this many milliseconds. */
const LONG_MS = 30
const MOST_COPIES = 1024
const LARGE = { m: 512, n: 384, k: 128 }
const SMALL = { m: 8, n: 64, k: 64 }

/** Seconds of one run of a program, of batches that grow until one is long enough to be timed. */
async function secondsOf(gpu: Gpu, program: Program): Promise<number> {
  gpu.run(program)
  await gpu.settled()
  for (let copies = 4; ; copies *= 4) {
    const began = performance.now()
    gpu.run(Array.from({ length: copies }, () => program).flat())
    await gpu.settled()
    const ms = performance.now() - began
    if (ms >= LONG_MS || copies >= MOST_COPIES) return ms / 1000 / copies
  }
}

async function product(gpu: Gpu, { m, n, k }: typeof LARGE): Promise<number> {
  const a = gpu.tensor('speed a', [m, k])
  const b = gpu.tensor('speed b', [n, k])
  const out = gpu.tensor('speed out', [m, n])
  const rows = gpu.extent('speed rows', m)
  gpu.setExtent(rows, m)
  try {
    await gpu.allocated()
    return await secondsOf(gpu, await matmul(gpu, { form: 'nt', a, b, out, rows }))
  } finally {
    for (const tensor of [a, b, out, rows.tensor]) gpu.destroyTensor(tensor)
  }
}

/** Seconds a dispatch, operations a second. */
export async function measureSpeed(gpu: Gpu): Promise<DeviceSpeed> {
  const { m, n, k } = LARGE
  return { flops: (2 * m * n * k) / (await product(gpu, LARGE)), dispatch: await product(gpu, SMALL) }
}
