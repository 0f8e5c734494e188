// Peaks, products and the tuner's timings of a device, and what it says of itself.

import type { Gpu, Program, Tensor } from '../../gpu'
import {
  destroyQuantised,
  leastTime,
  measurePeaks,
  printKernels,
  product,
  quantisedMatrix,
  tune,
  type Weight,
} from '../../ops'
import type { MeasuredExtent, ProductSpeed } from '../../protocol/deviceReport'
import { whileThereIsTime, type MeasurePart } from './measureContext'
import { workloads } from './measured'

/** What decides which kernels run and how large a model may be. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
] as const

export const describeDevice: MeasurePart = ({ gpu, say }) => {
  const { vendor, architecture, description, software } = gpu.info
  say({
    kind: 'device',
    device: {
      ...{ vendor, architecture, description, software },
      features: [...gpu.device.features].sort(),
      limits: Object.fromEntries(LIMITS.map((name) => [name, gpu.limits[name]])),
    },
  })
  return Promise.resolve()
}

export const measureRoof: MeasurePart = async ({ gpu, say }) => {
  const first = await measurePeaks(gpu)
  // What else the machine does can hide the peak, never raise it: the better of two looks counts.
  const second = await measurePeaks(gpu)
  say({
    kind: 'peaks',
    peaks: { flops: Math.max(first.flops, second.flops), bytes: Math.max(first.bytes, second.bytes) },
  })
}

/** Weights that are read in turn, so that a cache does not serve them: at least so many bytes in all. */
const PAST_CACHES = 2 ** 28
const MOST_COPIES = 16

interface Asked {
  readonly m: number
  readonly n: number
  readonly k: number
  readonly weights: ProductSpeed['weights']
}

/** Milliseconds of one product out(m,n) = a(m,k) W(n,k)^T, and bytes that it has to move. */
async function timeProduct(
  gpu: Gpu,
  { m, n, k, weights }: Asked,
  extent: MeasuredExtent,
): Promise<{ ms: number; moved: number }> {
  const used: Tensor[] = []
  const tensor = (label: string, shape: readonly number[]): Tensor => {
    const made = gpu.tensor(label, shape)
    used.push(made)
    return made
  }
  const rows = gpu.extent('product rows', m)
  gpu.setExtent(rows, m)
  const [a, out] = [tensor('product a', [m, k]), tensor('product out', [m, n])]
  const bytes = n * k * { f32: 4, f16: 2, q4: 0.625 }[weights]
  const copies =
    extent === 'software' || weights === 'f32' ? 1 : Math.min(MOST_COPIES, Math.ceil(PAST_CACHES / bytes))
  const matrices: Weight[] = Array.from({ length: copies }, () =>
    weights === 'f32' ? tensor('product W', [n, k]) : quantisedMatrix(gpu, 'product W', weights, [n, k]),
  )
  try {
    await gpu.allocated()
    const program: Program = (
      await Promise.all(matrices.map((weight) => product(gpu, { form: 'nt', a, weight, out, rows })))
    ).flat()
    const moved = program.reduce(
      (sum, step) => sum + (step.kind === 'dispatch' ? (step.traffic?.().moved ?? step.bytes ?? 0) : 0),
      0,
    )
    return { ms: (await leastTime(gpu, program)) / copies, moved: moved / copies }
  } finally {
    for (const each of [...used, rows.tensor]) gpu.destroyTensor(each)
    for (const W of matrices) if (!('buffer' in W)) destroyQuantised(gpu, W)
  }
}

export const measureProducts: MeasurePart = async (context) => {
  const { squares, matrices, rows } = workloads[context.extent]
  const asked: Asked[] = [
    ...squares.map((size): Asked => ({ m: size, n: size, k: size, weights: 'f32' })),
    ...matrices.flatMap(([n, k]) =>
      rows.flatMap((m) => (['f16', 'q4'] as const).map((weights) => ({ m, n, k, weights }))),
    ),
  ]
  await whileThereIsTime(
    context,
    asked,
    ({ m, n, k, weights }) => `${m} x ${n} x ${k} in ${weights}`,
    async (one) => {
      const { ms, moved } = await timeProduct(context.gpu, one, context.extent)
      context.say({
        kind: 'product',
        product: {
          ...{ by: 'WebGPU', ...one, ms },
          flops: (2 * one.m * one.n * one.k) / (ms / 1000),
          bytesPerSecond: moved / (ms / 1000),
        },
      })
    },
  )
}

/** Milliseconds that the tuner may take in all. */
const TUNER_MS = { software: 3000, page: 10_000, whole: 30_000 } as const

export const measureTuning: MeasurePart = async ({ gpu, say, extent }) => {
  const { choice, times, attention, shapes } = await tune(gpu, { limit: TUNER_MS[extent] })
  for (const { product: kernel, variant, ms } of times)
    say({ kind: 'variant', variant: { kernel: `matmul ${kernel}`, variant, ms } })
  for (const { variant, ms } of attention)
    say({ kind: 'variant', variant: { kernel: 'attention', variant, ms } })
  for (const each of shapes) say({ kind: 'variant', variant: each })
  say({ kind: 'choice', choice: printKernels(choice) })
}
