// Rung 2 of SwiGLU: the kernels against the reference at the sizes where kernels break. Runs in Node and in a
// page.
import { floatAt } from '../../src/base/at'
import { Random } from '../../src/base/random'
import type { Gpu } from '../../src/gpu'
import { swiglu, swigluBackward } from '../../src/ops/swiglu'
import { compare, type Report } from '../testing/compareArrays'
import { download, fixedExtent, upload } from '../testing/testDevice'
import { normals, sizesAround } from '../testing/testShapes'
import { swigluBackwardReference, swigluReference } from './swiglu.ref'

/** Where silu underflows, errors below 1e-25 are none. */
const UNDERFLOW = 1e-20

async function checkShape(gpu: Gpu, rows: number, hidden: number, spread: number): Promise<Report[]> {
  const random = Random.from(9, rows, hidden)
  const gateUp = normals(random, rows * 2 * hidden, spread)
  const dout = normals(random, rows * hidden)
  const extent = fixedExtent(gpu, 'rows', rows)
  const tensor = upload(gpu, 'gateUp', [rows, 2 * hidden], gateUp)
  const out = gpu.tensor('out', [rows, hidden])
  const dgateUp = gpu.tensor('dgateUp', [rows, 2 * hidden])
  gpu.run(await swiglu(gpu, { gateUp: tensor, out, rows: extent }))
  gpu.run(
    await swigluBackward(gpu, {
      gateUp: tensor,
      dout: upload(gpu, 'dout', [rows, hidden], dout),
      dgateUp,
      rows: extent,
    }),
  )
  const forward = swigluReference(gateUp, rows, hidden)
  const backward = swigluBackwardReference(gateUp, dout, rows, hidden)
  // Terms of the sums: silu's slope is s + gate s (1 - s), whose parts cancel near its root.
  const scale = backward.map((_, i) => {
    const [r, f] = [Math.floor(i / (2 * hidden)), i % hidden]
    const [gate, up, dy] = [
      floatAt(gateUp, r * 2 * hidden + f),
      floatAt(gateUp, r * 2 * hidden + hidden + f),
      floatAt(dout, r * hidden + f),
    ]
    const s = 1 / (1 + Math.exp(-gate))
    return i % (2 * hidden) < hidden
      ? Math.abs(dy * up) * s * (1 + Math.abs(gate) * (1 - s)) + UNDERFLOW
      : Math.abs(dy * gate * s) + UNDERFLOW
  })
  const name = `swiglu ${rows}x${hidden} spread ${spread}`
  return [
    compare(
      `${name} y`,
      await download(gpu, out),
      forward,
      forward.map((y) => Math.abs(y) + UNDERFLOW),
    ),
    compare(`${name} dgateUp`, await download(gpu, dgateUp), backward, scale),
  ]
}

/** Around a workgroup, odd sizes, and gates of several hundred, whose exponentials leave f32. */
export async function checkSwiglu(gpu: Gpu): Promise<Report[]> {
  const reports: Report[] = []
  for (const hidden of sizesAround(64)) reports.push(...(await checkShape(gpu, 5, hidden, 1)))
  for (const rows of [1, 127, 1031]) reports.push(...(await checkShape(gpu, rows, 172, 1)))
  reports.push(...(await checkShape(gpu, 64, 64, 10)))
  const huge = await checkShape(gpu, 16, 64, 200)
  return [...reports, ...huge]
}
