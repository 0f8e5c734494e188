import { describe, expect, it } from 'vitest'
import { at } from '../../src/base/at'
import { Random } from '../../src/base/random'
import { attentionDecode } from '../../src/ops/decode'
import { attentionReference } from '../attention/attention.ref'
import { compare, failures } from '../testing/compareArrays'
import { fixedExtent, testGpu } from '../testing/testDevice'
import { mutated } from '../testing/mutate'
import { normals, packed } from '../testing/testShapes'
import { checkDecode } from './decode.check'
import { attentionDecodeReference } from './decode.ref'

describe('decode', () => {
  it('reference: the newest row of a sequence gets what attention over the whole sequence gives it', () => {
    const [rows, prompt, heads, kvHeads, headDim] = [9, 5, 4, 2, 4]
    const [stride, kv] = [(heads + 2 * kvHeads) * headDim, 2 * kvHeads * headDim]
    const qkv = normals(Random.from(18), rows * stride)
    const whole = attentionReference(qkv, packed([rows]).span, { rows, heads, kvHeads, headDim }).out
    const keysAndValues = (from: number, to: number) =>
      Float32Array.from({ length: (to - from) * kv }, (_, i) =>
        at(qkv, (from + Math.floor(i / kv)) * stride + heads * headDim + (i % kv)),
      )
    const newest = attentionDecodeReference({
      qkv: qkv.subarray((rows - 1) * stride),
      promptKv: keysAndValues(0, prompt),
      promptStart: [0],
      promptLength: [prompt],
      suffixKv: keysAndValues(prompt, rows),
      slot: [0],
      length: [rows - prompt],
      heads,
      kvHeads,
      headDim,
      maxNew: rows - prompt,
    })
    const expected = whole.subarray((rows - 1) * heads * headDim)
    expect(failures([compare('newest row', newest, expected, expected.map(Math.abs), 1e-12)])).toEqual([])
  })

  it('kernels equal the reference', async () => {
    expect(failures(await checkDecode(await testGpu()))).toEqual([])
  })

  it.each([
    ['attentionDecode', 'promptStart[s] + promptLength[s]', 'promptLength[s]'],
    ['attentionDecode', 's * MOST + length[s]', 's * MOST + length[s] - 1u'],
    ['attentionDecode', 'c + 1u < D4', 'true'],
    ['cacheWrite', 'count - 1u', 'count'],
    ['cachePrompt', '(row + 1u)', 'row'],
  ])('the check notices a wrong kernel: %s, %s -> %s', async (label, from, to) => {
    const reports = await checkDecode(mutated(await testGpu(), label, from, to), true, ['thread'])
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it.each([
    ['attentionDecode', 't - prompt', 't - prompt + 1u'],
    ['attentionDecode', 'exp(largest - next)', '1.0'],
    ['attentionDecode', 't0 + lane % BLOCK < end', 'true'],
    ['attentionDecode join', 'exp(partial', '1.0 + 0.0 * exp(partial'],
  ])('the check notices a wrong kernel of slices: %s, %s -> %s', async (label, from, to) => {
    const reports = await checkDecode(mutated(await testGpu(), label, from, to), true, ['split'])
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it.each([
    ['(count - 1u) * frequency', 'count * frequency'],
    ['exp(largest - next)', 'vec4f(1.0)'],
    ['key = fourOfNewest(c)', 'key = vec4f()'],
    ['fourOfNewest(D4 + lane % D4)', 'fourOfNewest(lane % D4)'],
    ['length[s] - 1u) * KV4', 'length[s]) * KV4'],
    ['i < BESIDE', 'i < 1u'],
  ])('the check notices a wrong kernel that turns: %s -> %s', async (from, to) => {
    const gpu = mutated(await testGpu(), 'attentionDecode', from, to)
    const reports = await checkDecode(gpu, true, ['turning'])
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it('refuses a cache of another width', async () => {
    const gpu = await testGpu()
    const ids = (label: string, count: number) => gpu.tensor(label, [count], 'u32')
    const args = {
      qkv: gpu.tensor('qkv', [2, 16]),
      promptKv: gpu.tensor('promptKv', [5, 8]),
      promptStart: ids('promptStart', 3),
      promptLength: ids('promptLength', 3),
      suffixKv: gpu.tensor('suffixKv', [3, 4, 6]),
      slot: ids('slot', 2),
      length: ids('length', 3),
      out: gpu.tensor('out', [2, 8]),
      rows: fixedExtent(gpu, 'active', 2),
      heads: 2,
      kvHeads: 1,
      headDim: 4,
    }
    await expect(attentionDecode(gpu, args)).rejects.toThrow(
      'suffixKv "suffixKv" is [3, 4, 6], expected [3, 4, 8]',
    )
  })
})
