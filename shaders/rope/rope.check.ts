// Rung 2 of rotary positions: the kernel against the reference, and the inverse turn against the original.
// Runs in Node and in a page.
import { floatAt } from '../../src/base/at'
import { Random } from '../../src/base/random'
import type { Gpu } from '../../src/gpu'
import { rope, ropeBackward } from '../../src/ops/rope'
import { compare, type Report } from '../testing/compareArrays'
import { download, fixedExtent, upload } from '../testing/testDevice'
import { indices, normals, sizesAround } from '../testing/testShapes'
import { ropeReference } from './rope.ref'

interface Shape {
  readonly rows: number
  readonly heads: number
  readonly kvHeads: number
  readonly headDim: number
}

async function checkShape(
  gpu: Gpu,
  shape: Shape,
  base: number,
  context: number,
  factors?: readonly number[],
): Promise<Report[]> {
  const { rows, heads, kvHeads, headDim } = shape
  const random = Random.from(6, rows, headDim, context)
  const width = (heads + 2 * kvHeads) * headDim
  const qkv = normals(random, rows * width)
  const position = indices(random, rows, context)
  position[0] = context - 1
  const x = upload(gpu, 'qkv', [rows, width], qkv)
  const args = {
    ...shape,
    x,
    position: upload(gpu, 'position', [rows], position),
    rows: fixedExtent(gpu, 'rows', rows),
    base,
    factors,
  }
  gpu.run(await rope(gpu, args))
  const turned = await download(gpu, x)
  gpu.run(await ropeBackward(gpu, args))
  const back = await download(gpu, x)

  const half = headDim / 2
  const scale = Float64Array.from(qkv, (value, i) => {
    const channel = i % headDim
    return Math.abs(value) + Math.abs(floatAt(qkv, channel < half ? i + half : i - half))
  })
  const name = `rope ${rows} rows, ${heads}/${kvHeads} heads of ${headDim}, position < ${context}${factors === undefined ? '' : ', stretched'}`
  return [
    compare(`${name} turned`, turned, ropeReference(qkv, position, shape, base, 1, factors), scale),
    compare(`${name} turned back`, back, ropeReference(turned, position, shape, base, -1, factors), scale),
    compare(`${name} there and back`, back, qkv, scale),
  ]
}

/**
 * Rows around a workgroup; head sizes 2 to 128; positions up to 8192, in both bases of the built-in sizes and
 * of published models; Llama 3's base with factors that stretch it.
 */
export async function checkRope(gpu: Gpu): Promise<Report[]> {
  const reports: Report[] = []
  for (const rows of sizesAround(64))
    reports.push(...(await checkShape(gpu, { rows, heads: 2, kvHeads: 1, headDim: 16 }, 2000, 512)))
  for (const [heads, kvHeads, headDim] of [
    [1, 1, 2],
    [3, 1, 6],
    [4, 4, 32],
    [2, 1, 128],
  ] as const) {
    reports.push(...(await checkShape(gpu, { rows: 17, heads, kvHeads, headDim }, 10_000, 8192)))
  }
  reports.push(...(await checkShape(gpu, { rows: 5, heads: 1, kvHeads: 1, headDim: 64 }, 1_000_000, 8192)))
  const factors = Array.from({ length: 64 }, (_, i) => 1 + (31 * i) / 63)
  reports.push(
    ...(await checkShape(gpu, { rows: 7, heads: 3, kvHeads: 1, headDim: 128 }, 500_000, 8192, factors)),
  )
  return reports
}
