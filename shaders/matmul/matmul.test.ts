import { describe, expect, it } from 'vitest'
import { Random } from '../../src/base/random'
import { matmul } from '../../src/ops/matmul'
import { failures } from '../testing/compare'
import { download, fixedExtent, testGpu, upload } from '../testing/device'
import { checkGradient, dot } from '../testing/gradient'
import { mutated } from '../testing/mutate'
import { normals } from '../testing/shapes'
import { timeMatmul } from '../testing/timing'
import { checkCase, checkMatmul, FORMS, type MatmulCase } from './matmul.check'
import { matmulReference } from './matmul.ref'

describe('matmul', () => {
  it('reference: nn and tn are the gradients of nt, by central differences', () => {
    const random = Random.from(2)
    const [m, n, k] = [3, 5, 4]
    const x = Float64Array.from(normals(random, m * k))
    const w = Float64Array.from(normals(random, n * k))
    const dy = Float64Array.from(normals(random, m * n))
    const loss = (): number => dot(matmulReference('nt', x, w, { m, n, k }).out, dy)
    const dx = matmulReference('nn', dy, w, { m, n: k, k: n }).out
    const dw = matmulReference('tn', dy, x, { m: n, n: k, k: m }).out
    expect(failures([checkGradient('dx', loss, x, dx), checkGradient('dw', loss, w, dw)])).toEqual([])
  })

  it('kernels equal the reference in every form, variant and size class', async () => {
    expect(failures(await checkMatmul(await testGpu()))).toEqual([])
  })

  const vectors: MatmulCase = { form: 'nt', variant: 'registers', m: 9, n: 12, k: 8 }
  const slices: MatmulCase = { form: 'tn', variant: 'registers', m: 8, n: 12, k: 300 }
  it.each([
    ['matmul nt 8x12', 'c31 += b1', 'c31 -= b1', vectors],
    ['matmul nt 8x12', 'min(n + 3,', 'min(n + 2,', vectors],
    ['matmul nt 8x12', 'm >= rowsOut)', 'm > rowsOut)', vectors],
    ['matmul nt 8x12 simple', 'sum +=', 'sum =', { ...vectors, variant: 'simple' }],
    ['matmul tn 8x12', 'kBegin + sizes.SLICE', 'kBegin + sizes.SLICE - 1', slices],
    ['matmul tn sum', 'sum += partial', 'sum -= partial', slices],
  ] as const)('the check notices a wrong kernel: %s, %s -> %s', async (label, from, to, test) => {
    const gpu = await testGpu()
    expect((await checkCase(gpu, test)).passed).toBe(true)
    expect((await checkCase(mutated(gpu, label, from, to), test)).passed).toBe(false)
  })

  it('gives the same bits every time, also where the sum is cut into slices', async () => {
    const gpu = await testGpu()
    const random = Random.from(3)
    const rows = fixedExtent(gpu, 'rows', 900)
    const a = upload(gpu, 'a', [900, 12], normals(random, 900 * 12))
    const b = upload(gpu, 'b', [900, 20], normals(random, 900 * 20))
    const out = gpu.tensor('out', [12, 20])
    const program = await matmul(gpu, { form: 'tn', a, b, out, rows })
    gpu.run(program)
    const first = await download(gpu, out)
    gpu.run(program)
    expect(await download(gpu, out)).toEqual(first)
    gpu.setExtent(rows, 0)
    gpu.run(program)
    expect([...(await download(gpu, out))]).toEqual(new Array(240).fill(0))
  })

  it('refuses shapes that do not fit, and a buffer that is read and written at once', async () => {
    const gpu = await testGpu()
    const rows = fixedExtent(gpu, 'rows', 4)
    const [a, b, out] = [gpu.tensor('a', [4, 8]), gpu.tensor('b', [6, 8]), gpu.tensor('out', [4, 6])]
    const refused = (args: Partial<Parameters<typeof matmul>[1]>) => expect(matmul(gpu, { form: 'nt', a, b, out, rows, ...args })).rejects
    await refused({ form: 'nn' }).toThrow('matmul nn: b "b" is [6, 8], expected [8, 8]')
    await refused({ out: gpu.tensor('short', [3, 6]) }).toThrow('"short" has 3 rows, fewer than the capacity 4 of "rows"')
    await refused({ out: gpu.tensor('wide', [4, 7]) }).toThrow('out "wide" is [4, 7], expected [4, 6]')
    await refused({ bias: gpu.tensor('bias', [5]) }).toThrow('bias "bias" is [5], expected [6]')
    await refused({ a: gpu.tensor('flat', [32]) }).toThrow('a "flat" is [32], expected a matrix')
    await refused({ residual: out }).toThrow('"out" and out "out" share a buffer')
    await refused({ form: 'tn', b: gpu.tensor('b', [4, 6]), out: gpu.tensor('o', [8, 6]), bias: gpu.tensor('bias', [6]) }).toThrow('no bias or residual')
  })

  if (process.env.SPICE_TIME === '1') it('rate at the widths that are trained', async () => {
    const gpu = await testGpu()
    for (const form of FORMS) {
      for (const [rows, outer, inner] of [[512, 512, 512], [2000, 192, 64], [2000, 344, 64], [2000, 64, 172], [1000, 300, 64], [2000, 384, 128], [64, 192, 64]] as const) {
        const rate = await timeMatmul(gpu, form, { rows, outer, inner })
        expect(rate).toBeGreaterThan(0)
      }
    }
  })
})
