import { describe, expect, it } from 'vitest'
import { at } from '../../src/base/at'
import { Random } from '../../src/base/random'
import { attention } from '../../src/ops/attention'
import { failures } from '../testing/compareArrays'
import { fixedExtent, testGpu } from '../testing/testDevice'
import { checkGradient, dot } from '../testing/gradient'
import { mutated } from '../testing/mutate'
import { normals, packed, packedName, type PackedLengths } from '../testing/testShapes'
import { checkAttention, checkTiledAttention } from './attention.check'
import { attentionBackwardReference, attentionReference } from './attention.ref'

/** Rows whose output changes with row `of`. */
function seenBy(lengths: readonly PackedLengths[], of: number): number[] {
  const { span, rows } = packed(lengths)
  const shape = { rows, heads: 2, kvHeads: 1, headDim: 4 }
  const qkv = Float64Array.from(normals(Random.from(13), rows * 16))
  const before = attentionReference(qkv, span, shape).out
  for (let i = of * 16; i < (of + 1) * 16; i++) qkv[i] = at(qkv, i) + 1
  const after = attentionReference(qkv, span, shape).out
  return Array.from({ length: rows }, (_, r) => r).filter((r) =>
    before.subarray(r * 8, r * 8 + 8).some((value, d) => value !== after[r * 8 + d]),
  )
}

const long = process.env['SPICE_LONG'] === '1'

describe('attention', () => {
  it('reference: gradients equal central differences', () => {
    const reports = [
      { lengths: [1], heads: 1, kvHeads: 1, headDim: 2 },
      { lengths: [3, 1, 5], heads: 4, kvHeads: 2, headDim: 3 },
      { lengths: [7], heads: 3, kvHeads: 1, headDim: 4 },
      { lengths: [2, { prefix: 3, own: [1, 3, 2] }, 1], heads: 2, kvHeads: 1, headDim: 3 },
    ].map(({ lengths, ...layout }) => {
      const { span, rows } = packed(lengths)
      const shape = { rows, ...layout }
      const random = Random.from(12, rows)
      const qkv = Float64Array.from(
        normals(random, rows * (layout.heads + 2 * layout.kvHeads) * layout.headDim),
      )
      const dout = Float64Array.from(normals(random, rows * layout.heads * layout.headDim))
      const loss = () => dot(attentionReference(qkv, span, shape).out, dout)
      return checkGradient(
        `dqkv [${packedName(lengths)}]`,
        loss,
        qkv,
        attentionBackwardReference(qkv, span, dout, shape),
      )
    })
    expect(failures(reports)).toEqual([])
  })

  it('reference: no row sees a later row or another sequence', () => {
    expect(seenBy([4, 3], 5)).toEqual([5, 6])
  })

  it('reference: a prefix is seen by all that go on from it, and they do not see each other', () => {
    const lengths = [1, { prefix: 2, own: [2, 1, 2] }, 1]
    expect(seenBy(lengths, 1)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(seenBy(lengths, 3)).toEqual([3, 4])
    expect(seenBy(lengths, 5)).toEqual([5])
    expect(seenBy(lengths, 6)).toEqual([6, 7])
  })

  it('reference: a sequence that goes on from a shared prefix gets what it gets alone', () => {
    const layout = { heads: 2, kvHeads: 1, headDim: 4 }
    const together = packed([{ prefix: 3, own: [2, 4] }])
    const qkv = normals(Random.from(14), together.rows * 16)
    const alone = Float32Array.from([...qkv.subarray(0, 3 * 16), ...qkv.subarray(5 * 16)])
    const out = attentionReference(qkv, together.span, { rows: 9, ...layout }).out
    expect([...out.subarray(5 * 8)]).toEqual([
      ...attentionReference(alone, packed([7]).span, { rows: 7, ...layout }).out.subarray(3 * 8),
    ])
  })

  it('kernels equal the reference', async () => {
    expect(failures(await checkAttention(await testGpu()))).toEqual([])
  })

  it('kernels of tiles equal the reference', async () => {
    // Tiles take long to compile in software: every case of them is for `npm run test:drivers`.
    expect(failures(await checkTiledAttention(await testGpu(), !long))).toEqual([])
  })

  it.each([
    ['attention', 't <= row', 't < row + 2u'],
    ['attention', 't + 1u == span.y', 'false'],
    ['attentionBackward query', 'span.z, ', 'span.z + 1u, '],
    ['attention', '< prefixEnd)', '<= prefixEnd)'],
    ['attentionBackward query', '(vec4u(t) >= prefix)', '(vec4u(t) > prefix)'],
    ['attentionBackward query', '(vec4u(t) < prefixEnd)', '(vec4u(t) < prefixEnd.xxxx)'],
    ['attention', '(vec4u(t) <= r)', '(vec4u(t) <= r + 1u)'],
    ['attention', 'head / (HEADS / KV_HEADS)', 'head % KV_HEADS'],
    ['attention', 'largest + log(sum)', 'log(sum)'],
    ['attentionBackward query', '- mean', ''],
    ['attentionBackward key', 'r < last;', 'r < last - 1u;'],
    ['attentionBackward key', 'max(reach.x, reach.y)', 'reach.y'],
    ['attentionBackward key', '(vec2u(r) >= row)', '(vec2u(r) >= row.xx)'],
    ['attentionBackward key', '(vec2u(r) < reach)', '(vec2u(r) < reach.yx)'],
    ['attentionBackward query', '(vec4u(t) >= first)', '(vec4u(t) >= first.xxxx)'],
    ['attentionBackward key', 'c < D4', 'c <= D4'],
    ['attentionWeights', '* SCALE - lse', '- lse'],
    ['attentionWeights', 't < seen.y', 't <= seen.y'],
    ['attentionWeights', 'h / (HEADS / KV_HEADS)', 'h % KV_HEADS'],
  ])('the check notices a wrong kernel: %s, %s -> %s', async (label, from, to) => {
    const reports = await checkAttention(mutated(await testGpu(), label, from, to), true)
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it.runIf(long).each([
    ['attention', 't0 = own;', 't0 = own + 1u;'],
    ['attention', '(t <= vec4u(row))', '(t <= vec4u(row + 1u))'],
    ['attention', 'scaled(a1, shrink)', 'a1'],
    ['attentionBackward query', '- parts[ty][i]', ''],
    ['attentionBackward query', 't0 = start;', 't0 = start + 1u;'],
    ['attentionBackward key', '(r < vec4u(reach.y))', '(r < vec4u(reach.x + 9u))'],
    ['attentionBackward key', 'dp[1] - inner', 'dp[0] - inner'],
  ])('the check notices a wrong kernel of tiles: %s, %s -> %s', async (label, from, to) => {
    const reports = await checkTiledAttention(mutated(await testGpu(), label, from, to), true)
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it('refuses head sizes that vec4 does not divide', async () => {
    const gpu = await testGpu()
    const rows = fixedExtent(gpu, 'rows', 2)
    const args = {
      qkv: gpu.tensor('qkv', [2, 18]),
      out: gpu.tensor('out', [2, 6]),
      lse: gpu.tensor('lse', [2, 1]),
      span: gpu.tensor('span', [2, 4], 'u32'),
      rows,
    }
    await expect(attention(gpu, { ...args, heads: 1, kvHeads: 1, headDim: 6 })).rejects.toThrow(
      'head size 6 is not a multiple of 4',
    )
  })
})
