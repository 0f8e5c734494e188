import { describe, expect, it } from 'vitest'
import { Random } from '../../src/base/random'
import { rmsnorm, rmsnormBackward, rmsnormPartialShape } from '../../src/ops/rmsnorm'
import { failures } from '../testing/compareArrays'
import { download, fixedExtent, testGpu, upload } from '../testing/testDevice'
import { checkGradient, dot } from '../testing/gradient'
import { mutated } from '../testing/mutate'
import { normals } from '../testing/testShapes'
import { checkRmsnorm } from './rmsnorm.check'
import { rmsnormBackwardReference, rmsnormReference } from './rmsnorm.ref'

describe('rmsnorm', () => {
  it('reference: gradients equal central differences', () => {
    const shapes = [
      [1, 1],
      [3, 7],
      [5, 12],
    ] as const
    const reports = shapes.flatMap(([rows, width]) => {
      const random = Random.from(2, rows, width)
      const x = Float64Array.from(normals(random, rows * width))
      const weight = Float64Array.from(normals(random, width))
      const dout = Float64Array.from(normals(random, rows * width))
      const loss = () => dot(rmsnormReference(x, weight, rows, 1e-2).out, dout)
      const { dx, dweight } = rmsnormBackwardReference(x, weight, dout, rows, 1e-2)
      return [
        checkGradient(`dx ${rows}x${width}`, loss, x, dx),
        checkGradient(`dweight ${rows}x${width}`, loss, weight, dweight),
      ]
    })
    expect(failures(reports)).toEqual([])
  })

  it('kernels equal the reference', async () => {
    expect(failures(await checkRmsnorm(await testGpu()))).toEqual([])
  })

  it.each([
    ['rmsnorm', '+ EPS', '+ 2.0 * EPS + 0.001'],
    ['rmsnormBackward', 'dx[first + c] +=', 'dx[first + c] ='],
    ['rmsnormBackward weight', 'min(first + BLOCK, rows.x)', 'first + BLOCK - 1u'],
    ['columnSum', 'into[c] += sum', 'into[c] = sum'],
  ])('the check notices a wrong kernel: %s, %s -> %s', async (label, from, to) => {
    const gpu = mutated(await testGpu(), label, from, to)
    expect((await checkRmsnorm(gpu, ['thread'])).filter((report) => !report.passed)).not.toEqual([])
  })

  it.each([
    ['rmsnorm', 'lane + 8u * TEAM', 'lane + 4u * TEAM'],
    ['rmsnorm', 'begin + ROWS, rows.x', 'begin + 1u, rows.x'],
    ['rmsnormBackward', 'teamSum(lane, inner)', 'inner'],
  ])('the check notices a wrong kernel of workgroups: %s, %s -> %s', async (label, from, to) => {
    const gpu = mutated(await testGpu(), label, from, to)
    expect((await checkRmsnorm(gpu, ['workgroup'])).filter((report) => !report.passed)).not.toEqual([])
  })

  it.each([
    ['rmsnormBackward', 'gain0 += g0 * x0', 'gain0 = g0 * x0'],
    ['rmsnormBackward', 'teamSum(lane, inner)', 'inner'],
    ['rmsnormBackward', 'lane + 8u * TEAM, gain2', 'lane + 8u * TEAM, gain1'],
    ['rmsnormBackward', 'begin + ROWS, rows.x', 'begin + 1u, rows.x'],
  ])('the check notices a wrong kernel of blocks: %s, %s -> %s', async (label, from, to) => {
    const gpu = mutated(await testGpu(), label, from, to)
    expect((await checkRmsnorm(gpu, ['blocks'])).filter((report) => !report.passed)).not.toEqual([])
  })

  it('takes scratch that others have used, and refuses scratch of another shape', async () => {
    const gpu = await testGpu()
    const rows = fixedExtent(gpu, 'rows', 40)
    const full = (label: string, shape: readonly number[], value: number) =>
      upload(gpu, label, shape, new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value))
    const partial = full('scratch', rmsnormPartialShape(rows, 3), 99)
    const dweight = gpu.tensor('dweight', [3])
    const args = {
      x: full('x', [40, 3], 2),
      weight: full('weight', [3], 1),
      rstd: full('rstd', [40], 0.5),
      dout: full('dout', [40, 3], 3),
      dx: gpu.tensor('dx', [40, 3]),
      dweight,
      rows,
    }
    gpu.run(await rmsnormBackward(gpu, { ...args, partial }))
    expect([...(await download(gpu, dweight))]).toEqual([120, 120, 120])
    await expect(rmsnormBackward(gpu, { ...args, partial: gpu.tensor('small', [1, 3]) })).rejects.toThrow(
      '"small" is [1, 3], expected [2, 3]',
    )
  })

  it('refuses tensors that do not fit, by name', async () => {
    const gpu = await testGpu()
    const rows = fixedExtent(gpu, 'rows', 4)
    const good = {
      x: gpu.tensor('hidden', [4, 6]),
      weight: gpu.tensor('weight', [6]),
      out: gpu.tensor('out', [4, 6]),
      rstd: gpu.tensor('rstd', [4]),
      rows,
      eps: 1e-6,
    }
    await expect(rmsnorm(gpu, { ...good, x: gpu.tensor('hidden', [4, 5]) })).rejects.toThrow(
      '"hidden" is [4, 5], expected [4, 6]',
    )
    await expect(rmsnorm(gpu, { ...good, out: gpu.tensor('out', [3, 6]) })).rejects.toThrow(
      '"out" is [3, 6], expected [4, 6]',
    )
    await expect(rmsnorm(gpu, { ...good, rstd: gpu.tensor('rstd', [4], 'u32') })).rejects.toThrow('holds u32')
  })
})
