// Rungs 2 and 4 of sgd: ten steps with clipping, momentum and decay against the reference in f64. Runs in
// Node and in a page.
import { Random } from '../../src/base/random'
import type { Gpu, Tensor } from '../../src/gpu'
import { optimizerStep } from '../../src/ops/optimizers/optimizer'
import { sgd, type SgdSettings } from '../../src/ops/optimizers/sgd'
import { compare, type Report } from '../testing/compareArrays'
import { download, upload } from '../testing/testDevice'
import { normals, sizesAround } from '../testing/testShapes'
import { sgdReference } from './sgd.ref'

export const SETTINGS: SgdSettings = { learningRate: 0.05, momentum: 0.9, weightDecay: 0.1 }

const STEPS = 10

export interface SgdRun {
  readonly p: Float32Array
  readonly u: Float32Array
}

/** Ten steps on the GPU; each step's gradients and clip factor come from the keys (seed, count, step). */
export async function runSgd(gpu: Gpu, count: number, decayElements: number): Promise<SgdRun> {
  const tensor = (label: string, shape: readonly number[]): Tensor => gpu.tensor(label, shape)
  const p = upload(gpu, 'p', [count], start(count))
  const [g, u] = [tensor('g', [count]), tensor('u', [count])]
  const [norm, hyper] = [tensor('norm', [4]), tensor('hyper', [sgd.hyperElements])]
  const state = { parameters: p, gradients: g, state: [u], norm, hyper, decayElements }
  const program = await optimizerStep(gpu, sgd, state)
  for (let step = 1; step <= STEPS; step++) {
    gpu.write(g, gradient(count, step))
    gpu.write(norm, Float32Array.of(0, factor(step), 0, 0))
    gpu.write(hyper, sgd.hyperparameters(SETTINGS))
    gpu.run(program)
  }
  return { p: await download(gpu, p), u: await download(gpu, u) }
}

const start = (count: number): Float32Array => normals(Random.from(12, count), count)
const gradient = (count: number, step: number): Float32Array => normals(Random.from(13, count, step), count)
/** Step 3 is one to be left out, as after a norm that was not finite. */
const factor = (step: number): number => (step === 3 ? 0 : 1 / step)

async function checkCount(gpu: Gpu, count: number, decayElements: number): Promise<Report[]> {
  const actual = await runSgd(gpu, count, decayElements)
  const state = { p: Float64Array.from(start(count)), u: new Float64Array(count) }
  for (let step = 1; step <= STEPS; step++)
    sgdReference(state, gradient(count, step), Math.fround(factor(step)), { ...SETTINGS, decayElements })
  const name = `sgd ${count}, decay below ${decayElements}`
  // The velocity is a sum of at most ten gradients of about 1, the parameter adds them times the rate.
  const sums = state.u.map((value) => Math.abs(value) + 1)
  return [
    compare(
      `${name}: p`,
      actual.p,
      state.p,
      state.p.map((value) => Math.abs(value) + STEPS * SETTINGS.learningRate),
    ),
    compare(`${name}: u`, actual.u, state.u, sums),
  ]
}

export async function checkSgd(gpu: Gpu): Promise<Report[]> {
  const reports: Report[] = []
  for (const count of sizesAround(64)) reports.push(...(await checkCount(gpu, count, Math.floor(count / 2))))
  reports.push(...(await checkCount(gpu, 1000, 0)), ...(await checkCount(gpu, 1000, 1000)))
  return reports
}
