import { describe, expect, it } from 'vitest'
import { Random } from '../../src/base/random'
import { attention } from '../../src/ops/attention'
import { failures } from '../testing/compare'
import { fixedExtent, testGpu } from '../testing/device'
import { checkGradient, dot } from '../testing/gradient'
import { mutated } from '../testing/mutate'
import { normals, packed } from '../testing/shapes'
import { checkAttention } from './attention.check'
import { attentionBackwardReference, attentionReference } from './attention.ref'

describe('attention', () => {
  it('reference: gradients equal central differences', () => {
    const reports = [
      { lengths: [1], heads: 1, kvHeads: 1, headDim: 2 },
      { lengths: [3, 1, 5], heads: 4, kvHeads: 2, headDim: 3 },
      { lengths: [7], heads: 3, kvHeads: 1, headDim: 4 },
    ].map(({ lengths, ...layout }) => {
      const { start, rows } = packed(lengths)
      const shape = { rows, ...layout }
      const random = Random.from(12, rows)
      const qkv = Float64Array.from(normals(random, rows * (layout.heads + 2 * layout.kvHeads) * layout.headDim))
      const dout = Float64Array.from(normals(random, rows * layout.heads * layout.headDim))
      const loss = () => dot(attentionReference(qkv, start, shape).out, dout)
      return checkGradient(`dqkv [${lengths.join(',')}]`, loss, qkv, attentionBackwardReference(qkv, start, dout, shape))
    })
    expect(failures(reports)).toEqual([])
  })

  it('reference: no row sees a later row or another sequence', () => {
    const { start, rows } = packed([4, 3])
    const shape = { rows, heads: 2, kvHeads: 1, headDim: 4 }
    const qkv = Float64Array.from(normals(Random.from(13), rows * 16))
    const before = attentionReference(qkv, start, shape).out
    for (let i = 5 * 16; i < 6 * 16; i++) qkv[i] = (qkv[i] ?? NaN) + 1
    const after = attentionReference(qkv, start, shape).out
    const changed = Array.from({ length: rows }, (_, r) => before.subarray(r * 8, r * 8 + 8).some((value, d) => value !== after[r * 8 + d]))
    expect(changed).toEqual([false, false, false, false, false, true, true])
  })

  it('kernels equal the reference', async () => {
    expect(failures(await checkAttention(await testGpu()))).toEqual([])
  })

  it.each([
    ['attention', 't <= row', 't < row + 2u'],
    ['attention', '(vec4u(t) <= r)', '(vec4u(t) <= r + 1u)'],
    ['attention', 'head / (HEADS / KV_HEADS)', 'head % KV_HEADS'],
    ['attention', 'largest + log(sum)', 'log(sum)'],
    ['attentionBackward query', '- mean', ''],
    ['attentionBackward key', 'r < last;', 'r < last - 1u;'],
    ['attentionBackward key', 'r < last.y', 'r < last.y - 1u'],
    ['attentionBackward key', '(vec2u(r) >= row)', '(vec2u(r) >= row.xx)'],
    ['attentionBackward query', '(vec4u(t) >= first)', '(vec4u(t) >= first.xxxx)'],
    ['attentionBackward key', 'c < D4', 'c <= D4'],
  ])('the check notices a wrong kernel: %s, %s -> %s', async (label, from, to) => {
    const reports = await checkAttention(mutated(await testGpu(), label, from, to), true)
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it('refuses head sizes that vec4 does not divide', async () => {
    const gpu = await testGpu()
    const rows = fixedExtent(gpu, 'rows', 2)
    const args = { qkv: gpu.tensor('qkv', [2, 18]), out: gpu.tensor('out', [2, 6]), lse: gpu.tensor('lse', [2, 1]), start: gpu.tensor('start', [2], 'u32'), rows }
    await expect(attention(gpu, { ...args, heads: 1, kvHeads: 1, headDim: 6 })).rejects.toThrow('head size 6 is not a multiple of 4')
  })
})
