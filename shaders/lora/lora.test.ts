import { describe, expect, it } from 'vitest'
import { Random } from '../../src/base/random'
import { lora } from '../../src/ops/lora'
import { failures } from '../testing/compareArrays'
import { fixedExtent, testGpu } from '../testing/testDevice'
import { checkGradient, dot } from '../testing/gradient'
import { mutated } from '../testing/mutate'
import { normals } from '../testing/testShapes'
import { checkLora, checkShape } from './lora.check'
import { lowReference, upBackwardReference, upReference, type LoraShape } from './lora.ref'

const shape: LoraShape = {
  rows: 9,
  inner: 8,
  width: 20,
  rank: 2,
  scale: 1.5,
  parts: [
    { first: 0, count: 10 },
    { first: 14, count: 6 },
  ],
}

describe('lora', () => {
  it('reference: gradients equal central differences', () => {
    const random = Random.from(15)
    const { rows, inner, width, rank, parts } = shape
    const x = Float64Array.from(normals(random, rows * inner))
    const A = Float64Array.from(normals(random, parts.length * rank * inner))
    const B = Float64Array.from(normals(random, 16 * rank))
    const dout = normals(random, rows * width)
    const previous = normals(random, rows * width)
    const loss = (): number => dot(upReference(lowReference(x, A, shape), B, previous, shape).out, dout)
    const h = lowReference(x, A, shape)
    const { dB } = upBackwardReference(dout, h, B, new Float64Array(B.length), shape)
    const ofH = (): number => dot(upReference(h, B, previous, shape).out, dout)
    const { dh } = upBackwardReference(dout, h, B, new Float64Array(B.length), shape)
    expect(failures([checkGradient('dB', loss, B, dB), checkGradient('dh', ofH, h, dh)])).toEqual([])
  })

  it('kernels equal the reference', async () => {
    expect(failures(await checkLora(await testGpu()))).toEqual([])
  })

  it.each([
    ['lora up', 'job.SCALE * sum', 'sum'],
    ['lora up', 'row >= job.parts', 'row > job.parts'],
    ['lora up', 'first + b - job.parts[p].row', 'first + b'],
    ['lora up', 'rows.x * job.COUNT', 'rows.x * job.COUNT - 1'],
    ['lora up backward', 'dB[i] += ', 'dB[i] = '],
    ['lora up backward', 'm < rows.x', 'm + 1 < rows.x'],
    ['lora low backward', 'n < part.count', 'n + 1 < part.count'],
    ['lora low backward', 'part.row * job.RANK', 'part.first * job.RANK'],
  ])('the check notices a wrong kernel: %s, %s -> %s', async (label, from, to) => {
    const gpu = await testGpu()
    expect((await checkShape(mutated(gpu, label, from, to), shape)).every(({ passed }) => passed)).toBe(false)
  })

  it('refuses parts that overlap or do not fit', async () => {
    const gpu = await testGpu()
    const tensors = {
      x: gpu.tensor('x', [4, 8]),
      A: gpu.tensor('A', [4, 8]),
      B: gpu.tensor('B', [12, 2]),
      low: gpu.tensor('low', [4, 4]),
      out: gpu.tensor('out', [4, 12]),
      rows: fixedExtent(gpu, 'rows', 4),
    }
    const refused = (parts: LoraShape['parts']) =>
      expect(lora(gpu, { ...tensors, shape: { rank: 2, scale: 1, parts } })).rejects
    await refused([
      { first: 0, count: 7 },
      { first: 6, count: 6 },
    ]).toThrow('the part of 6 columns from 6 on does not fit "out" [4, 12]')
    await refused([{ first: 8, count: 5 }]).toThrow('does not fit')
    await refused([]).toThrow('0 parts, a projection has 1 to 3')
    await refused([
      { first: 0, count: 4 },
      { first: 4, count: 4 },
    ]).toThrow('B "B" is [12, 2], expected [8, 2]')
  })
})
