// The adapter's own limits, measured: multiply-adds a second and bytes a second; and how near to them a kernel comes.
import copySource from '../../shaders/roofline/roofline.copy.wgsl?static'
import fmaSource from '../../shaders/roofline/roofline.fma.wgsl?static'
import type { Gpu, ProfileEntry, Program, Tensor } from '../gpu'
import { launch } from './launch'
import { threadGroups } from './threads'

export interface Peaks {
  /** Floating point operations a second; a multiply-add is two. */
  readonly flops: number
  /** Bytes a second, read and written together. */
  readonly bytes: number
}

/** Operations of one thread and round of the kernel: eight vectors of four multiply-adds. */
const ROUND_FLOPS = 64

const lengthOf = ({ shape }: Tensor): number => shape[0] ?? 0

export async function fmaProgram(gpu: Gpu, out: Tensor, rounds: number): Promise<Program> {
  const threads = lengthOf(out)
  const step = await launch(gpu, {
    label: 'roofline fma',
    source: fmaSource,
    constants: { ROUNDS: rounds },
    tensors: [out],
    groups: () => [Math.ceil(threads / 64), 1, 1],
    work: () => (threads * rounds * ROUND_FLOPS) / 2,
  })
  return [step]
}

export async function copyProgram(gpu: Gpu, from: Tensor, out: Tensor): Promise<Program> {
  const count = lengthOf(out)
  if (count % 4 !== 0 || lengthOf(from) !== count) throw new RangeError(`roofline copy: ${lengthOf(from)} numbers into ${count}; equal multiples of 4 are copied`)
  const step = await launch(gpu, {
    label: 'roofline copy',
    source: copySource,
    tensors: [from, out],
    groups: () => threadGroups(count / 4),
    work: () => count,
  })
  return [step]
}

/** Milliseconds that the device itself took where it has timestamps, else those until it said that it was done. */
export async function deviceTime(gpu: Gpu, program: Program): Promise<number> {
  await gpu.settled()
  const timestamps = gpu.device.features.has('timestamp-query')
  if (timestamps) gpu.beginProfile()
  const began = performance.now()
  gpu.run(program)
  if (timestamps) {
    const measured = (await gpu.endProfile()).reduce((sum, { ms }) => sum + ms, 0)
    // Devices round timestamps: what is too short to be seen is timed from outside.
    if (measured > 0) return measured
  }
  await gpu.settled()
  return performance.now() - began
}

const REPEATS = 3
/** A measurement is long enough when it takes this many milliseconds. */
const LONG_MS = 8

/** Best rate over programs that grow until one takes long enough to be timed. */
async function bestRate(gpu: Gpu, program: Program, amount: number): Promise<number> {
  await deviceTime(gpu, program)
  let copies = 1
  for (;;) {
    const ms = await deviceTime(gpu, Array.from({ length: copies }, () => program).flat())
    if (ms >= LONG_MS || copies >= 256) break
    copies *= 4
  }
  let best = 0
  for (let i = 0; i < REPEATS; i++) best = Math.max(best, (copies * amount) / (await deviceTime(gpu, Array.from({ length: copies }, () => program).flat())))
  return 1000 * best
}

const THREADS = 2 ** 14
const ROUNDS = 64
const NUMBERS = 2 ** 20

export async function measurePeaks(gpu: Gpu): Promise<Peaks> {
  const threads = gpu.tensor('roofline', [THREADS])
  const [from, to] = [gpu.tensor('roofline from', [NUMBERS]), gpu.tensor('roofline to', [NUMBERS])]
  try {
    await gpu.allocated()
    const flops = await bestRate(gpu, await fmaProgram(gpu, threads, ROUNDS), THREADS * ROUNDS * ROUND_FLOPS)
    const bytes = await bestRate(gpu, await copyProgram(gpu, from, to), 8 * NUMBERS)
    return { flops, bytes }
  } finally {
    for (const tensor of [threads, from, to]) gpu.destroyTensor(tensor)
  }
}

/** Share of the peak that a kernel's multiply-adds reach, 0 where its time was too short to be seen. */
export const shareOf = ({ ms, work }: ProfileEntry, { flops }: Peaks): number => (ms > 0 ? (2 * work) / (ms / 1000) / flops : 0)
