import { describe, expect, it } from 'vitest'
import { Random } from '../../src/base/random'
import { swiglu } from '../../src/ops/swiglu'
import { failures } from '../testing/compareArrays'
import { fixedExtent, testGpu } from '../testing/testDevice'
import { checkGradient, dot } from '../testing/gradient'
import { mutated } from '../testing/mutate'
import { normals } from '../testing/testShapes'
import { checkSwiglu } from './swiglu.check'
import { swigluBackwardReference, swigluReference } from './swiglu.ref'

describe('swiglu', () => {
  it('reference: gradients equal central differences', () => {
    const shapes = [
      [1, 1],
      [3, 5],
    ] as const
    const reports = shapes.map(([rows, hidden]) => {
      const random = Random.from(10, rows, hidden)
      const gateUp = Float64Array.from(normals(random, rows * 2 * hidden))
      const dout = Float64Array.from(normals(random, rows * hidden))
      const loss = () => dot(swigluReference(gateUp, rows, hidden), dout)
      return checkGradient(
        `dgateUp ${rows}x${hidden}`,
        loss,
        gateUp,
        swigluBackwardReference(gateUp, dout, rows, hidden),
      )
    })
    expect(failures(reports)).toEqual([])
  })

  it('kernels equal the reference', async () => {
    expect(failures(await checkSwiglu(await testGpu()))).toEqual([])
  })

  it.each([
    ['swiglu', '1.0 + exp', '1.0001 + exp'],
    ['swigluBackward', '(1.0 - s)', '(1.0 + s)'],
  ])('the check notices a wrong kernel: %s, %s -> %s', async (label, from, to) => {
    const reports = await checkSwiglu(mutated(await testGpu(), label, from, to))
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it('refuses more rows than a dispatch has', async () => {
    const gpu = await testGpu()
    const args = {
      gateUp: gpu.tensor('gateUp', [65536, 2]),
      out: gpu.tensor('out', [65536, 1]),
      rows: fixedExtent(gpu, 'rows', 65536, 1),
    }
    await expect(swiglu(gpu, args)).rejects.toThrow('65536 rows are more than the 65535')
  })

  it('refuses a gate without its up', async () => {
    const gpu = await testGpu()
    const args = {
      gateUp: gpu.tensor('gateUp', [2, 7]),
      out: gpu.tensor('out', [2, 4]),
      rows: fixedExtent(gpu, 'rows', 2),
    }
    await expect(swiglu(gpu, args)).rejects.toThrow('"gateUp" is [2, 7], expected [2, 8]')
  })
})
