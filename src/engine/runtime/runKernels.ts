// Which kernels a run computes with: those of its checkpoint, else those of its record, else what was timed
// best on this adapter, now or before; the fixed set where nothing is timed. A run that goes on keeps the
// kernels that it began with.

import { kernelsOf, parseKernels, printKernels, tune, useKernels } from '../../ops'
import type { Gpu } from '../../gpu'
import type { KernelStore } from '../../protocol/ports'

/**
 * Milliseconds that the first start may take to time kernels. In software each takes a tenth of a second to
 * compile, and the fixed set was chosen there.
 */
const LIMIT_MS = { device: 4000, software: 0 } as const

/** Another browser, driver or set of features is timed anew. The number changes when the variants do. */
export function gpuAdapterKey({ info, device }: Pick<Gpu, 'info' | 'device'>, browser: string): string {
  const features = ['shader-f16', 'subgroups'].filter((name) => device.features.has(name as GPUFeatureName))
  return ['4', info.vendor, info.architecture, info.description, features.join('+'), browser].join('|')
}

export interface ChooseOptions {
  /** What the checkpoint and the run's record say, in the order in which they count. */
  readonly kept: readonly (string | undefined)[]
  readonly store: KernelStore | undefined
  readonly progress: (done: number, total: number) => void
}

/** Puts the choice to use on the device and returns its line. */
export async function chooseKernels(gpu: Gpu, { kept, store, progress }: ChooseOptions): Promise<string> {
  for (const line of kept) {
    const choice = line === undefined ? null : parseKernels(line, gpu)
    if (choice === null) continue
    useKernels(gpu, choice)
    return printKernels(choice)
  }
  // A run from before there was a choice, or one that moved to a device without its kernels, goes on with the
  // fixed set.
  if (store === undefined || kept.some((line) => line !== undefined)) return printKernels(kernelsOf(gpu))
  const key = gpuAdapterKey(
    gpu,
    (globalThis as { navigator?: { userAgent?: string } }).navigator?.userAgent ?? '',
  )
  const known = parseKernels((await store.kernels(key)) ?? '', gpu)
  const limit = LIMIT_MS[gpu.info.software ? 'software' : 'device']
  const choice = known ?? (await tune(gpu, { progress, limit })).choice
  if (known === null) await store.keepKernels(key, printKernels(choice))
  useKernels(gpu, choice)
  return printKernels(choice)
}
