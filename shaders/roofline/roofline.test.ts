import { describe, expect, it } from 'vitest'
import { measurePeaks, shareOf } from '../../src/ops/roofline'
import { failures } from '../testing/compare'
import { testGpu } from '../testing/device'
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
    expect((await checkFma(mutated(gpu, 'roofline fma', 'i < ROUNDS', 'i + 1 < ROUNDS'), 130, 7)).passed).toBe(false)
    expect((await checkFma(mutated(gpu, 'roofline fma', 'h = fma(h, scale, shift)', 'h = h'), 130, 7)).passed).toBe(false)
    expect((await checkCopy(mutated(gpu, 'roofline copy', 'at < arrayLength', 'at + 1 < arrayLength'), 256)).passed).toBe(false)
  })

  it('measures peaks above nothing, and a kernel stands under them by its share', async () => {
    const peaks = await measurePeaks(await testGpu())
    expect(peaks.flops).toBeGreaterThan(1e7)
    expect(peaks.bytes).toBeGreaterThan(1e7)
    expect(shareOf({ label: 'k', count: 1, ms: 2, work: 5e5 }, { flops: 1e9, bytes: 1 })).toBeCloseTo(0.5)
    expect(shareOf({ label: 'k', count: 1, ms: 0, work: 5e5 }, { flops: 1e9, bytes: 1 })).toBe(0)
  })
})
