// Launcher of the loss of predicted tokens and of its gradient. Equations and proof: shaders/policyLoss.
import partialSource from '../../shaders/policyLoss/policyLoss.partial.wgsl?static'
import rowSource from '../../shaders/policyLoss/policyLoss.row.wgsl?static'
import workgroupPartialSource from '../../shaders/policyLoss/policyLoss.workgroup.partial.wgsl?static'
import workgroupRowSource from '../../shaders/policyLoss/policyLoss.workgroup.row.wgsl?static'
import backwardSource from '../../shaders/policyLoss/policyLoss.bwd.wgsl?static'
import type { Extent, Gpu, Program, Tensor } from '../gpu'
import { expectShape, launch, linearGroups, matrixShape } from './launch'
import {
  ELEMENT_WORK,
  expectMatrix,
  expectRowGroups,
  expectVector,
  rowGroups,
  scratch,
  threadGroups,
} from './threads'
import { kernelsOf, type RowShape } from './variants'

/** Logits that one thread of the first step reads (`SLICE` in the shader). */
const SLICE = 512

export interface PolicySettings {
  /** Logits are divided by it; above 0. */
  readonly temperature: number
  /** null: weighted likelihood. Else PPO's ratio is held in 1 - low .. 1 + high. */
  readonly clip: { readonly low: number; readonly high: number } | null
}

/** The f32[4] that `policyLoss` reads at each run. */
export function policySettings({ temperature, clip }: PolicySettings): Float32Array {
  if (!(temperature > 0)) throw new RangeError(`policyLoss: temperature ${temperature} is not above 0`)
  return Float32Array.of(temperature, clip?.low ?? 0, clip?.high ?? 0, clip === null ? 0 : 1)
}

export interface PolicyLossArgs {
  /** (S,V) logits; with `backward` they become their gradient. */
  readonly logits: Tensor
  /** u32 (S) */
  readonly target: Tensor
  readonly weight: Tensor
  readonly advantage: Tensor
  readonly oldLogProb: Tensor
  /** f32[4] of `policySettings` */
  readonly settings: Tensor
  /** (S,4): log-probability of the target, entropy in nats, loss, 1 where the clip holds */
  readonly stats: Tensor
  readonly rows: Extent
  readonly backward: boolean
  /** What was chosen for the device when left out. */
  readonly shape?: RowShape
  /** Scratch of `policyPartialShape`; its own when left out. */
  readonly partial?: Tensor
}

/** Shape of the scratch of `policyLoss`. */
export function policyPartialShape(rows: number, vocabulary: number): readonly [number, number] {
  return [rows, 4 * Math.ceil(vocabulary / SLICE)]
}

export async function policyLoss(gpu: Gpu, args: PolicyLossArgs): Promise<Program> {
  const { logits, target, weight, advantage, oldLogProb, settings, stats, rows, backward } = args
  const { shape = kernelsOf(gpu).rows } = args
  const op = 'policyLoss'
  const [, vocabulary] = matrixShape(op, 'logits', logits)
  expectRowGroups(op, rows)
  expectMatrix(op, 'logits', logits, rows, vocabulary)
  expectVector(op, 'target', target, rows, 'u32')
  for (const [name, tensor] of Object.entries({ weight, advantage, oldLogProb }))
    expectVector(op, name, tensor, rows, 'f32')
  expectShape(op, 'settings', settings, [4])
  expectMatrix(op, 'stats', stats, rows, 4)
  const partial = scratch(gpu, op, args.partial, policyPartialShape(rows.capacity, vocabulary))
  const workgroup = shape === 'workgroup'
  const constants = { VOCABULARY: vocabulary }
  const team = workgroup ? { TEAM: 64 } : {}
  const slices = Math.ceil(vocabulary / SLICE)
  const elements = (): number => rows.value * vocabulary
  const steps = [
    launch(gpu, {
      label: `${op} partial`,
      source: workgroup ? workgroupPartialSource : partialSource,
      constants: { ...constants, ...team },
      tensors: [logits, settings, partial, rows.tensor],
      groups: () => (workgroup ? linearGroups(rows.value * slices) : threadGroups(rows.value * slices)),
      work: () => ELEMENT_WORK * elements(),
    }),
    launch(gpu, {
      label: `${op} row`,
      source: workgroup ? workgroupRowSource : rowSource,
      constants: { ...constants, ...team },
      tensors: [partial, logits, target, weight, advantage, oldLogProb, settings, stats, rows.tensor],
      groups: () => (workgroup ? linearGroups(rows.value) : threadGroups(rows.value)),
      work: () => ELEMENT_WORK * rows.value * slices,
    }),
  ]
  if (backward) {
    steps.push(
      launch(gpu, {
        label: `${op} backward`,
        source: backwardSource,
        constants,
        tensors: [logits, partial, target, settings, rows.tensor],
        groups: () => rowGroups(rows, vocabulary),
        work: () => ELEMENT_WORK * elements(),
      }),
    )
  }
  return Promise.all(steps)
}
