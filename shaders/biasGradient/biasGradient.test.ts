import { describe, expect, it } from 'vitest'
import { at } from '../../src/base/at'
import { Random } from '../../src/base/random'
import { biasGradient } from '../../src/ops/biasGradient'
import { failures } from '../testing/compareArrays'
import { fixedExtent, testGpu } from '../testing/testDevice'
import { checkGradient, dot } from '../testing/gradient'
import { mutated } from '../testing/mutate'
import { normals } from '../testing/testShapes'
import { checkBiasGradient } from './biasGradient.check'
import { biasGradientReference } from './biasGradient.ref'

describe('biasGradient', () => {
  it('reference: is the gradient of adding a bias to every row, by central differences', () => {
    const random = Random.from(1)
    const [rows, width] = [4, 5]
    const bias = Float64Array.from(normals(random, width))
    const dy = normals(random, rows * width)
    const loss = (): number =>
      dot(
        Float64Array.from({ length: rows * width }, (_, i) => at(bias, i % width)),
        dy,
      )
    const { db } = biasGradientReference(dy, new Float64Array(width), { rows, width })
    expect(failures([checkGradient('db', loss, bias, db)])).toEqual([])
  })

  it('kernel equals the reference', async () => {
    expect(failures(await checkBiasGradient(await testGpu()))).toEqual([])
  })

  it.each([
    ['sum += dy', 'sum -= dy'],
    ['min(rows.x, first + BLOCK)', 'max(rows.x, first + BLOCK)'],
    ['id.y * BLOCK', 'id.y'],
  ])('the check notices a wrong kernel: %s -> %s', async (from, to) => {
    const reports = await checkBiasGradient(mutated(await testGpu(), 'biasGradient', from, to))
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it('refuses a gradient of another width', async () => {
    const gpu = await testGpu()
    const args = {
      dy: gpu.tensor('dy', [4, 6]),
      db: gpu.tensor('db', [5]),
      rows: fixedExtent(gpu, 'rows', 4),
    }
    await expect(biasGradient(gpu, args)).rejects.toThrow('dy "dy" is [4, 6], expected [4, 5]')
  })
})
