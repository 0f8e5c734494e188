import { describe, expect, it } from 'vitest'
import { Random } from '../../src/base/random'
import { rope, ropeFrequencies } from '../../src/ops/rope'
import { failures } from '../testing/compareArrays'
import { fixedExtent, testGpu } from '../testing/testDevice'
import { checkGradient, dot } from '../testing/gradient'
import { mutated } from '../testing/mutate'
import { normals } from '../testing/testShapes'
import { checkRope } from './rope.check'
import { ropeReference } from './rope.ref'

describe('rope', () => {
  const shape = { rows: 3, heads: 3, kvHeads: 1, headDim: 6 }
  const position = [0, 5, 341]

  it('reference: the inverse turn equals central differences', () => {
    const random = Random.from(7)
    const qkv = Float64Array.from(normals(random, 3 * 30))
    const dout = Float64Array.from(normals(random, 3 * 30))
    const loss = () => dot(ropeReference(qkv, position, shape, 100), dout)
    expect(
      failures([checkGradient('dqkv', loss, qkv, ropeReference(dout, position, shape, 100, -1))]),
    ).toEqual([])
  })

  it('reference: scores depend on the distance alone, and values stay', () => {
    const random = Random.from(8)
    const qkv = Float64Array.from(normals(random, 30))
    const score = (q: number, k: number) => {
      const head = (turned: Float64Array, h: number) => turned.subarray(h * 6, h * 6 + 6)
      const at = (p: number) => ropeReference(qkv, [p], { ...shape, rows: 1 }, 100)
      return dot(head(at(q), 0), head(at(k), 3))
    }
    expect(score(12, 7)).toBeCloseTo(score(105, 100), 10)
    expect(score(12, 7)).not.toBeCloseTo(score(12, 8), 3)
    expect([...ropeReference(qkv, [9], { ...shape, rows: 1 }, 100).subarray(24)]).toEqual([
      ...qkv.subarray(24),
    ])
  })

  it('kernel equals the reference', async () => {
    expect(failures(await checkRope(await testGpu()))).toEqual([])
  })

  it.each([
    ['rope', 'high * t.x + DIRECTION', 'high * t.x - DIRECTION'],
    ['rope', '1.0 / 120.0', '1.0 / 100.0'],
    ['ropeBackward', 'at + HALF', 'at + 1u'],
    ['rope', '>> 30u', '>> 29u'],
  ])('the check notices a wrong kernel: %s, %s -> %s', async (label, from, to) => {
    const reports = await checkRope(mutated(await testGpu(), label, from, to))
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it('frequencies begin at one radian a position, and odd head sizes are refused', async () => {
    expect(ropeFrequencies(4, 10_000)).toEqual(
      Uint32Array.of(Math.round(2 ** 32 / (2 * Math.PI)), Math.round(2 ** 32 / (200 * Math.PI))),
    )
    const gpu = await testGpu()
    const args = {
      x: gpu.tensor('x', [1, 9]),
      position: gpu.tensor('p', [1], 'u32'),
      rows: fixedExtent(gpu, 'rows', 1),
      heads: 1,
      kvHeads: 1,
      headDim: 3,
      base: 100,
    }
    await expect(
      rope(gpu, { ...args, x: gpu.tensor('x', [1, 12]), headDim: 4, factors: [1] }),
    ).rejects.toThrow('the factors are not 2 numbers')
    expect(ropeFrequencies(4, 10_000, [1, 4])[1]).toBe(Math.round(2 ** 32 / (800 * Math.PI)))
    await expect(rope(gpu, args)).rejects.toThrow('head size 3 is not a multiple of 2')
  })
})
