// Rung 2 of RMSNorm: the kernels against the reference at the sizes where kernels break. Runs in Node and in
// a page.
import { floatAt } from '../../src/base/at'
import { Random } from '../../src/base/random'
import type { Gpu } from '../../src/gpu'
import { gradientSums } from '../../src/ops/gradientSums'
import { GAIN_ROWS, rmsnorm, rmsnormBackward } from '../../src/ops/rmsnorm'
import { rowShapes, type RowShape } from '../../src/ops/variants'
import { compare, type Report } from '../testing/compareArrays'
import { download, fixedExtent, upload } from '../testing/testDevice'
import { normals, sizesAround } from '../testing/testShapes'
import { rmsnormBackwardReference, rmsnormReference } from './rmsnorm.ref'

const EPS = 1e-6

/** blocks: workgroups whose gain's gradient is left in blocks and added up after. */
export type NormShape = RowShape | 'blocks'

async function checkShape(
  gpu: Gpu,
  kind: NormShape,
  rows: number,
  width: number,
  capacity = rows,
): Promise<Report[]> {
  const shape = kind === 'blocks' ? 'workgroup' : kind
  const random = Random.from(1, rows, width)
  const x = normals(random, rows * width)
  const weight = normals(random, width)
  const dout = normals(random, rows * width)
  const dxBefore = normals(random, rows * width)
  const dweightBefore = normals(random, width)
  const extent = fixedExtent(gpu, 'rows', capacity, rows)
  const matrix = (label: string, data: Float32Array) => {
    const tensor = gpu.tensor(label, [capacity, width])
    gpu.write(tensor, data)
    return tensor
  }
  const tensors = {
    x: matrix('x', x),
    weight: upload(gpu, 'weight', [width], weight),
    rstd: gpu.tensor('rstd', [capacity]),
    rows: extent,
  }
  const out = gpu.tensor('out', [capacity, width])
  const dx = matrix('dx', dxBefore)
  const dweight = upload(gpu, 'dweight', [width], dweightBefore)
  gpu.run(await rmsnorm(gpu, { ...tensors, shape, out, eps: EPS }))
  const sums =
    kind === 'blocks'
      ? await gradientSums(gpu, dweight, extent, [{ into: dweight, block: GAIN_ROWS }])
      : undefined
  gpu.run([
    ...(await rmsnormBackward(gpu, {
      ...tensors,
      shape,
      dout: matrix('dout', dout),
      dx,
      dweight,
      blocks: sums?.partials[0],
    })),
    ...(sums?.program ?? []),
  ])

  const forward = rmsnormReference(x, weight, rows, EPS)
  const backward = rmsnormBackwardReference(x, weight, dout, rows, EPS)
  const dxScale = new Float64Array(rows * width)
  const dweightScale = Float64Array.from(dweightBefore, Math.abs)
  for (let r = 0; r < rows; r++) {
    const rstd = floatAt(forward.rstd, r)
    let inner = 0
    for (let c = 0; c < width; c++)
      inner += Math.abs(floatAt(dout, r * width + c) * floatAt(weight, c) * floatAt(x, r * width + c))
    for (let c = 0; c < width; c++) {
      const i = r * width + c
      const g = Math.abs(floatAt(dout, i) * floatAt(weight, c))
      dxScale[i] =
        Math.abs(floatAt(dxBefore, i)) + rstd * (g + (Math.abs(floatAt(x, i)) * rstd ** 2 * inner) / width)
      dweightScale[c] = floatAt(dweightScale, c) + Math.abs(floatAt(dout, i) * floatAt(x, i) * rstd)
    }
  }
  const name = `rmsnorm ${kind} ${rows}x${width}`
  const [y, dxActual, dweightActual] = [
    await download(gpu, out),
    await download(gpu, dx),
    await download(gpu, dweight),
  ]
  return [
    compare(`${name} y`, y.subarray(0, rows * width), forward.out, forward.out),
    compare(
      `${name} dx`,
      dxActual.subarray(0, rows * width),
      backward.dx.map((v, i) => v + floatAt(dxBefore, i)),
      dxScale,
    ),
    compare(
      `${name} dweight`,
      dweightActual,
      backward.dweight.map((v, i) => v + floatAt(dweightBefore, i)),
      dweightScale,
    ),
    compare(
      `${name} rows beyond the extent`,
      y.subarray(rows * width),
      new Float64Array((capacity - rows) * width),
      [],
      0,
    ),
  ].filter((report) => report.elements > 0)
}

/**
 * Rows around a block of 32 and a workgroup of 64, channels odd and even, and an extent below its capacity;
 * where lanes lie along the row, widths around what they hold, and rows that a workgroup takes in turn.
 */
const SIZES: Readonly<
  Record<NormShape, readonly (readonly [rows: number, width: number, capacity?: number])[]>
> = {
  thread: [
    ...[...sizesAround(32), ...sizesAround(64, 13)].map((rows) => [rows, 20] as const),
    ...[1, 3, 64, 127, 128].map((width) => [7, width] as const),
    [35, 12, 200],
  ],
  workgroup: [
    [1, 20],
    [7, 20],
    [35, 20, 600],
    [5, 127],
    [3, 600],
    [2, 1100],
    [3, 4100],
  ],
  blocks: [
    [1, 20],
    [35, 128, 200],
    [17, 600],
    [9, 1100],
  ],
}

export async function checkRmsnorm(
  gpu: Gpu,
  shapes: readonly NormShape[] = [...rowShapes, 'blocks'],
): Promise<Report[]> {
  const reports: Report[] = []
  for (const shape of shapes)
    for (const [rows, width, capacity] of SIZES[shape])
      reports.push(...(await checkShape(gpu, shape, rows, width, capacity)))
  return reports
}
