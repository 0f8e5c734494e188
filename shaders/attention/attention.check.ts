// Rung 2 of attention: the kernels against the reference on packed batches of odd sequences. Runs in Node and
// in a page.
import { at, floatAt } from '../../src/base/at'
import { Random } from '../../src/base/random'
import type { Gpu } from '../../src/gpu'
import { attention, attentionBackward, attentionWeights } from '../../src/ops/attention'
import type { AttentionVariant } from '../../src/ops/variants'
import { compare, type Report } from '../testing/compareArrays'
import { download, fixedExtent } from '../testing/testDevice'
import { normals, packed, packedName, sizesAround, type PackedLengths } from '../testing/testShapes'
import {
  attended,
  attentionBackwardReference,
  attentionReference,
  attentionWeightsReference,
  type AttentionShape,
} from './attention.ref'

const absolute = (x: ArrayLike<number>): Float64Array => Float64Array.from(x, Math.abs)

/**
 * Sums of absolute products behind out, lse and dqkv: the reference's own loops, over magnitudes and the true
 * probabilities.
 */
function scales(
  qkv: Float32Array,
  span: Uint32Array,
  dout: Float32Array,
  lse: Float64Array,
  shape: AttentionShape,
) {
  const { rows, heads, kvHeads, headDim: D } = shape
  const stride = (heads + 2 * kvHeads) * D
  const root = 1 / Math.sqrt(D)
  const [x, g] = [absolute(qkv), absolute(dout)]
  const out = new Float64Array(rows * heads * D)
  const sums = new Float64Array(rows * heads)
  const dqkv = new Float64Array(rows * stride)
  const add = (into: Float64Array, i: number, value: number) => (into[i] = floatAt(into, i) + value)
  for (let r = 0; r < rows; r++) {
    for (let h = 0; h < heads; h++) {
      const group = Math.floor((h * kvHeads) / heads)
      const q = r * stride + h * D
      const row = (r * heads + h) * D
      const terms: { k: number; v: number; p: number; dp: number }[] = []
      let delta = 0
      for (const t of attended(span, r)) {
        const k = t * stride + (heads + group) * D
        const v = k + kvHeads * D
        let [signed, size, dp] = [0, 0, 0]
        for (let d = 0; d < D; d++) {
          const product = floatAt(qkv, q + d) * floatAt(qkv, k + d)
          signed += product
          size += Math.abs(product)
          dp += floatAt(g, row + d) * floatAt(x, v + d)
        }
        sums[r * heads + h] = Math.max(floatAt(sums, r * heads + h), 1 + size * root)
        const p = Math.exp(signed * root - floatAt(lse, r * heads + h))
        delta += p * dp
        terms.push({ k, v, p, dp })
      }
      for (const { k, v, p, dp } of terms) {
        const ds = p * (dp + delta) * root
        for (let d = 0; d < D; d++) {
          add(out, row + d, p * floatAt(x, v + d))
          add(dqkv, q + d, ds * floatAt(x, k + d))
          add(dqkv, k + d, ds * floatAt(x, q + d))
          add(dqkv, v + d, p * floatAt(g, row + d))
        }
      }
    }
  }
  return { out, lse: sums, dqkv }
}

interface Case {
  readonly lengths: readonly PackedLengths[]
  readonly heads: number
  readonly kvHeads: number
  readonly headDim: number
  /** Standard deviation of q, k and v; large ones make sharp probabilities. */
  readonly spread?: number
  readonly capacity?: number
  readonly variant?: AttentionVariant
}

async function checkCase(
  gpu: Gpu,
  { lengths, heads, kvHeads, headDim, spread = 1, capacity, variant = 'whole' }: Case,
): Promise<Report[]> {
  const { span, rows } = packed(lengths)
  const shape = { rows, heads, kvHeads, headDim }
  const room = capacity ?? rows
  const random = Random.from(11, rows, heads, kvHeads, headDim)
  const stride = (heads + 2 * kvHeads) * headDim
  const qkv = normals(random, rows * stride, spread)
  const dout = normals(random, rows * heads * headDim)
  const place = (label: string, width: number, data: Float32Array) => {
    const tensor = gpu.tensor(label, [room, width])
    gpu.write(tensor, data)
    return tensor
  }
  const spans = gpu.tensor('span', [room, 4], 'u32')
  gpu.write(spans, span)
  const shared = {
    qkv: place('qkv', stride, qkv),
    out: gpu.tensor('out', [room, heads * headDim]),
    lse: gpu.tensor('lse', [room, heads]),
    span: spans,
    rows: fixedExtent(gpu, 'rows', room, rows),
    heads,
    kvHeads,
    headDim,
    variant,
  }
  // What was there before must not matter: the gradient is written, not added to.
  const dqkv = place('dqkv', stride, normals(random, rows * stride, 100))
  gpu.run(await attention(gpu, shared))
  gpu.run(await attentionBackward(gpu, { ...shared, dout: place('dout', heads * headDim, dout), dqkv }))
  const columns = room + 3
  const queries = Math.min(rows, 3)
  const weights = gpu.tensor('weights', [heads, queries, columns])
  gpu.run(await attentionWeights(gpu, { ...shared, weights }))
  const forward = attentionReference(qkv, span, shape)
  const gradient = attentionBackwardReference(qkv, span, dout, shape)
  const scale = scales(qkv, span, dout, forward.lse, shape)
  const name = `attention [${packedName(lengths)}] ${heads}/${kvHeads} heads of ${headDim}${spread === 1 ? '' : ` spread ${spread}`} ${variant}`
  const live = async (tensor: typeof dqkv, width: number) =>
    (await download(gpu, tensor)).subarray(0, rows * width)
  return [
    compare(`${name} out`, await live(shared.out, heads * headDim), forward.out, scale.out),
    compare(`${name} lse`, await live(shared.lse, heads), forward.lse, scale.lse),
    // A probability inherits its score's rounding, so it is held to that score's sum of absolute products.
    compare(
      `${name} weights`,
      (await download(gpu, weights)).filter((_, i) => i % columns < rows),
      attentionWeightsReference(qkv, span, shape, queries),
      Float64Array.from({ length: heads * queries * rows }, (_, i) => {
        const query = Math.floor(i / rows)
        return at(scale.lse, (rows - queries + (query % queries)) * heads + Math.floor(query / queries))
      }),
    ),
    compare(`${name} dqkv`, await live(dqkv, stride), gradient, scale.dqkv),
  ]
}

/**
 * Shared prefixes whose ends fall everywhere within the rows that one thread takes, sequences of one row, a
 * prefix that nobody goes on from.
 */
const groups: readonly PackedLengths[] = [
  5,
  { prefix: 7, own: [1, 4, 1, 1, 9] },
  { prefix: 1, own: [1, 2] },
  { prefix: 6, own: [] },
  { prefix: 12, own: [3] },
  2,
  { prefix: 29, own: [17, 6, 1] },
]

const tile = { variant: 'tiled' } as const

/**
 * Rows around a workgroup, grouped and single heads, head sizes 4 to 64, an extent below its capacity, sharp
 * probabilities.
 */
const cases: readonly Case[] = [
  ...sizesAround(64).map((rows) => ({ lengths: [rows], heads: 1, kvHeads: 1, headDim: 16 })),
  ...[4, 12, 20, 36, 64].map((headDim) => ({
    lengths: [1, 13, 2, 31, ...groups],
    heads: 4,
    kvHeads: 2,
    headDim,
  })),
  ...[4, 16, 28, 32].map((headDim) => ({
    lengths: [1, 13, 2, 31, ...groups],
    heads: 4,
    kvHeads: 2,
    headDim,
    variant: 'sliced' as const,
  })),
  ...[16, 32].map((headDim) => ({ lengths: [17, 5, 9], heads: 3, kvHeads: 1, headDim })),
  { lengths: [17, 5, 9], heads: 6, kvHeads: 3, headDim: 16 },
  { lengths: [129, 3], heads: 2, kvHeads: 1, headDim: 16, capacity: 200 },
  {
    lengths: [{ prefix: 70, own: [33, 1, 40] }, 3],
    heads: 2,
    kvHeads: 1,
    headDim: 16,
    spread: 2,
    capacity: 180,
  },
  { lengths: [33, 20], heads: 2, kvHeads: 1, headDim: 16, spread: 2 },
]

/**
 * Tiles of 64 units and of 32 keys: single heads, grouped ones that do not divide them, every number of
 * blocks of channels, sequences and prefixes that end within a tile and far before the next.
 */
const tiledCases: readonly Case[] = [
  ...[63, 65].map((rows) => ({ ...tile, lengths: [rows], heads: 1, kvHeads: 1, headDim: 16 })),
  ...(
    [
      [4, 2, 36],
      [3, 1, 68],
      [2, 2, 128],
    ] as const
  ).map(([heads, kvHeads, headDim]) => ({
    ...tile,
    lengths: [1, 13, 2, 31, ...groups],
    heads,
    kvHeads,
    headDim,
  })),
  {
    ...tile,
    lengths: [{ prefix: 70, own: [33, 1, 140] }, 3],
    heads: 2,
    kvHeads: 1,
    headDim: 16,
    spread: 2,
    capacity: 280,
  },
]

/** Enough to notice a wrong line of the tiled kernels. */
const fewTiled: readonly Case[] = [
  {
    ...tile,
    lengths: [1, 13, { prefix: 45, own: [30, 40, 2] }, { prefix: 3, own: [1, 2] }],
    heads: 4,
    kvHeads: 2,
    headDim: 36,
  },
]

/** One case of each entry point: enough to notice a wrong line. */
const fewCases: readonly Case[] = [
  ...[12, 28, 36].map((headDim) => ({
    lengths: [1, 13, { prefix: 5, own: [1, 4, 2] }, { prefix: 3, own: [1, 2] }],
    heads: 4,
    kvHeads: 2,
    headDim,
  })),
]

async function checkAll(gpu: Gpu, all: readonly Case[]): Promise<Report[]> {
  const reports: Report[] = []
  for (const one of all) reports.push(...(await checkCase(gpu, one)))
  return reports
}

export const checkAttention = (gpu: Gpu, quick = false): Promise<Report[]> =>
  checkAll(gpu, quick ? fewCases : cases)

export const checkTiledAttention = (gpu: Gpu, quick = false): Promise<Report[]> =>
  checkAll(gpu, quick ? fewTiled : tiledCases)
