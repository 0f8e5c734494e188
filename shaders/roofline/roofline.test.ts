import { describe, expect, it } from 'vitest'
import { at } from '../../src/base/at'
import {
  copyProgram,
  fmaProgram,
  kernelRates,
  listening,
  measurePeaks,
  shareOf,
} from '../../src/ops/roofline'
import { failures } from '../testing/compareArrays'
import { download, testGpu } from '../testing/testDevice'
import { mutated } from '../testing/mutate'
import { checkCopy, checkFma, checkRoofline } from './roofline.check'
import { fmaReference } from './roofline.ref'

describe('roofline', () => {
  it('reference: one round in closed form, and many end at 1', () => {
    expect(fmaReference(1, 1)[0]).toBeCloseTo(32 * (3 - 2 / 1024), 12)
    expect(fmaReference(1, 40_000)[0]).toBeCloseTo(32, 6)
  })

  it('kernels compute what they are timed for', async () => {
    expect(failures(await checkRoofline(await testGpu()))).toEqual([])
  })

  it('the checks notice a kernel that leaves work out', async () => {
    const gpu = await testGpu()
    expect(
      (await checkFma(mutated(gpu, 'roofline fma', 'i < ROUNDS', 'i + 1 < ROUNDS'), 130, 7)).passed,
    ).toBe(false)
    expect(
      (await checkFma(mutated(gpu, 'roofline fma', 'h = fma(h, scale, shift)', 'h = h'), 130, 7)).passed,
    ).toBe(false)
    expect(
      (await checkCopy(mutated(gpu, 'roofline copy', 'at < arrayLength', 'at + 1 < arrayLength'), 256))
        .passed,
    ).toBe(false)
  })

  it('measures peaks above nothing, and a kernel stands under them by its share', async () => {
    const peaks = await measurePeaks(await testGpu())
    expect(peaks.flops).toBeGreaterThan(1e7)
    expect(peaks.bytes).toBeGreaterThan(1e7)
    expect(shareOf({ label: 'k', count: 1, ms: 2, work: 5e5 }, { flops: 1e9, bytes: 1 })).toBeCloseTo(0.5)
    expect(shareOf({ label: 'k', count: 1, ms: 0, work: 5e5 }, { flops: 1e9, bytes: 1 })).toBe(0)
  })

  it('hears what is run through it, in order, and the run itself is as it was', async () => {
    const own = await testGpu()
    const { gpu, heard } = listening(own)
    const out = own.tensor('out', [64])
    const step = await fmaProgram(own, out, 1)
    own.run(step)
    expect(heard).toHaveLength(0)
    gpu.run([...step, { kind: 'clear', tensor: out }, ...step])
    expect(heard.map(({ label }) => label)).toEqual(['roofline fma', 'roofline fma'])
    expect((await download(own, out))[0]).toBeCloseTo(at(fmaReference(64, 1), 0), 4)
  })

  it('times by label: how often, multiply-adds and bound bytes of all of them, empty dispatches left out', async () => {
    const gpu = await testGpu()
    const [threads, from, to] = [
      gpu.tensor('threads', [4096]),
      gpu.tensor('from', [4096]),
      gpu.tensor('to', [4096]),
    ]
    const [fma, copy] = [await fmaProgram(gpu, threads, 64), await copyProgram(gpu, from, to)]
    const empty = [...fma].map((step) => ({ ...step, label: 'nothing', groups: () => [0, 1, 1] as const }))
    const rates = await kernelRates(
      gpu,
      [...fma, ...copy, ...fma, ...empty].filter((step) => step.kind === 'dispatch'),
    )
    const of = (label: string) => rates.find((rate) => rate.label === label)
    expect(rates).toHaveLength(2)
    expect(of('roofline fma')).toMatchObject({ count: 2, work: 2 * 4096 * 64 * 32, bytes: 2 * 4 * 4096 })
    expect(of('roofline copy')).toMatchObject({ count: 1, bytes: 2 * 4 * 4096 })
    for (const { ms } of rates) expect(ms).toBeGreaterThan(0)
    expect(at(rates, 0).ms).toBeGreaterThanOrEqual(at(rates, 1).ms)
  })
})
