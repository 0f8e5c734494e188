import { describe, expect, it } from 'vitest'
import { at } from '../../src/base/at'
import { Random } from '../../src/base/random'
import type { Gpu } from '../../src/gpu'
import { policyLoss, policySettings } from '../../src/ops/policyLoss'
import { failures } from '../testing/compareArrays'
import { download, fixedExtent, testGpu, upload } from '../testing/testDevice'
import { checkGradient } from '../testing/gradient'
import { mutated } from '../testing/mutate'
import { indices, normals } from '../testing/testShapes'
import { checkPolicyLoss } from './policyLoss.check'
import { policyLossReference } from './policyLoss.ref'

const clip = { low: 0.2, high: 0.28 }
const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0)

/** One row of three logits, target 0, with the ratio that `rho` names. */
function one(advantage: number, rho: number) {
  const logits = Float64Array.of(0.3, -0.2, 1)
  const base = { logits, target: [0], weight: [1], advantage: [advantage], temperature: 1, clip }
  const { logProb } = policyLossReference({ ...base, oldLogProb: [0] })
  return policyLossReference({ ...base, oldLogProb: [at(logProb, 0) - Math.log(rho)] })
}

/** The kernel on rows of the same logits. */
async function onGpu(
  gpu: Gpu,
  logits: Float32Array,
  advantage: number,
  old: number,
  backward = true,
  held: typeof clip | null = clip,
) {
  const tensor = upload(gpu, 'logits', [1, logits.length], logits)
  const settings = upload(gpu, 'settings', [4], policySettings({ temperature: 1, clip: held }))
  const vector = (label: string, value: number) => upload(gpu, label, [1], Float32Array.of(value))
  const stats = gpu.tensor('stats', [1, 4])
  gpu.run(
    await policyLoss(gpu, {
      logits: tensor,
      target: upload(gpu, 'target', [1], Uint32Array.of(0)),
      weight: vector('weight', 1),
      advantage: vector('advantage', advantage),
      oldLogProb: vector('old', old),
      settings,
      stats,
      rows: fixedExtent(gpu, 'rows', 1),
      backward,
    }),
  )
  return { dlogits: await download(gpu, tensor), stats: await download(gpu, stats) }
}

describe('policyLoss', () => {
  it('reference: gradients equal central differences in both modes, at a temperature', () => {
    const reports = [null, clip].flatMap((held) =>
      [1, 0.6, 2].map((temperature) => {
        const random = Random.from(15)
        const logits = Float64Array.from(normals(random, 8 * 11))
        const target = indices(random, 8, 11)
        const weight = normals(random, 8)
        const advantage = normals(random, 8)
        const free = { logits, target, weight, advantage, temperature }
        const { logProb } = policyLossReference({ ...free, oldLogProb: weight, clip: null })
        const oldLogProb = logProb.map((logp, r) => logp + at([-0.7, 0.05, 0.6, -0.05], r % 4))
        const loss = () => sum(policyLossReference({ ...free, oldLogProb, clip: held }).loss)
        const { dlogits } = policyLossReference({ ...free, oldLogProb, clip: held })
        return checkGradient(
          `dlogits ${held === null ? 'likelihood' : 'clipped'} ${temperature}`,
          loss,
          logits,
          dlogits,
        )
      }),
    )
    expect(failures(reports)).toEqual([])
  })

  it('reference: with advantage 1 and weight 1 the likelihood is cross-entropy', () => {
    const logits = [1, 2, 3]
    const { loss, entropy } = policyLossReference({
      logits,
      target: [1],
      weight: [1],
      advantage: [1],
      oldLogProb: [0],
      temperature: 1,
      clip: null,
    })
    const total = Math.exp(1) + Math.exp(2) + Math.exp(3)
    expect(loss[0]).toBeCloseTo(-Math.log(Math.exp(2) / total), 12)
    expect(entropy[0]).toBeCloseTo(
      -logits.reduce((h, x) => h + (Math.exp(x) / total) * Math.log(Math.exp(x) / total), 0),
      12,
    )
  })

  it('reference: the clip stops what has gone far enough, and only that', () => {
    const moves = (advantage: number, rho: number) => one(advantage, rho).dlogits.some((d) => d !== 0)
    expect([
      moves(1, 1.3),
      moves(1, 1.2),
      moves(1, 0.5),
      moves(-1, 0.7),
      moves(-1, 0.9),
      moves(-1, 2),
    ]).toEqual([false, true, true, false, true, true])
    expect([one(1, 1.3).clipped[0], one(1, 0.5).clipped[0], one(-1, 0.7).clipped[0]]).toEqual([1, 0, 1])
    expect(one(1, 1.3).loss[0]).toBeCloseTo(-1.28, 10)
    expect(one(-1, 2).loss[0]).toBeCloseTo(2, 10)
  })

  it('kernels equal the reference', async () => {
    expect(failures(await checkPolicyLoss(await testGpu()))).toEqual([])
  })

  it.each([
    ['policyLoss partial', 'moment += e * x', 'moment += e'],
    ['policyLoss row', 'share * part.y', 'part.y'],
    ['policyLoss row', 'bound > free', 'bound < free'],
    ['policyLoss row', '1.0 + settings[2]', '1.0 + settings[1]'],
    ['policyLoss backward', 'state.z * sharpness', 'state.z'],
  ])('the check notices a wrong kernel: %s, %s -> %s', async (label, from, to) => {
    const reports = await checkPolicyLoss(mutated(await testGpu(), label, from, to), true, ['thread'])
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it.each([
    ['policyLoss partial', 'dot(ea + eb, one)', 'dot(ea, one)'],
    ['policyLoss row', 'share * part.y;', 'part.y;'],
    ['policyLoss row', '1.0 + settings[2]', '1.0 + settings[1]'],
  ])('the check notices a wrong kernel of workgroups: %s, %s -> %s', async (label, from, to) => {
    const reports = await checkPolicyLoss(mutated(await testGpu(), label, from, to), true, ['workgroup'])
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it('an advantage of 0 gives exactly no gradient', async () => {
    const gpu = await testGpu()
    for (const held of [clip, null]) {
      const { dlogits } = await onGpu(gpu, Float32Array.of(1, -2, 3, 0.5), 0, -1, true, held)
      expect([...dlogits].every((d) => Math.abs(d) === 0)).toBe(true)
    }
  })

  it('beyond the clip the gradient is exactly zero on the device too', async () => {
    const gpu = await testGpu()
    const logits = Float32Array.of(0, 0, 0, 0)
    const old = (rho: number) => Math.log(0.25) - Math.log(rho)
    const moves = async (advantage: number, rho: number) =>
      (await onGpu(gpu, logits, advantage, old(rho))).dlogits.some((d) => d !== 0)
    expect([await moves(2, 1.4), await moves(2, 0.4), await moves(-2, 0.4), await moves(-2, 1.4)]).toEqual([
      false,
      true,
      false,
      true,
    ])
  })

  it('stays finite at logits of 10,000 and -1e30', async () => {
    const { dlogits, stats } = await onGpu(await testGpu(), Float32Array.of(1e4, -1e4, -1e30, 1e4), 1, -1)
    expect([...dlogits, ...stats].every(Number.isFinite)).toBe(true)
    expect(stats[0]).toBeCloseTo(Math.log(0.5), 5)
    expect(stats[1]).toBeCloseTo(Math.log(2), 5)
  })

  it('without backward the logits stay', async () => {
    const logits = Float32Array.of(1, -2, 3, 0.5)
    const { dlogits, stats } = await onGpu(await testGpu(), logits, 1, -1, false)
    expect([...dlogits]).toEqual([...logits])
    expect(stats[0]).toBeLessThan(0)
  })

  it('refuses a temperature of 0', () => {
    expect(() => policySettings({ temperature: 0, clip: null })).toThrow('temperature 0 is not above 0')
  })
})
