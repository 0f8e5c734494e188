import { describe, expect, it } from 'vitest'
import { Random } from '../../src/base/random'
import { gatherRows, scatterAddRows } from '../../src/ops/rows'
import { failures } from '../testing/compareArrays'
import { fixedExtent, testGpu } from '../testing/testDevice'
import { checkGradient, dot } from '../testing/gradient'
import { mutated } from '../testing/mutate'
import { normals } from '../testing/testShapes'
import { checkGatherRows } from './gatherRows.check'
import { gatherRowsReference, scatterAddRowsReference } from './gatherRows.ref'

describe('gatherRows and scatterAddRows', () => {
  it('reference: scattering is the gradient of gathering, by central differences', () => {
    const random = Random.from(6)
    const from = Float64Array.from(normals(random, 15))
    const index = [4, 0, 3]
    const dout = normals(random, 9)
    const gradient = scatterAddRowsReference(dout, index, new Float64Array(15), 3)
    expect(
      failures([
        checkGradient('dfrom', () => dot(gatherRowsReference(from, index, 3), dout), from, gradient),
      ]),
    ).toEqual([])
  })

  it('kernels equal the reference', async () => {
    expect(failures(await checkGatherRows(await testGpu()))).toEqual([])
  })

  it.each([
    ['gatherRows', '+ i % C', '+ i'],
    ['gatherRows', 'rows.x * C', '(rows.x + 1u) * C'],
    ['scatterAddRows', '+= source', '-= source'],
  ])('the check notices a wrong kernel: %s, %s -> %s', async (label, from, to) => {
    const reports = await checkGatherRows(mutated(await testGpu(), label, from, to))
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it('refuse shapes that do not fit', async () => {
    const gpu = await testGpu()
    const args = {
      index: gpu.tensor('index', [4], 'u32'),
      from: gpu.tensor('from', [9, 3]),
      rows: fixedExtent(gpu, 'selected', 4),
    }
    await expect(gatherRows(gpu, { ...args, out: gpu.tensor('out', [3, 3]) })).rejects.toThrow(
      'out "out" is [3, 3], expected [4, 3]',
    )
    await expect(scatterAddRows(gpu, { ...args, into: gpu.tensor('into', [9, 4]) })).rejects.toThrow(
      'from "from" is [9, 3], expected [9, 4]',
    )
  })
})
