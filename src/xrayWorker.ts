// The kernels under the floor, in a worker of their own: runs the checks of one operation against its f64
// reference, or times the kernels of a training step, on the visitor's device. A composition root: joins
// checks and model to a device and the page.

import { adapterName } from './base/adapterName'
import { architectureOf } from './config/architecture'
import { preset } from './config/config'
import { Gpu } from './gpu'
import { Model } from './model/model'
import { Trainer } from './model/trainer'
import { kernelRates, listening, measurePeaks } from './ops'
import { checkOf } from './kernelChecks'
import { ProblemError, problemOf } from './problems'
import type {
  CheckAnswer,
  CheckRequest,
  Roofline,
  RooflineAnswer,
  RooflineRequest,
} from './protocol/kernelReport'

async function withDevice<T>(use: (gpu: Gpu, device: string) => Promise<T>): Promise<T> {
  const opened = await Gpu.open((navigator as { readonly gpu?: GPU }).gpu as GPU)
  if (!opened.ok) throw new ProblemError(opened.error)
  const gpu = opened.value
  const { software } = gpu.info
  const device = adapterName(gpu.info)
  try {
    return await use(gpu, software ? `${device} (software)` : device)
  } finally {
    gpu.destroy()
  }
}

async function run(operation: string): Promise<CheckAnswer> {
  const check = await checkOf(operation)
  return withDevice(async (gpu, device) => {
    const timed = gpu.device.features.has('timestamp-query')
    if (timed) gpu.beginProfile()
    const reports = await check(gpu)
    const times = timed ? await gpu.endProfile() : null
    return {
      operation,
      ok: true,
      reports,
      times: times?.map(({ label, count, ms }) => ({ label, count, ms })) ?? null,
      device,
    }
  })
}

/** Sequences of a step; on a processor that plays a GPU fewer, so that nobody waits for minutes. */
const sequences = { device: 16, software: 2 } as const
const sequenceLength = 128

/**
 * Every dispatch of one training step of a model with this many tokens, its weights noise: times do not ask
 * what they are.
 */
async function roofline({ roofline: size, vocabulary }: RooflineRequest): Promise<Roofline> {
  return withDevice(async (own, device) => {
    const before = await measurePeaks(own)
    const { gpu, heard } = listening(own)
    const count = own.info.software ? sequences.software : sequences.device
    const rows = count * sequenceLength
    const model = await Model.create(gpu, architectureOf(size, vocabulary))
    model.initialise(1)
    const trainer = await Trainer.create(model, { rows, lossRows: rows, sets: 1 })
    heard.length = 0
    const batch = Array.from({ length: count }, (_, i) => ({
      tokens: Uint32Array.from({ length: sequenceLength + 1 }, (__, t) => (7 * t + 13 * i) % vocabulary),
      from: 1,
      weight: 1 / rows,
      advantage: 1,
    }))
    await trainer.accumulate(batch, { set: 0, temperature: 1, clip: null })
    await trainer.step({ ...preset('default').update, learningRate: 1e-6 })
    const kernels = await kernelRates(own, [...heard])
    // What else the machine does can hide the peak, never raise it: the better of two looks counts.
    const after = await measurePeaks(own)
    return {
      device,
      size,
      rows,
      flops: Math.max(before.flops, after.flops),
      bandwidth: Math.max(before.bytes, after.bytes),
      kernels,
      clock: own.device.features.has('timestamp-query') ? 'device' : 'outside',
    }
  })
}

self.addEventListener('message', ({ data }: MessageEvent<CheckRequest | RooflineRequest>) => {
  const answer: Promise<CheckAnswer | RooflineAnswer> =
    'roofline' in data
      ? roofline(data)
          .then((found) => ({ ok: true as const, roofline: found }))
          .catch((thrown: unknown) => ({ ok: false as const, failure: problemOf(thrown) }))
      : run(data.operation).catch((thrown: unknown) => ({
          operation: data.operation,
          ok: false as const,
          failure: problemOf(thrown),
        }))
  void answer.then((found) => self.postMessage(found))
})
