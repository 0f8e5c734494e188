// Rung 2 of adapters: forward and backward against the reference, one to three parts with gaps between, live
// rows below their capacity. Runs in Node and in a page.
import { Random } from '../../src/base/random'
import type { Gpu } from '../../src/gpu'
import { lora, loraBackward } from '../../src/ops/lora'
import { matmulReference } from '../matmul/matmul.ref'
import { compare, type Report } from '../testing/compareArrays'
import { download, fixedExtent, upload } from '../testing/testDevice'
import { normals } from '../testing/testShapes'
import { lowReference, upBackwardReference, upReference, type LoraShape } from './lora.ref'

const SPARE = 2

export async function checkShape(gpu: Gpu, shape: LoraShape): Promise<Report[]> {
  const { rows, inner, width, rank, scale, parts } = shape
  const random = Random.from(14, rows, inner, width)
  const low = parts.length * rank
  const count = parts.reduce((sum, part) => sum + part.count, 0)
  const data = {
    x: normals(random, rows * inner),
    A: normals(random, low * inner),
    B: normals(random, count * rank),
    out: normals(random, rows * width),
    dout: normals(random, rows * width),
    dA: normals(random, low * inner),
    dB: normals(random, count * rank),
    dx: normals(random, rows * inner),
  }
  const rowed = (label: keyof typeof data, columns: number) => {
    const all = new Float32Array((rows + SPARE) * columns).fill(NaN)
    all.set(data[label])
    return upload(gpu, label, [rows + SPARE, columns], all)
  }
  const extent = fixedExtent(gpu, 'rows', rows + SPARE, rows)
  const x = rowed('x', inner)
  const A = upload(gpu, 'A', [low, inner], data.A)
  const B = upload(gpu, 'B', [count, rank], data.B)
  const dA = upload(gpu, 'dA', [low, inner], data.dA)
  const dB = upload(gpu, 'dB', [count, rank], data.dB)
  const [out, dout, dx] = [rowed('out', width), rowed('dout', width), rowed('dx', inner)]
  const [h, dlow] = [gpu.tensor('low', [rows + SPARE, low]), gpu.tensor('dlow', [rows + SPARE, low])]
  const launched = { rank, scale, parts }
  gpu.run([
    ...(await lora(gpu, { shape: launched, x, A, B, low: h, out, rows: extent })),
    ...(await loraBackward(gpu, { shape: launched, x, A, B, low: h, dout, dA, dB, dlow, dx, rows: extent })),
  ])
  const read = {
    out: await download(gpu, out),
    dA: await download(gpu, dA),
    dB: await download(gpu, dB),
    dx: await download(gpu, dx),
  }
  for (const tensor of [x, A, B, dA, dB, out, dout, dx, h, dlow]) gpu.destroyTensor(tensor)

  const hRef = lowReference(data.x, data.A, shape)
  const forward = upReference(hRef, data.B, data.out, shape)
  const back = upBackwardReference(data.dout, hRef, data.B, data.dB, shape)
  const dARef = matmulReference('tn', back.dh, data.x, { m: low, n: inner, k: rows }, { previous: data.dA })
  const dxRef = matmulReference('nn', back.dh, data.A, { m: rows, n: inner, k: low }, { previous: data.dx })
  const name = `lora ${rows} rows ${inner} -> ${width}, rank ${rank}, ${parts.map(({ first, count: n }) => `${first}+${n}`).join()}`
  // h is a sum of `inner` products itself: its own rounding comes on top, relative to the size of what it
  // sums.
  const loose = (values: Float64Array): Float64Array => values.map((value) => value + 0.5 * scale * rank)
  const spared = (values: Float32Array, columns: number): boolean =>
    values.subarray(rows * columns).every(Number.isNaN)
  return [
    compare(`${name} out`, read.out.subarray(0, rows * width), forward.out, loose(forward.scale)),
    compare(`${name} dA`, read.dA, dARef.out, loose(dARef.scale)),
    compare(`${name} dB`, read.dB, back.dB, loose(back.dBScale)),
    compare(`${name} dx`, read.dx.subarray(0, rows * inner), dxRef.out, loose(dxRef.scale)),
  ].map((report) =>
    spared(read.out, width) && spared(read.dx, inner)
      ? report
      : { ...report, name: `${report.name} wrote beyond its rows`, passed: false },
  )
}

export async function checkLora(gpu: Gpu): Promise<Report[]> {
  const reports: Report[] = []
  const one = [{ first: 0, count: 7 }]
  for (const rows of [1, 7, 63, 64, 65])
    reports.push(...(await checkShape(gpu, { rows, inner: 12, width: 7, rank: 3, scale: 1.5, parts: one })))
  for (const rank of [1, 4, 17])
    reports.push(
      ...(await checkShape(gpu, {
        rows: 9,
        inner: 13,
        width: 66,
        rank,
        scale: 2,
        parts: [
          { first: 0, count: 33 },
          { first: 33, count: 33 },
        ],
      })),
    )
  reports.push(
    ...(await checkShape(gpu, {
      rows: 10,
      inner: 20,
      width: 40,
      rank: 2,
      scale: 0.5,
      parts: [
        { first: 0, count: 24 },
        { first: 24, count: 8 },
        { first: 32, count: 8 },
      ],
    })),
  )
  // Only q and v, then only k: the columns between stay as they are.
  reports.push(
    ...(await checkShape(gpu, {
      rows: 10,
      inner: 20,
      width: 40,
      rank: 2,
      scale: 0.5,
      parts: [
        { first: 0, count: 24 },
        { first: 32, count: 8 },
      ],
    })),
  )
  reports.push(
    ...(await checkShape(gpu, {
      rows: 10,
      inner: 20,
      width: 40,
      rank: 5,
      scale: 1,
      parts: [{ first: 24, count: 8 }],
    })),
  )
  return reports
}
