import { describe, expect, it } from 'vitest'
import { Random } from '../../src/base/random'
import { embedding, embeddingBackward } from '../../src/ops/rows'
import { failures } from '../testing/compareArrays'
import { download, fixedExtent, testGpu, upload } from '../testing/testDevice'
import { checkGradient, dot } from '../testing/gradient'
import { mutated } from '../testing/mutate'
import { indices, normals } from '../testing/testShapes'
import { checkEmbedding, rowsByToken } from './embedding.check'
import { embeddingBackwardReference, embeddingReference } from './embedding.ref'

describe('embedding', () => {
  it('reference: backward equals central differences', () => {
    const random = Random.from(5)
    const shape = { vocabulary: 4, width: 3, rows: 9, scale: 1.3 }
    const table = Float64Array.from(normals(random, 12))
    const token = indices(random, 9, 4)
    const dout = normals(random, 27)
    const loss = (): number => dot(embeddingReference(table, token, shape), dout)
    const { dtable } = embeddingBackwardReference(dout, token, new Float64Array(12), shape)
    expect(failures([checkGradient('dtable', loss, table, dtable)])).toEqual([])
  })

  it('rows by token: each row once, in order within its token', () => {
    expect(rowsByToken(Uint32Array.of(2, 0, 2, 3, 0), 5)).toEqual({
      order: Uint32Array.of(1, 4, 0, 2, 3),
      offsets: Uint32Array.of(0, 2, 2, 4, 5, 5),
    })
  })

  it('kernels equal the reference', async () => {
    expect(failures(await checkEmbedding(await testGpu()))).toEqual([])
  })

  it.each([
    ['embedding', 'SCALE * table', 'table'],
    ['embedding', 'token[i / C]', 'token[i % C]'],
    ['embeddingBackward', 'sum += dout', 'sum = dout'],
    ['embeddingBackward', 'dtable[i] += SCALE', 'dtable[i] = SCALE'],
  ])('the check notices a wrong kernel: %s, %s -> %s', async (label, from, to) => {
    const reports = await checkEmbedding(mutated(await testGpu(), label, from, to))
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it('takes a token beyond the table as the last one', async () => {
    const gpu = await testGpu()
    const out = gpu.tensor('out', [2, 1])
    const table = upload(gpu, 'table', [3, 1], Float32Array.of(1, 2, 3))
    gpu.run(
      await embedding(gpu, {
        table,
        token: upload(gpu, 'token', [2], Uint32Array.of(9, 1)),
        out,
        rows: fixedExtent(gpu, 'rows', 2),
        scale: 1,
      }),
    )
    expect([...(await download(gpu, out))]).toEqual([3, 2])
  })

  it('refuses shapes that do not fit', async () => {
    const gpu = await testGpu()
    const rows = fixedExtent(gpu, 'rows', 4)
    const tensors = {
      table: gpu.tensor('table', [5, 3]),
      token: gpu.tensor('token', [4], 'u32'),
      out: gpu.tensor('out', [4, 3]),
      rows,
      scale: 1,
    }
    await expect(embedding(gpu, { ...tensors, token: gpu.tensor('token', [3], 'u32') })).rejects.toThrow(
      'token "token" is [3], expected [4]',
    )
    await expect(embedding(gpu, { ...tensors, token: gpu.tensor('token', [4]) })).rejects.toThrow(
      'holds f32, expected u32',
    )
    const backward = {
      dout: tensors.out,
      dtable: tensors.table,
      order: tensors.token,
      offsets: gpu.tensor('offsets', [5], 'u32'),
      rows,
      scale: 1,
    }
    await expect(embeddingBackward(gpu, backward)).rejects.toThrow('offsets "offsets" is [5], expected [6]')
  })
})
