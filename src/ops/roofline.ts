// The adapter's own limits, measured: multiply-adds a second and bytes a second; and how near to them a
// kernel comes.
import { at } from '../base/at'
import copySource from '../../shaders/roofline/roofline.copy.wgsl?static'
import fmaSource from '../../shaders/roofline/roofline.fma.wgsl?static'
import type { Dispatch, Gpu, ProfileEntry, Program, Tensor } from '../gpu'
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

const lengthOf = ({ shape }: Tensor): number => at(shape, 0)

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
  if (count % 4 !== 0 || lengthOf(from) !== count)
    throw new RangeError(
      `roofline copy: ${lengthOf(from)} numbers into ${count}; equal multiples of 4 are copied`,
    )
  const step = await launch(gpu, {
    label: 'roofline copy',
    source: copySource,
    tensors: [from, out],
    groups: () => threadGroups(count / 4),
    work: () => count,
  })
  return [step]
}

/**
 * Milliseconds that the device itself took where it has timestamps, else those until it said that it was
 * done.
 */
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

/**
 * Least milliseconds of one run of a program, from batches that grow until one takes long enough to be timed.
 */
export async function leastTime(gpu: Gpu, program: Program): Promise<number> {
  await deviceTime(gpu, program)
  let copies = 1
  for (;;) {
    const ms = await deviceTime(gpu, Array.from({ length: copies }, () => program).flat())
    if (ms >= LONG_MS || copies >= 256) break
    copies *= 4
  }
  let best = Infinity
  for (let i = 0; i < REPEATS; i++)
    best = Math.min(
      best,
      (await deviceTime(gpu, Array.from({ length: copies }, () => program).flat())) / copies,
    )
  return best
}

/** Best rate of a program that does this amount, a second. */
const bestRate = async (gpu: Gpu, program: Program, amount: number): Promise<number> =>
  (1000 * amount) / (await leastTime(gpu, program))

interface RoofSize {
  readonly threads: number
  readonly rounds: number
  /** Numbers that are copied. */
  readonly numbers: number
}

/** A device is filled with threads, and copies more than its caches hold. */
const SIZES: Readonly<Record<'software' | 'device', RoofSize>> = {
  software: { threads: 2 ** 14, rounds: 64, numbers: 2 ** 20 },
  device: { threads: 2 ** 19, rounds: 128, numbers: 2 ** 26 },
}

export async function measurePeaks(gpu: Gpu): Promise<Peaks> {
  const { threads: count, rounds, numbers: wanted } = SIZES[gpu.info.software ? 'software' : 'device']
  const { maxBufferSize, maxStorageBufferBindingSize } = gpu.limits
  const numbers = Math.min(wanted, Math.min(maxBufferSize, maxStorageBufferBindingSize) / 4)
  const threads = gpu.tensor('roofline', [count])
  const [from, to] = [gpu.tensor('roofline from', [numbers]), gpu.tensor('roofline to', [numbers])]
  try {
    await gpu.allocated()
    const flops = await bestRate(gpu, await fmaProgram(gpu, threads, rounds), count * rounds * ROUND_FLOPS)
    const bytes = await bestRate(gpu, await copyProgram(gpu, from, to), 8 * numbers)
    return { flops, bytes }
  } finally {
    for (const tensor of [threads, from, to]) gpu.destroyTensor(tensor)
  }
}

/** What all dispatches of one label take and do, in one run of the program that they are from. */
export interface KernelRate extends ProfileEntry {
  /** Of the tensors bound, each once a dispatch. */
  readonly bytes: number
  /** Bytes that have to move and floating-point operations, as the launchers know them. */
  readonly moved: number
  readonly operations: number
}

/** The same device; every dispatch that is run through it is kept in the list. */
export function listening(gpu: Gpu): { readonly gpu: Gpu; readonly heard: Dispatch[] } {
  const heard: Dispatch[] = []
  const run = (program: Program): void => {
    heard.push(...program.filter((step) => step.kind === 'dispatch'))
    gpu.run(program)
  }
  return { gpu: Object.create(gpu, { run: { value: run } }) as Gpu, heard }
}

/**
 * Times the dispatches of each label again, by themselves and in batches; those without workgroups are left
 * out.
 */
export async function kernelRates(gpu: Gpu, dispatches: readonly Dispatch[]): Promise<KernelRate[]> {
  const groups = new Map<string, Dispatch[]>()
  for (const each of dispatches)
    if (each.groups().every((count) => count > 0))
      groups.set(each.label, [...(groups.get(each.label) ?? []), each])
  const rates: KernelRate[] = []
  for (const [label, own] of groups) {
    const sum = (of: (dispatch: Dispatch) => number): number =>
      own.reduce((total, each) => total + of(each), 0)
    rates.push({
      label,
      count: own.length,
      ms: await leastTime(gpu, own),
      work: sum(({ work }) => work()),
      bytes: sum(({ bytes = 0 }) => bytes),
      moved: sum(({ traffic, bytes = 0 }) => traffic?.().moved ?? bytes),
      operations: sum(({ traffic, work }) => traffic?.().operations ?? 2 * work()),
    })
  }
  return rates.sort((a, b) => b.ms - a.ms)
}

/** Share of the peak that a kernel's multiply-adds reach, 0 where its time was too short to be seen. */
export const shareOf = ({ ms, work }: ProfileEntry, { flops }: Peaks): number =>
  ms > 0 ? (2 * work) / (ms / 1000) / flops : 0
