// What a trainer is made of: its tensors and its programs, built once. It knows no sequence of tokens.
import type { Gpu, Program, Tensor } from '../gpu'
import type { Architecture } from '../config/architecture'
import { adamw, add, gradientNorm, policyLoss, policyPartialShape } from '../ops'
import { backward } from './backward'
import { allocate, gradientPlan, headPlan, layerPlan, release } from './buffers'
import { chosenLogits, embed, layersForward, packedAttention, sequence } from './forward'
import { BatchInputs } from './inputs'
import { parameterSet, type Model, type ParameterSet } from './model'
import type { Capacity } from './packing'

/** Micro-batches whose statistics wait on the GPU for one read-back. */
export const HISTORY = 32

/** Floats per predicted token that policyLoss writes: log-probability, entropy, loss, clipped. */
export const STATS = 4

export interface TrainerParts {
  readonly inputs: BatchInputs
  /** f32[4] of policySettings. */
  readonly lossSettings: Tensor
  /** f32[8] of adamw. */
  readonly hyper: Tensor
  /** f32[4], [0] the largest norm. */
  readonly limit: Tensor
  readonly gradients: readonly ParameterSet[]
  readonly m: Tensor
  readonly v: Tensor
  /** f32[4] each, [0] the norm. */
  readonly norms: readonly Tensor[]
  readonly sumNorm: Tensor
  /** Where the statistics of the i-th micro-batch are kept, and the step that keeps them. */
  readonly history: readonly { readonly stats: Tensor; readonly keep: Program }[]
  /** Forward, loss and backward into each set. */
  readonly passes: readonly Program[]
  readonly update: Program
  destroy(): void
}

/** Places of the last layer's output and of the statistics, beside the layers' own tensors. */
export function trainerPlan({ width, vocabulary }: Architecture, { rows, lossRows }: Capacity) {
  return {
    last: { shape: [rows, width] },
    partial: { shape: policyPartialShape(lossRows, vocabulary) },
    stats: { shape: [lossRows, STATS] },
    history: { shape: [HISTORY, Math.ceil((lossRows * STATS) / 64) * 64] },
    lossSettings: { shape: [4] },
    hyper: { shape: [8] },
    limit: { shape: [4] },
  }
}

export async function buildTrainer(model: Model, { rows, lossRows, sets }: Capacity & { readonly sets: number }): Promise<TrainerParts> {
  const { gpu, architecture, layout } = model
  const inputs = new BatchInputs(gpu, architecture.vocabulary, { rows, lossRows })
  const own = allocate(gpu, 'trainer', trainerPlan(architecture, { rows, lossRows }))
  const layers = Array.from({ length: architecture.layers }, (_, l) => allocate(gpu, `layers.${l}`, layerPlan(architecture, rows)))
  const head = allocate(gpu, 'head', headPlan(architecture, lossRows))
  const flow = allocate(gpu, 'gradient', gradientPlan(architecture, rows, lossRows))
  const gradients = Array.from({ length: sets }, (_, set) => parameterSet(gpu, `gradients.${set}`, layout))
  const moments = allocate(gpu, 'adamw', { m: { shape: [layout.elements] }, v: { shape: [layout.elements] } })
  const norms = gradients.map((_, set) => gpu.tensor(`norm.${set}`, [4]))
  const sumNorm = gpu.tensor('norm.sum', [4])

  const packed = {
    rows: inputs.rows,
    token: inputs.of('token'),
    position: inputs.of('position'),
    span: inputs.of('span'),
    order: inputs.of('order'),
    offsets: inputs.of('offsets'),
    lossRows: inputs.lossRows,
    lossRow: inputs.of('lossRow'),
  }
  const forward = sequence([
    embed(model, packed, layers[0]?.x ?? own.last),
    layersForward(model, layers, own.last, packed, packedAttention(model, packed.rows, packed.span)),
    chosenLogits(model, own.last, packed.lossRow, head, packed.lossRows),
    policyLoss(gpu, {
      logits: head.logits,
      target: inputs.of('target'),
      weight: inputs.of('weight'),
      advantage: inputs.of('advantage'),
      oldLogProb: inputs.of('oldLogProb'),
      settings: own.lossSettings,
      stats: own.stats,
      partial: own.partial,
      rows: packed.lossRows,
      backward: true,
    }),
  ])
  const passes = await Promise.all(gradients.map((set) => sequence([forward, backward(model, set, layers, head, flow, packed)])))
  const history = Array.from({ length: HISTORY }, (_, i) => {
    const stats = gpu.view(own.history, `history.${i}`, i * (own.history.shape[1] ?? 0), own.stats.shape)
    return { stats, keep: [{ kind: 'copy', from: own.stats, to: stats }] satisfies Program }
  })
  return {
    inputs,
    lossSettings: own.lossSettings,
    hyper: own.hyper,
    limit: own.limit,
    gradients,
    ...moments,
    norms,
    sumNorm,
    history,
    passes,
    update: await updateProgram(gpu, model, gradients, moments, { norms, sumNorm, hyper: own.hyper, limit: own.limit }),
    destroy() {
      inputs.destroy()
      for (const tensors of [own, ...layers, head, flow, moments]) release(gpu, tensors)
      for (const tensor of [...gradients.map(({ arena }) => arena), ...norms, sumNorm]) gpu.destroyTensor(tensor)
    },
  }
}

/** Norm of each set, all sets into the first, norm of that, AdamW, all sets emptied. */
function updateProgram(
  gpu: Gpu,
  model: Model,
  gradients: readonly ParameterSet[],
  { m, v }: { readonly m: Tensor; readonly v: Tensor },
  { norms, sumNorm, hyper, limit }: { readonly norms: readonly Tensor[]; readonly sumNorm: Tensor; readonly hyper: Tensor; readonly limit: Tensor },
): Promise<Program> {
  const [first, ...others] = gradients.map(({ arena }) => arena)
  if (first === undefined) throw new RangeError('a trainer needs at least one gradient set')
  const normOf = (arena: Tensor, out: Tensor): Promise<Program> => gradientNorm(gpu, { gradients: arena, out, maxNorm: limit })
  return sequence([
    ...gradients.map(({ arena }, set) => normOf(arena, norms[set] ?? sumNorm)),
    ...others.map((arena) => add(gpu, { from: arena, into: first })),
    normOf(first, sumNorm),
    adamw(gpu, { parameters: model.parameters.arena, gradients: first, m, v, norm: sumNorm, hyper, decayElements: model.layout.decayElements }),
    Promise.resolve(gradients.map(({ arena }) => ({ kind: 'clear', tensor: arena }))),
  ])
}
