// Which kernels a run gets: kept ones first, timed ones at the first start, the fixed set where nothing is
// kept or timed.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testGpu } from '../../../shaders/testing/testDevice'
import type { Gpu } from '../../gpu'
import { fixedChoice, kernelsOf, printKernels, useKernels } from '../../ops'
import type { KernelStore } from '../../protocol/ports'
import { gpuAdapterKey, chooseKernels } from './runKernels'

let gpu: Gpu
beforeAll(async () => {
  gpu = await testGpu()
})
beforeEach(() => useKernels(gpu, fixedChoice(gpu)))

class Memory implements KernelStore {
  readonly lines = new Map<string, string>()
  async kernels(adapter: string): Promise<string | null> {
    return this.lines.get(adapter) ?? null
  }
  async keepKernels(adapter: string, line: string): Promise<void> {
    this.lines.set(adapter, line)
  }
}

const quiet = { progress: () => undefined }
const lineWith = (groups: number): string => printKernels({ ...fixedChoice(gpu), groups })

describe('the kernels of a run', () => {
  it('are the fixed set without a store', async () => {
    expect(await chooseKernels(gpu, { kept: [], store: undefined, ...quiet })).toBe(
      printKernels(fixedChoice(gpu)),
    )
  })

  it('are those that it kept, the checkpoint before the record', async () => {
    const store = new Memory()
    expect(await chooseKernels(gpu, { kept: [lineWith(9), lineWith(10)], store, ...quiet })).toBe(lineWith(9))
    expect(kernelsOf(gpu).groups).toBe(9)
    expect(await chooseKernels(gpu, { kept: [undefined, lineWith(10)], store, ...quiet })).toBe(lineWith(10))
    expect(store.lines.size).toBe(0)
  })

  it('of a run from before there was a choice, or from a device with others, are the fixed set and never timed', async () => {
    const store = new Memory()
    for (const kept of [
      [undefined, ''],
      ['nt few=gone; groups=3', 'fixed'],
    ])
      expect(await chooseKernels(gpu, { kept, store, ...quiet })).toBe(printKernels(fixedChoice(gpu)))
    expect(store.lines.size).toBe(0)
  })

  it('are timed once for an adapter, behind a progress, and then known', async () => {
    const store = new Memory()
    const told: number[] = []
    const line = await chooseKernels(gpu, {
      kept: [],
      store,
      progress: (done, total) => told.push(done / total),
    })
    expect(told.at(-1)).toBe(1)
    expect([...store.lines.values()]).toEqual([line])
    expect(printKernels(kernelsOf(gpu))).toBe(line)
    expect(
      await chooseKernels(gpu, { kept: [], store, progress: () => expect.unreachable('it is timed again') }),
    ).toBe(line)
  })

  it('are kept apart by driver, features and browser', () => {
    const plain = { info: gpu.info, device: { features: new Set() } as unknown as GPUDevice }
    const keys = [
      gpuAdapterKey(plain, 'A'),
      gpuAdapterKey(plain, 'B'),
      gpuAdapterKey({ ...plain, info: { ...gpu.info, description: 'other' } }, 'A'),
      gpuAdapterKey({ ...plain, device: { features: new Set(['shader-f16']) } as unknown as GPUDevice }, 'A'),
    ]
    expect(new Set(keys).size).toBe(4)
  })
})
