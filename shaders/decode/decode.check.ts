// Rung 2 of decoding: attention over shared prompts and suffixes against the reference; caches as exact
// copies. Runs in Node and in a page.
import { at, integerAt } from '../../src/base/at'
import { Random } from '../../src/base/random'
import type { Gpu } from '../../src/gpu'
import { attentionDecode, cachePrompt, cacheWrite, turningDecode } from '../../src/ops/decode'
import { decodeShapes, type DecodeShape } from '../../src/ops/variants'
import { compare, compareExactly, type Report } from '../testing/compareArrays'
import { download, fixedExtent, upload } from '../testing/testDevice'
import { normals, sizesAround } from '../testing/testShapes'
import { ropeReference } from '../rope/rope.ref'
import { attentionDecodeReference } from './decode.ref'

interface Case {
  readonly active: number
  readonly heads: number
  readonly kvHeads: number
  readonly headDim: number
  readonly shape?: Shape
  /** Rows of the long prompt. */
  readonly longest?: number
}

/** How a row attends; turning: from a projection that is not rotated yet, with the cache's new row. */
export type Shape = DecodeShape | 'turning'

const MOST = 9
const BASE = 500

/**
 * Prompts of 1, 6 and 23 rows, shared by slots in turn; suffixes of 1 to MOST tokens; active rows in a
 * shuffled order of slots.
 */
async function checkAttentionCase(
  gpu: Gpu,
  { active, heads, kvHeads, headDim, shape: kernel = 'thread', longest = 23 }: Case,
): Promise<Report[]> {
  const random = Random.from(16, active, heads, headDim)
  const slots = active + 3
  const kv = 2 * kvHeads * headDim
  const prompts = [
    { start: 0, length: 1 },
    { start: 1, length: longest },
    { start: 1 + longest, length: 6 },
  ]
  const promptRows = 7 + longest
  const perSlot = (of: (s: number) => number) => Uint32Array.from({ length: slots }, (_, s) => of(s))
  const data = {
    qkv: normals(random, active * (heads + 2 * kvHeads) * headDim),
    promptKv: normals(random, promptRows * kv),
    suffixKv: normals(random, slots * MOST * kv),
    promptStart: perSlot((s) => at(prompts, s % 3).start),
    promptLength: perSlot((s) => at(prompts, s % 3).length),
    length: perSlot((s) => 1 + (s % MOST)),
    slot: Uint32Array.from(random.shuffled([...Array(slots).keys()]).slice(0, active)),
  }
  const out = gpu.tensor('out', [active, heads * headDim])
  const suffixKv = upload(gpu, 'suffixKv', [slots, MOST, kv], data.suffixKv)
  const factors = Array.from({ length: headDim / 2 }, (_, i) => 1 + (i % 3))
  const turns = kernel === 'turning'
  const args = {
    qkv: upload(gpu, 'qkv', [active, (heads + 2 * kvHeads) * headDim], data.qkv),
    promptKv: upload(gpu, 'promptKv', [promptRows, kv], data.promptKv),
    suffixKv,
    promptStart: upload(gpu, 'promptStart', [slots], data.promptStart),
    promptLength: upload(gpu, 'promptLength', [slots], data.promptLength),
    length: upload(gpu, 'length', [slots], data.length),
    slot: upload(gpu, 'slot', [active], data.slot),
    rows: fixedExtent(gpu, 'active', active),
    out,
    heads,
    kvHeads,
    headDim,
  }
  gpu.run(
    turns
      ? await turningDecode(gpu, { ...args, base: BASE, factors })
      : await attentionDecode(gpu, { ...args, shape: kernel }),
  )
  if (turns) {
    const positions = Array.from(data.slot, (s) => at(data.promptLength, s) + at(data.length, s) - 1)
    const layout = { rows: active, heads, kvHeads, headDim }
    data.qkv = Float32Array.from(ropeReference(data.qkv, positions, layout, BASE, 1, factors))
    data.slot.forEach((s, row) => {
      const stride = (heads + 2 * kvHeads) * headDim
      const own = data.qkv.subarray(row * stride + heads * headDim, (row + 1) * stride)
      data.suffixKv.set(own, (s * MOST + at(data.length, s) - 1) * kv)
    })
  }
  const shape = { ...data, heads, kvHeads, headDim, maxNew: MOST }
  // Probabilities are positive, so averages of |v| come from the same scores with the values' magnitudes.
  const magnitudes = (cache: Float32Array) =>
    cache.map((value, i) => (i % kv < kv / 2 ? value : Math.abs(value)))
  const scale = attentionDecodeReference({
    ...shape,
    promptKv: magnitudes(data.promptKv),
    suffixKv: magnitudes(data.suffixKv),
  })
  const name = `attentionDecode ${kernel} ${active} rows, ${heads}/${kvHeads} heads of ${headDim}`
  const largest = data.suffixKv.map(() => 5)
  return [
    compare(name, await download(gpu, out), attentionDecodeReference(shape), scale),
    ...(turns ? [compare(`${name} cache`, await download(gpu, suffixKv), data.suffixKv, largest)] : []),
  ]
}

async function checkCaches(gpu: Gpu, rowCount: number): Promise<Report[]> {
  const [heads, kvHeads, headDim] = [3, 1, 12]
  const random = Random.from(17, rowCount)
  const stride = 60
  const kv = 24
  const qkv = normals(random, rowCount * stride)
  const slots = rowCount + 2
  const slot = Uint32Array.from(random.shuffled([...Array(slots).keys()]).slice(0, rowCount))
  const length = Uint32Array.from({ length: slots }, (_, s) => s % (MOST + 1))
  const shared = {
    qkv: upload(gpu, 'qkv', [rowCount, stride], qkv),
    rows: fixedExtent(gpu, 'rows', rowCount),
    heads,
    kvHeads,
    headDim,
  }
  const before = normals(random, slots * MOST * kv)
  const suffixKv = upload(gpu, 'suffixKv', [slots, MOST, kv], before)
  const promptKv = gpu.tensor('promptKv', [rowCount + 1, kv])
  gpu.run(await cachePrompt(gpu, { ...shared, promptKv }))
  gpu.run(
    await cacheWrite(gpu, {
      ...shared,
      suffixKv,
      slot: upload(gpu, 'slot', [rowCount], slot),
      length: upload(gpu, 'length', [slots], length),
    }),
  )
  const expectedPrompt = new Float32Array((rowCount + 1) * kv)
  const expectedSuffix = Float32Array.from(before)
  for (let r = 0; r < rowCount; r++) {
    const own = qkv.subarray(r * stride + heads * headDim, (r + 1) * stride)
    expectedPrompt.set(own, r * kv)
    const s = integerAt(slot, r)
    if (integerAt(length, s) > 0) expectedSuffix.set(own, (s * MOST + integerAt(length, s) - 1) * kv)
  }
  return [
    compareExactly(`cachePrompt ${rowCount} rows`, await download(gpu, promptKv), expectedPrompt),
    compareExactly(`cacheWrite ${rowCount} rows`, await download(gpu, suffixKv), expectedSuffix),
  ]
}

/** Prompts of many blocks of 32 keys in slices, heads to 128, more heads than share a workgroup's keys. */
const SPLIT: readonly Case[] = [
  { active: 1, heads: 2, kvHeads: 1, headDim: 128, longest: 700 },
  { active: 11, heads: 3, kvHeads: 1, headDim: 36 },
  { active: 2, heads: 6, kvHeads: 1, headDim: 64, longest: 65 },
  { active: 3, heads: 4, kvHeads: 4, headDim: 32, longest: 130 },
]

/** Around the blocks of 128 keys, with 1 to 4 heads over one and up to 128 channels. */
const TURNING: readonly Case[] = [
  { active: 1, heads: 1, kvHeads: 1, headDim: 4 },
  { active: 7, heads: 3, kvHeads: 1, headDim: 36, longest: 127 },
  { active: 3, heads: 4, kvHeads: 4, headDim: 32, longest: 300 },
  { active: 2, heads: 8, kvHeads: 2, headDim: 128, longest: 130 },
]

export async function checkDecode(
  gpu: Gpu,
  quick = false,
  shapes: readonly Shape[] = [...decodeShapes, 'turning'],
): Promise<Report[]> {
  const few: readonly Case[] = [
    { active: 7, heads: 4, kvHeads: 2, headDim: 28 },
    { active: 7, heads: 4, kvHeads: 2, headDim: 36 },
  ]
  const cases: Readonly<Record<Shape, readonly Case[]>> = {
    thread: quick
      ? few
      : [
          ...sizesAround(64).map((active) => ({ active, heads: 4, kvHeads: 2, headDim: 16 })),
          ...[4, 12, 20, 32, 36, 64].map((headDim) => ({ active: 11, heads: 3, kvHeads: 1, headDim })),
          { active: 11, heads: 2, kvHeads: 2, headDim: 16 },
        ],
    // A prompt of some blocks a slice.
    split: quick ? few.slice(1).map((one) => ({ ...one, longest: 700 })) : SPLIT,
    turning: quick ? few.slice(1).map((one) => ({ ...one, longest: 200 })) : TURNING,
  }
  const reports: Report[] = []
  for (const shape of shapes)
    for (const one of cases[shape]) reports.push(...(await checkAttentionCase(gpu, { ...one, shape })))
  for (const rowCount of quick ? [5] : sizesAround(32)) reports.push(...(await checkCaches(gpu, rowCount)))
  return reports
}
