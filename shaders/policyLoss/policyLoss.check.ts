// Rung 2 of the policy loss: the kernels against the reference, in both modes and on rows of many slices.
// Runs in Node and in a page.
import { at, floatAt, integerAt } from '../../src/base/at'
import { Random } from '../../src/base/random'
import type { Gpu } from '../../src/gpu'
import { policyLoss, policySettings, type PolicySettings } from '../../src/ops/policyLoss'
import { rowShapes, type RowShape } from '../../src/ops/variants'
import { compare, compareExactly, type Report } from '../testing/compareArrays'
import { download, fixedExtent, upload } from '../testing/testDevice'
import { indices, normals, sizesAround } from '../testing/testShapes'
import { policyLossReference } from './policyLoss.ref'

interface Case extends PolicySettings {
  readonly rows: number
  readonly vocabulary: number
  readonly spread?: number
  readonly shape?: RowShape
}

async function checkCase(
  gpu: Gpu,
  { rows, vocabulary, spread = 1, temperature, clip, shape = 'thread' }: Case,
): Promise<Report[]> {
  const random = Random.from(14, rows, vocabulary)
  const logits = normals(random, rows * vocabulary, spread)
  const target = indices(random, rows, vocabulary)
  const weight = normals(random, rows)
  const advantage = normals(random, rows)
  const none = new Float32Array(rows)
  const { logProb: now } = policyLossReference({
    logits,
    target,
    weight,
    advantage,
    oldLogProb: none,
    temperature,
    clip: null,
  })
  // Ratios on both sides of the clip and between, none within rounding of its edges.
  const oldLogProb = Float32Array.from(now, (logp, r) => logp + at([-0.7, 0.03, 0.6, -0.02], r % 4))
  const settings = gpu.tensor('settings', [4])
  gpu.write(settings, policySettings({ temperature, clip }))
  const tensor = upload(gpu, 'logits', [rows, vocabulary], logits)
  const stats = gpu.tensor('stats', [rows, 4])
  gpu.run(
    await policyLoss(gpu, {
      shape,
      logits: tensor,
      target: upload(gpu, 'target', [rows], target),
      weight: upload(gpu, 'weight', [rows], weight),
      advantage: upload(gpu, 'advantage', [rows], advantage),
      oldLogProb: upload(gpu, 'old', [rows], oldLogProb),
      settings,
      stats,
      rows: fixedExtent(gpu, 'rows', rows),
      backward: true,
    }),
  )
  const expected = policyLossReference({ logits, target, weight, advantage, oldLogProb, temperature, clip })
  const actual = await download(gpu, stats)
  const column = (c: number) => Float32Array.from({ length: rows }, (_, r) => floatAt(actual, 4 * r + c))
  // A log-probability is a difference of numbers as large as the largest |logit|; its error is the ratio's
  // relative error.
  const size = Float64Array.from({ length: rows }, (_, r) => {
    let most = 1
    for (let v = 0; v < vocabulary; v++)
      most = Math.max(most, Math.abs(floatAt(logits, r * vocabulary + v)) / temperature)
    return most + Math.log(vocabulary)
  })
  const coefficient = Float64Array.from({ length: rows }, (_, r) => {
    const rho = clip === null ? 1 : Math.exp(floatAt(expected.logProb, r) - floatAt(oldLogProb, r))
    return Math.abs(floatAt(weight, r) * floatAt(advantage, r)) * rho
  })
  const dscale = expected.dlogits.map((_, i) => {
    const r = Math.floor(i / vocabulary)
    const hot = i % vocabulary === target[r] ? 1 : 0
    const free = policyProbability(
      logits,
      r,
      vocabulary,
      i % vocabulary,
      temperature,
      floatAt(now, r),
      integerAt(target, r),
    )
    return (floatAt(coefficient, r) * (free + hot) * floatAt(size, r)) / temperature + 1e-20
  })
  const name = `policyLoss ${shape} ${rows}x${vocabulary} temperature ${temperature}${clip === null ? '' : ' clipped'}${spread === 1 ? '' : ` spread ${spread}`}`
  return [
    compare(`${name} logp`, column(0), expected.logProb, size),
    compare(`${name} entropy`, column(1), expected.entropy, size),
    compare(
      `${name} loss`,
      column(2),
      expected.loss,
      coefficient.map((c, r) => c * floatAt(size, r) + Math.abs(floatAt(expected.loss, r))),
    ),
    compareExactly(`${name} clipped`, column(3), expected.clipped),
    compare(`${name} dlogits`, await download(gpu, tensor), expected.dlogits, dscale),
  ]
}

function policyProbability(
  logits: Float32Array,
  r: number,
  vocabulary: number,
  v: number,
  temperature: number,
  logp: number,
  target: number,
): number {
  const difference =
    (floatAt(logits, r * vocabulary + v) - floatAt(logits, r * vocabulary + target)) / temperature
  return Math.exp(difference + logp)
}

const clip = { low: 0.2, high: 0.28 }

/** A slice a workgroup: its edges, rows of one and of many slices, sharp ones. */
const workgroupCases: readonly Case[] = [
  { rows: 9, vocabulary: 97, temperature: 1, clip: null },
  { rows: 70, vocabulary: 513, temperature: 0.7, clip },
  { rows: 2, vocabulary: 40_011, temperature: 1, clip: null },
  { rows: 8, vocabulary: 300, temperature: 1, clip: null, spread: 3000 },
]

/**
 * Vocabularies around a slice of 512 and of many slices; rows around a workgroup; temperatures; logits of
 * thousands.
 */
export async function checkPolicyLoss(
  gpu: Gpu,
  quick = false,
  shapes: readonly RowShape[] = rowShapes,
): Promise<Report[]> {
  const cases: Case[] = quick
    ? [
        { rows: 30, vocabulary: 515, temperature: 0.7, clip: null },
        { rows: 30, vocabulary: 515, temperature: 0.7, clip },
      ]
    : [
        ...sizesAround(512, 97).flatMap((vocabulary) => [
          { rows: 9, vocabulary, temperature: 1, clip: null },
          { rows: 9, vocabulary, temperature: 0.7, clip },
        ]),
        ...sizesAround(64).map((rows) => ({ rows, vocabulary: 50, temperature: 1.3, clip })),
        { rows: 3, vocabulary: 20_011, temperature: 1, clip: null },
        { rows: 8, vocabulary: 300, temperature: 1, clip: null, spread: 3000 },
      ]
  const reports: Report[] = []
  for (const shape of shapes)
    for (const one of shape === 'thread' || quick ? cases : workgroupCases)
      reports.push(...(await checkCase(gpu, { ...one, shape })))
  return reports
}
