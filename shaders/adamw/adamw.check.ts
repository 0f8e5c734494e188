// Rungs 2 and 4 of adamw: ten steps with clipping and decay against the reference in f64. Runs in Node and in
// a page.
import { Random } from '../../src/base/random'
import type { Gpu, Tensor } from '../../src/gpu'
import { adamw, type AdamwSettings } from '../../src/ops/optimizers/adamw'
import { optimizerStep } from '../../src/ops/optimizers/optimizer'
import { compare, type Report } from '../testing/compareArrays'
import { download, upload } from '../testing/testDevice'
import { normals, sizesAround } from '../testing/testShapes'
import { adamwReference } from './adamw.ref'

export const SETTINGS: AdamwSettings = {
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.1,
}

export interface AdamwRun {
  readonly p: Float32Array
  readonly m: Float32Array
  readonly v: Float32Array
}

/** `steps` steps on the GPU; each step's gradients and clip factor come from the keys (seed, count, step). */
export async function runAdamw(
  gpu: Gpu,
  count: number,
  steps: number,
  decayElements: number,
): Promise<AdamwRun> {
  const tensor = (label: string, shape: readonly number[]): Tensor => gpu.tensor(label, shape)
  const p = upload(gpu, 'p', [count], start(count))
  const [g, m, v] = [tensor('g', [count]), tensor('m', [count]), tensor('v', [count])]
  const [norm, hyper] = [tensor('norm', [4]), tensor('hyper', [8])]
  const program = await optimizerStep(gpu, adamw, {
    parameters: p,
    gradients: g,
    state: [m, v],
    norm,
    hyper,
    decayElements,
  })
  for (let step = 1; step <= steps; step++) {
    gpu.write(g, gradient(count, step))
    gpu.write(norm, Float32Array.of(0, factor(step), 0, 0))
    gpu.write(hyper, adamw.hyperparameters(SETTINGS, step))
    gpu.run(program)
  }
  return { p: await download(gpu, p), m: await download(gpu, m), v: await download(gpu, v) }
}

const start = (count: number): Float32Array => normals(Random.from(10, count), count)
const gradient = (count: number, step: number): Float32Array => normals(Random.from(11, count, step), count)
/** Step 3 is one to be left out, as after a norm that was not finite. */
const factor = (step: number): number => (step === 3 ? 0 : 1 / step)

async function checkCount(gpu: Gpu, count: number, decayElements: number): Promise<Report[]> {
  const actual = await runAdamw(gpu, count, 10, decayElements)
  const state = { p: Float64Array.from(start(count)), m: new Float64Array(count), v: new Float64Array(count) }
  const [beta1, beta2] = [Math.fround(SETTINGS.beta1), Math.fround(SETTINGS.beta2)]
  for (let step = 1; step <= 10; step++) {
    adamwReference(state, gradient(count, step), Math.fround(factor(step)), step, {
      ...SETTINGS,
      beta1,
      beta2,
      decayElements,
    })
  }
  const ones = new Float64Array(count).fill(1)
  const name = `adamw ${count}, decay below ${decayElements}`
  return [
    compare(
      `${name}: p`,
      actual.p,
      state.p,
      state.p.map((value) => Math.abs(value) + 10 * SETTINGS.learningRate),
    ),
    compare(`${name}: m`, actual.m, state.m, ones),
    compare(`${name}: v`, actual.v, state.v, state.v),
  ]
}

export async function checkAdamw(gpu: Gpu): Promise<Report[]> {
  const reports: Report[] = []
  for (const count of sizesAround(64)) reports.push(...(await checkCount(gpu, count, Math.floor(count / 2))))
  reports.push(...(await checkCount(gpu, 1000, 0)), ...(await checkCount(gpu, 1000, 1000)))
  return reports
}
