// The kernels under the floor, in a worker of their own: runs the checks of one operation against its f64 reference, on the
// visitor's device. A composition root: joins the checks beside the shaders to a device and to the page.

import { Gpu } from './gpu'
import type { CheckAnswer, CheckAsked, KernelReport } from './protocol/kernels'
import { messageOf } from './base/result'

type Check = (gpu: Gpu) => Promise<readonly KernelReport[]>

const files = import.meta.glob<Record<string, unknown>>('../shaders/*/*.check.ts')

/** shaders/matmul/matmul.check.ts exports checkMatmul: every case of every kernel of the operation. */
async function checkOf(operation: string): Promise<Check> {
  const check = (await files[`../shaders/${operation}/${operation}.check.ts`]?.())?.[`check${operation.charAt(0).toUpperCase()}${operation.slice(1)}`]
  if (typeof check !== 'function') throw new Error(`There is no check called "${operation}".`)
  return check as Check
}

async function run(operation: string): Promise<CheckAnswer> {
  const check = await checkOf(operation)
  const opened = await Gpu.open((navigator as { readonly gpu?: GPU }).gpu as GPU)
  if (!opened.ok) throw new Error(opened.error.message)
  const gpu = opened.value
  try {
    const timed = gpu.device.features.has('timestamp-query')
    if (timed) gpu.beginProfile()
    const reports = await check(gpu)
    const times = timed ? await gpu.endProfile() : null
    const { vendor, architecture, description, software } = gpu.info
    const device = [vendor, architecture, description].filter((part) => part !== '').join(' ')
    return { operation, ok: true, reports, times: times?.map(({ label, count, ms }) => ({ label, count, ms })) ?? null, device: software ? `${device} (software)` : device }
  } finally {
    gpu.destroy()
  }
}

self.addEventListener('message', ({ data }: MessageEvent<CheckAsked>) => {
  void run(data.operation)
    .catch((thrown: unknown): CheckAnswer => ({ operation: data.operation, ok: false, message: messageOf(thrown) }))
    .then((answer) => self.postMessage(answer))
})
