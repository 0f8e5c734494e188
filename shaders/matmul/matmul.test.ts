import { describe, expect, it } from 'vitest'
import { at } from '../../src/base/at'
import { Random } from '../../src/base/random'
import { matmul } from '../../src/ops/matmul'
import { compare, failures } from '../testing/compareArrays'
import { download, fixedExtent, testGpu, upload } from '../testing/testDevice'
import { checkGradient, dot } from '../testing/gradient'
import { mutated } from '../testing/mutate'
import { normals } from '../testing/testShapes'
import { timeMatmul } from '../testing/timing'
import { offers, tiledNames } from '../../src/ops/variants'
import { checkCase, checkMatmul, FORMS, variantsOf, type MatmulCase } from './matmul.check'
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

  it.each(['simple', ...tiledNames] as const)(
    '%s equals the reference in every form and size class, where the device offers it',
    async (variant) => {
      const gpu = await testGpu()
      if (variant !== 'simple' && !offers(gpu, variant)) expect(variantsOf(gpu)).not.toContain(variant)
      else expect(failures(await checkMatmul(gpu, [variant]))).toEqual([])
    },
    240_000,
  )

  const vectors: MatmulCase = { form: 'nt', variant: 'registers', m: 9, n: 12, k: 8 }
  const slices: MatmulCase = { form: 'tn', variant: 'registers', m: 8, n: 12, k: 300 }
  it.each([
    ['matmul nt 8x12', 'd1 += right', 'd1 -= right', vectors],
    ['matmul nt 8x12', 'p1 += block1', 'p1 -= block1', { ...vectors, m: 17, variant: 'tall' }],
    ['matmul nt 8x12', 'vec4u(0, 1, 2, 3)', 'vec4u(0, 1, 2, 2)', vectors],
    ['matmul nt 8x12', 'm >= rowsOut || n', 'm > rowsOut || n', vectors],
    ['matmul nt 8x12', 'out[at + 3] = value.w', 'out[at + 3] = value.z', vectors],
    ['matmul nt 12x12', 'k < job.K / 4; k++', 'k < job.K / 8; k++', { ...vectors, k: 12, variant: 'tall' }],
    [
      'matmul nt 8x12',
      'min(16, rowsOut - m)',
      'min(15, rowsOut - m)',
      { ...vectors, m: 17, variant: 'tall' },
    ],
    [
      'matmul nt 8x12',
      'tile[4 * i + c] += fourOfOut(',
      'tile[4 * i + c] -= fourOfOut(',
      { ...vectors, variant: 'tall', accumulate: true },
    ],
    [
      'matmul nt 8x12',
      '+= fourOfResidual((m + i) * job.N + n + 4 * c)',
      '+= fourOfResidual((m + i) * job.N + n)',
      { ...vectors, variant: 'tall', residual: true },
    ],
    ['matmul nt 8x12', '16 * id.y', '17 * id.y', { ...vectors, m: 50, variant: 'tall' }],
    ['matmul nt 8x60', '16 * id.x', '17 * id.x', { ...vectors, n: 60, variant: 'tall' }],
    ['matmul nt 8x12 simple', 'sum +=', 'sum =', { ...vectors, variant: 'simple' }],
    ['matmul tn 8x12', 'kBegin + job.SLICE)', 'kBegin + job.SLICE - 1)', slices],
    ['matmul tn 8x12', 'done + 3 < kEnd', 'done + 2 < kEnd', { ...slices, k: 303, variant: 'tall' }],
    [
      'matmul tn 8x12',
      'for (; done < kEnd',
      'for (; done + 1 < kEnd',
      { ...slices, k: 303, variant: 'tall' },
    ],
    ['matmul tn 8x12', 'return transpose(mat4x4f(a4', 'return (mat4x4f(a4', { ...slices, variant: 'tall' }],
    ['matmul nt 8x12', 'c += u.z * w', 'c -= u.z * w', { ...vectors, variant: 'shared' }],
    ['matmul tn 8x12', 'k0 + k < kEnd', 'k0 + k <= kEnd', { ...slices, k: 301, variant: 'shared' }],
    ['matmul nt 8x12', 'sums.z + sums.w', 'sums.z - sums.w', { ...vectors, variant: 'few' }],
    ['matmul nt 8x12', 's2 += fourOfVector(m + 2u', 's2 += fourOfVector(m', { ...vectors, variant: 'lanes' }],
    ['matmul nt 9x12', 's2 += fourOf(m + 2u', 's2 += fourOf(m', { ...vectors, k: 9, variant: 'lanes' }],
    ['matmul nt 8x12', 'lane % 4u', '0u', { ...vectors, variant: 'lanes' }],
    ['matmul nt 8x12', 'd += vec4f(u.w * w)', 'd += vec4f(u.z * w)', { ...vectors, variant: 'half' }],
    [
      'matmul nt 8x12',
      'subgroupShuffle(u1, j)',
      'subgroupShuffle(u1, 0u)',
      { ...vectors, variant: 'subgroups' },
    ],
    ['matmul tn sum', 'sum += partial', 'sum -= partial', slices],
  ] as const)('the check notices a wrong kernel: %s, %s -> %s', async (label, from, to, test) => {
    const gpu = await testGpu()
    if (!variantsOf(gpu).includes(test.variant)) return expect(['subgroups', 'half']).toContain(test.variant)
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

  it('is cut into dispatches where one would take too long, with the same bits as one', async () => {
    const gpu = await testGpu()
    const random = Random.from(4)
    // 300 rows of 1024 x 4096: five tiles of rows, of which one dispatch takes one; the rows beyond 128 are
    // not live.
    const [rows, n, k] = [fixedExtent(gpu, 'rows', 300, 90), 1024, 4096]
    const few = fixedExtent(gpu, 'few', 64)
    const a = upload(gpu, 'a', [300, k], normals(random, 300 * k))
    const b = upload(gpu, 'b', [n, k], new Float32Array(n * k).fill(0.5))
    gpu.write(b, normals(random, 4096))
    const [out, first] = [gpu.tensor('out', [300, n]), gpu.tensor('first', [64, n])]
    const cut = await matmul(gpu, { form: 'nt', a, b, out, rows })
    const whole = await matmul(gpu, { form: 'nt', a, b, out: first, rows: few })
    expect(cut.length).toBe(5)
    expect(whole.length).toBe(1)
    gpu.run([...cut, ...whole])
    const [all, some] = [await download(gpu, out), await download(gpu, first)]
    expect(all.subarray(0, 64 * n)).toEqual(some)
    expect(all.subarray(64 * n, 90 * n).every((value) => value !== 0)).toBe(true)
    expect(all.subarray(90 * n).every((value) => value === 0)).toBe(true)
    for (const tensor of [a, b, out, first]) gpu.destroyTensor(tensor)
  })

  it('adds up a long weight gradient with many tiles slice by slice', async () => {
    const gpu = await testGpu()
    const random = Random.from(5)
    // 1024 x 1024 outputs and 600 rows: dispatches of 256, 256 and 88 rows, of which 300 are live.
    const rows = fixedExtent(gpu, 'rows', 600, 300)
    const column = normals(random, 600)
    const a = upload(
      gpu,
      'a',
      [600, 1024],
      Float32Array.from({ length: 600 * 1024 }, (_, i) => at(column, Math.floor(i / 1024))),
    )
    const b = upload(gpu, 'b', [600, 1024], new Float32Array(600 * 1024).fill(2))
    const out = gpu.tensor('out', [1024, 1024])
    const [set, add] = [
      await matmul(gpu, { form: 'tn', a, b, out, rows }),
      await matmul(gpu, { form: 'tn', a, b, out, rows, accumulate: true }),
    ]
    expect(set.length).toBe(3)
    gpu.run([...set, ...add])
    const expected = 4 * column.subarray(0, 300).reduce((x, y) => x + y, 0)
    const scale = 4 * column.subarray(0, 300).reduce((x, y) => x + Math.abs(y), 0)
    const actual = await download(gpu, out)
    expect(
      failures([
        compare(
          'tn in three dispatches',
          actual,
          new Float64Array(actual.length).fill(expected),
          new Float64Array(actual.length).fill(scale),
        ),
      ]),
    ).toEqual([])
    for (const tensor of [a, b, out]) gpu.destroyTensor(tensor)
  })

  it('refuses shapes that do not fit, and a buffer that is read and written at once', async () => {
    const gpu = await testGpu()
    const rows = fixedExtent(gpu, 'rows', 4)
    const [a, b, out] = [gpu.tensor('a', [4, 8]), gpu.tensor('b', [6, 8]), gpu.tensor('out', [4, 6])]
    const refused = (args: Partial<Parameters<typeof matmul>[1]>) =>
      expect(matmul(gpu, { form: 'nt', a, b, out, rows, ...args })).rejects
    await refused({ form: 'nn' }).toThrow('matmul nn: b "b" is [6, 8], expected [8, 8]')
    await refused({ out: gpu.tensor('short', [3, 6]) }).toThrow(
      '"short" has 3 rows, fewer than the capacity 4 of "rows"',
    )
    await refused({ out: gpu.tensor('wide', [4, 7]) }).toThrow('out "wide" is [4, 7], expected [4, 6]')
    await refused({ bias: gpu.tensor('bias', [5]) }).toThrow('bias "bias" is [5], expected [6]')
    await refused({ a: gpu.tensor('flat', [32]) }).toThrow('a "flat" is [32], expected a matrix')
    await refused({ residual: out }).toThrow('"out" and out "out" share a buffer')
    await refused({
      form: 'tn',
      b: gpu.tensor('b', [4, 6]),
      out: gpu.tensor('o', [8, 6]),
      bias: gpu.tensor('bias', [6]),
    }).toThrow('no bias or residual')
  })

  if (process.env.SPICE_TIME === '1')
    it('rate at the widths that are trained', async () => {
      const gpu = await testGpu()
      for (const form of FORMS) {
        for (const [rows, outer, inner] of [
          [512, 512, 512],
          [2000, 192, 64],
          [2000, 344, 64],
          [2000, 64, 172],
          [1000, 300, 64],
          [2000, 384, 128],
          [64, 192, 64],
        ] as const) {
          const rate = await timeMatmul(gpu, form, { rows, outer, inner })
          expect(rate).toBeGreaterThan(0)
        }
      }
    })
})
