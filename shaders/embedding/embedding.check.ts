// Rung 2 of embedding: lookup and its gradient, with tokens that occur often, once and never. Runs in Node
// and in a page.
import { integerAt } from '../../src/base/at'
import { Random } from '../../src/base/random'
import type { Gpu } from '../../src/gpu'
import { embedding, embeddingBackward } from '../../src/ops/rows'
import { compare, type Report } from '../testing/compareArrays'
import { download, fixedExtent, upload } from '../testing/testDevice'
import { indices, normals, sizesAround } from '../testing/testShapes'
import { embeddingBackwardReference, embeddingReference, type EmbeddingShape } from './embedding.ref'

/** Rows sorted by token, and where each token's rows begin: what the caller of the backward makes. */
export function rowsByToken(
  token: Uint32Array,
  vocabulary: number,
): { order: Uint32Array; offsets: Uint32Array } {
  const offsets = new Uint32Array(vocabulary + 1)
  for (const v of token) offsets[v + 1] = integerAt(offsets, v + 1) + 1
  for (let v = 0; v < vocabulary; v++) offsets[v + 1] = integerAt(offsets, v + 1) + integerAt(offsets, v)
  const order = Uint32Array.from(token.keys()).sort(
    (a, b) => integerAt(token, a) - integerAt(token, b) || a - b,
  )
  return { order, offsets }
}

async function checkShape(gpu: Gpu, shape: EmbeddingShape): Promise<Report[]> {
  const { vocabulary, width, rows, scale } = shape
  const random = Random.from(4, vocabulary, width, rows)
  const table = normals(random, vocabulary * width)
  const token = indices(random, rows, Math.max(1, vocabulary - 1))
  const dout = normals(random, rows * width)
  const previous = normals(random, vocabulary * width)
  const { order, offsets } = rowsByToken(token, vocabulary)
  const extent = fixedExtent(gpu, 'rows', rows)
  const out = gpu.tensor('out', [rows, width])
  const dtable = upload(gpu, 'dtable', [vocabulary, width], previous)
  const forward = {
    table: upload(gpu, 'table', [vocabulary, width], table),
    token: upload(gpu, 'token', [rows], token),
    out,
  }
  const backward = {
    dout: upload(gpu, 'dout', [rows, width], dout),
    dtable,
    order: upload(gpu, 'order', [rows], order),
    offsets: upload(gpu, 'offsets', [vocabulary + 1], offsets),
  }
  gpu.run([
    ...(await embedding(gpu, { ...forward, rows: extent, scale })),
    ...(await embeddingBackward(gpu, { ...backward, rows: extent, scale })),
  ])
  const expected = embeddingReference(table, token, shape)
  const gradient = embeddingBackwardReference(dout, token, previous, shape)
  const name = `embedding ${rows} of ${vocabulary}x${width}`
  return [
    compare(name, await download(gpu, out), expected, expected.map(Math.abs)),
    compare(`${name} backward`, await download(gpu, dtable), gradient.dtable, gradient.magnitude),
  ]
}

export async function checkEmbedding(gpu: Gpu): Promise<Report[]> {
  const reports: Report[] = []
  for (const rows of sizesAround(64))
    reports.push(...(await checkShape(gpu, { vocabulary: 11, width: 5, rows, scale: 1.7 })))
  for (const width of sizesAround(64))
    reports.push(...(await checkShape(gpu, { vocabulary: 3, width, rows: 20, scale: 1 })))
  reports.push(...(await checkShape(gpu, { vocabulary: 1, width: 4, rows: 9, scale: 2 })))
  return reports
}
