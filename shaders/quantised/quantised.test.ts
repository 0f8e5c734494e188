import { describe, expect, it } from 'vitest'
import { at } from '../../src/base/at'
import { dawn } from '../../src/cli/dawn'
import { Gpu } from '../../src/gpu'
import { Random } from '../../src/base/random'
import { quantisedMatrix, writeQuantised } from '../../src/ops/quantised'
import { quantisedMatmul } from '../../src/ops/quantisedProduct'
import { quantisedBytes, quantisedStorages, quantise } from '../../src/ops/quantisedFormat'
import { failures } from '../testing/compareArrays'
import { fixedExtent, testGpu } from '../testing/testDevice'
import { checkGradient, dot } from '../testing/gradient'
import { mutated } from '../testing/mutate'
import { normals } from '../testing/testShapes'
import { checkCase, checkQuantised, checkLookUp, type QuantisedCase } from './quantised.check'
import { quantisedMatmulReference, quantisedValues } from './quantised.ref'

describe('quantised matrices', () => {
  it('reference: nn is the input gradient of nt, by central differences', () => {
    const [m, n, k] = [3, 5, 4]
    const random = Random.from(1)
    const x = Float64Array.from(normals(random, m * k))
    const W = Float64Array.from(normals(random, n * k))
    const dy = Float64Array.from(normals(random, m * n))
    const loss = (): number => dot(quantisedMatmulReference('nt', x, W, { m, n, k }).out, dy)
    expect(
      failures([checkGradient('dx', loss, x, quantisedMatmulReference('nn', dy, W, { m, n, k }).out)]),
    ).toEqual([])
  })

  it('kernels equal the reference in every format, form and number of chunks', async () => {
    expect(failures(await checkQuantised(await testGpu()))).toEqual([])
  })

  it('need no feature of the device', async () => {
    const opened = await Gpu.open(dawn(), { without: ['shader-f16', 'subgroups', 'timestamp-query'] })
    if (!opened.ok) throw new Error(opened.error.message)
    const gpu = opened.value
    expect(gpu.device.features.has('shader-f16')).toBe(false)
    const reports = []
    for (const storage of quantisedStorages)
      reports.push(
        await checkCase(gpu, { form: 'nt', storage, m: 9, n: 9, k: 36 }),
        await checkLookUp(gpu, storage, 9, 7, 36),
      )
    expect(failures(reports)).toEqual([])
    gpu.destroy()
  })

  const nt: QuantisedCase = { form: 'nt', storage: 'q4', m: 9, n: 13, k: 68, chunk: 8 }
  const nn: QuantisedCase = { ...nt, form: 'nn' }
  const few: QuantisedCase = { ...nt, m: 5, shape: 'lanes' }
  const wide: QuantisedCase = {
    ...{ form: 'nt', storage: 'q4', shape: 'wide', m: 8, n: 70, k: 644, spare: 0, slices: 4 },
  }
  const tiles: QuantisedCase = {
    ...{ form: 'nt', storage: 'q4', many: 'tiles', m: 70, n: 70, k: 776, slices: 3 },
  }
  it.each([
    ['quantised nt q4 68x13', '>> (vec4u(0, 4, 8, 12)', '>> (vec4u(0, 4, 8, 8)', nt],
    ['quantised nt q4 68x13', '+ scale.y', '- scale.y', nt],
    ['quantised nt q4 68x13', 's7 += w', 's7 -= w', nt],
    ['quantised nt q4 68x13', 'return transpose(', 'return (', nt],
    ['quantised nt q4 68x13', 'if (m >= rows.x) {', 'if (m > rows.x) {', nt],
    ['quantised nt q4 68x13', 'job.OUT_FIRST + n + j', 'n + j', nt],
    ['quantised nt q8 68x13', '(group / 8) % 2 == 1', '(group / 8) % 2 == 2', { ...nt, storage: 'q8' }],
    ['quantised nt q8 68x13', 'vec4u(24, 16, 8, 0)', 'vec4u(24, 16, 0, 8)', { ...nt, storage: 'q8' }],
    ['quantised nt f16 68x13', 'words[at + 1]', 'words[at]', { ...nt, storage: 'f16' }],
    ['quantised nn q4 13x68', '4 * group + j < job.SUM', '4 * group + j <= job.SUM', nn],
    ['quantised nn q4 13x68', '(job.ADDED >> 2) & 1', '(job.ADDED >> 2) & 0', nn],
    ['quantised nt q4 68x13', 'value += bias', 'value -= bias', { ...nt, bias: true }],
    ['quantised nt q4 68x13', 'value += residual', 'value -= residual', { ...nt, residual: true }],
    ['quantised nt q4 68x13', '4u * group < job.SUM', '8u * group < job.SUM', few],
    ['quantised nt q4 36x13', '4u * group < job.SUM', '4u * group < 64u', { ...few, k: 36 }],
    ['quantised nt q4 68x13', 'sums.high[1] += left', 'sums.high[1] -= left', { ...few, m: 8, spare: 0 }],
    // Long enough that all lanes of a team have a share in the sum.
    ['quantised nt q4 260x13', 'half = LANES / 2u', 'half = LANES / 4u', { ...few, k: 260 }],
    ['quantised nt q4 68x13', 'job.OUT_FIRST + n', 'n', few],
    ['quantised nt q4 644x70', 'i >= 6u', 'i >= 7u', wide],
    ['quantised nt q4 644x70', 'group.z * job.SLICE', '0u', wide],
    ['quantised join', 's < job.SLICES', 's + 1u < job.SLICES', wide],
    ['quantised join', 'value += residual', 'value -= residual', { ...wide, residual: true }],
    ['quantised nt q4 776x70', 'first + at < end', 'first + at <= end', tiles],
    ['quantised nt q4 776x70', 'sums.bottom[2]', 'sums.bottom[1]', tiles],
    ['quantised nt q4 776x70', 'leftTile[4u * group + 3u]', 'leftTile[4u * group + 2u]', tiles],
  ] as const)('the check notices a wrong kernel: %s, %s -> %s', async (label, from, to, test) => {
    const gpu = await testGpu()
    expect((await checkCase(gpu, test)).passed).toBe(true)
    expect((await checkCase(mutated(gpu, label, from, to), test)).passed).toBe(false)
  })

  it.each([
    ['SCALE * weights4', 'weights4'],
    ['row - job.FIRST, i', 'row, i'],
    ['min(token', 'max(token'],
  ])('the check notices a wrong look-up: %s -> %s', async (from, to) => {
    const gpu = await testGpu()
    expect(
      (await checkLookUp(mutated(gpu, 'quantised embedding q8', from, to), 'q8', 40, 29, 64, 8)).passed,
    ).toBe(false)
  })

  it('take as many bytes as their formats say', async () => {
    const gpu = await testGpu()
    // 96 columns are three blocks: 6 bytes of f16 words each 2 numbers, 34 and two of padding, 20.
    const bytes = { f16: 192, q8: 96 + 8, q4: 48 + 12 }
    for (const storage of quantisedStorages) {
      const before = gpu.counters.bytes
      quantisedMatrix(gpu, 'W', storage, [640, 96])
      expect(quantisedBytes(storage, [640, 96])).toBe(640 * bytes[storage])
      expect(gpu.counters.bytes - before).toBe(640 * bytes[storage])
    }
  })

  it('keep numbers as near as their bits allow', () => {
    const values = normals(Random.from(2), 64 * 96)
    const norm = (x: Float64Array): number => Math.hypot(...x)
    const errors = quantisedStorages.map((storage) => {
      const { numbers, scales } = quantise(storage, values, 96)
      const kept = quantisedValues(storage, Uint32Array.of(...numbers, ...scales), 64, 96)
      return norm(kept.map((value, i) => value - at(values, i))) / norm(Float64Array.from(values))
    })
    console.log(
      `relative error of normal numbers: ${quantisedStorages.map((storage, i) => `${storage} ${errors[i]?.toExponential(1)}`).join(', ')}`,
    )
    const [f16, q8, q4] = errors
    expect(f16).toBeLessThan(3e-4)
    expect(q8).toBeLessThan(8e-3)
    expect(q4).toBeLessThan(0.1)
  })

  it('keep blocks of equal numbers, of zeros and of extremes', () => {
    for (const value of [0, 1, -0.5, 1024]) {
      for (const storage of quantisedStorages) {
        const { numbers, scales } = quantise(storage, new Float32Array(40).fill(value), 40)
        const kept = quantisedValues(storage, Uint32Array.of(...numbers, ...scales), 1, 40)
        for (const each of kept)
          expect(Math.abs(each - value), `${storage} ${value}`).toBeLessThanOrEqual(5e-4 * Math.abs(value))
      }
    }
  })

  it('refuse shapes that do not fit', async () => {
    const gpu = await testGpu()
    expect(() => quantisedMatrix(gpu, 'W', 'q4', [5, 30])).toThrow(
      'rows of 30 numbers; kept as q4 they have to be a multiple of 4',
    )
    expect(() => quantisedMatrix(gpu, 'W', 'q4', [5, 32], 64)).toThrow('do not fit one binding of 64 bytes')
    const W = quantisedMatrix(gpu, 'W', 'q4', [5, 32])
    expect(() => writeQuantised(gpu, W, 4, quantise('q4', new Float32Array(64), 32))).toThrow(
      'at row 4 do not fit 5 rows of 32 as q4',
    )
    const rows = fixedExtent(gpu, 'rows', 4)
    const [a, out] = [gpu.tensor('a', [4, 32]), gpu.tensor('out', [4, 5])]
    const refused = (args: Partial<Parameters<typeof quantisedMatmul>[1]>) =>
      expect(quantisedMatmul(gpu, { form: 'nt', a, b: W, out, rows, ...args })).rejects
    await refused({ a: out }).toThrow('a "out" is [4, 5], expected 32 columns for "W" [5, 32]')
    await refused({ out: a }).toThrow('out "a" is [4, 32], expected [4, 5]')
    await refused({ residual: out }).toThrow('share a buffer')
    await refused({ form: 'nn', a: out, out: a, bias: gpu.tensor('bias', [5]) }).toThrow('no bias')
  })
})
