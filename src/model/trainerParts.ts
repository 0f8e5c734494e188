// What a trainer is made of: its tensors and its programs, built once. It knows no sequence of tokens.
import { at } from '../base/at'
import type { Extent, Program, Tensor } from '../gpu'
import type { Architecture } from '../config/architecture'
import type { OptimizerName } from '../config/schema'
import {
  add,
  gatherRows,
  gradientNorm,
  maskLogits,
  optimizerStep,
  policyLoss,
  policyPartialShape,
  product,
} from '../ops'
import { backward, logitsBackward } from './backward'
import {
  allocate,
  gradientPlan,
  headPlan,
  layerPlan,
  recomputePlan,
  release,
  type LayerTensors,
} from './buffers'
import { ConstrainedPrograms, type ConstraintTensors } from './constrainedPrograms'
import {
  embed,
  headName,
  headNormed,
  layerForward,
  layersForward,
  packedAttention,
  sequence,
} from './forward'
import { BatchInputs } from './inputs'
import { parameterSet, type Model, type ParameterSet } from './model'
import { firstOptimizer, optimizerNamed, statePlan } from './optimizerState'
import type { Capacity } from './packing'

/** Micro-batches whose statistics wait on the GPU for one read-back. */
export const HISTORY = 32

/** Floats per predicted token that policyLoss writes: log-probability, entropy, loss, clipped. */
export const STATS = 4

export interface TrainerParts {
  readonly inputs: BatchInputs
  /** f32[4] of policySettings. */
  readonly lossSettings: Tensor
  readonly optimizer: ReturnType<typeof optimizerNamed>
  /** What the optimizer remembers, in the order of its `state`. */
  readonly state: readonly Tensor[]
  /** What the optimizer reads at each step. */
  readonly hyper: Tensor
  /** f32[4], [0] the largest norm. */
  readonly limit: Tensor
  readonly gradients: readonly ParameterSet[]
  /** f32[4] each, [0] the norm. */
  readonly norms: readonly Tensor[]
  readonly sumNorm: Tensor
  /** Where the statistics of the i-th micro-batch are kept, and the step that keeps them. */
  readonly history: readonly { readonly stats: Tensor; readonly keep: Program }[]
  /** Forward, loss and backward into each set. */
  readonly passes: readonly Program[]
  /** The same over the tokens that each row's state allows. */
  readonly constrained: ConstrainedPrograms<readonly Program[]>
  readonly update: Program
  destroy(): void
}

/** How much is kept at once. */
export interface TrainerMemory {
  /** Left out: the first of the list. */
  readonly optimizer?: OptimizerName | undefined
  /** Layers keep their inputs alone and are computed again on the way back. */
  readonly recompute?: boolean | undefined
  /** Rows whose logits stand at once: a multiple of 64, or all. */
  readonly logitRows?: number | undefined
}

/** Places of the last layer's output and of the statistics, beside the layers' own tensors. */
export function trainerPlan(
  { width, vocabulary }: Architecture,
  { rows, lossRows, logitRows = lossRows, optimizer = firstOptimizer }: Capacity & TrainerMemory,
) {
  return {
    last: { shape: [rows, width] },
    partial: { shape: policyPartialShape(Math.min(lossRows, logitRows), vocabulary) },
    stats: { shape: [lossRows, STATS] },
    history: { shape: [HISTORY, Math.ceil((lossRows * STATS) / 64) * 64] },
    lossSettings: { shape: [4] },
    hyper: { shape: [optimizerNamed(optimizer).hyperElements] },
    limit: { shape: [4] },
  }
}

export async function buildTrainer(
  model: Model,
  {
    rows,
    lossRows,
    sets,
    recompute = false,
    logitRows = lossRows,
    optimizer: name = firstOptimizer,
  }: Capacity & TrainerMemory & { readonly sets: number },
): Promise<TrainerParts> {
  const { gpu, architecture, layout, adapter } = model
  if (layout.elements === 0)
    throw new RangeError('the model is frozen and has no adapter: there is nothing to train')
  if (logitRows < lossRows && logitRows % 64 !== 0)
    throw new RangeError(`logits of ${logitRows} rows at once: it has to be a multiple of 64`)
  const inputs = new BatchInputs(gpu, architecture.vocabulary, { rows, lossRows }, logitRows)
  const own = allocate(
    gpu,
    'trainer',
    trainerPlan(architecture, { rows, lossRows, logitRows, optimizer: name }),
  )
  const kept = keepLayers(model, rows, recompute)
  const { layers } = kept
  const head = allocate(gpu, 'head', headPlan(architecture, lossRows, logitRows))
  const flow = allocate(gpu, 'gradient', gradientPlan(architecture, rows, lossRows, adapter))
  const gradients = Array.from({ length: sets }, (_, set) => parameterSet(gpu, `gradients.${set}`, layout))
  const optimizer = optimizerNamed(name)
  const remembered = allocate(gpu, name, statePlan(name, layout.elements))
  const state = Object.values(remembered)
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
  const attend = packedAttention(model, packed.rows, packed.span)
  const forward = sequence([
    embed(model, packed, layers[0]?.x ?? own.last),
    layersForward(model, layers, own.last, packed, attend),
    gatherRows(gpu, { from: own.last, index: packed.lossRow, out: head.chosen, rows: packed.lossRows }),
    headNormed(model, head, packed.lossRows),
  ])
  const held = (
    { automata, state, counting }: ConstraintTensors,
    logits: Tensor,
    first: number,
    some: Extent,
  ): Promise<Program> =>
    maskLogits(gpu, {
      automata,
      logits,
      slot: counting,
      state: gpu.view(state, `state ${first}`, first, [some.capacity]),
      rows: some,
    })
  // Logits of some rows at a time: they become their loss and their gradient before the next rows' take their
  // place.
  const lossOf = (set: ParameterSet, constraint: ConstraintTensors | null): Promise<Program> =>
    sequence(
      inputs.chunks.map(({ first, rows: some }) => {
        const part = (tensor: Tensor): Tensor => {
          const [, ...rest] = tensor.shape
          const width = rest.reduce((product, n) => product * n, 1)
          return gpu.view(tensor, `${tensor.label} ${first}`, first * width, [some.capacity, ...rest])
        }
        const [logits, normed] = [
          gpu.view(head.logits, 'logits', 0, [some.capacity, architecture.vocabulary]),
          part(head.normed),
        ]
        return sequence([
          product(gpu, {
            form: 'nt',
            a: normed,
            weight: model.matrix(headName(model)),
            out: logits,
            rows: some,
          }),
          ...(constraint === null ? [] : [held(constraint, logits, first, some)]),
          policyLoss(gpu, {
            logits,
            target: part(inputs.of('target')),
            weight: part(inputs.of('weight')),
            advantage: part(inputs.of('advantage')),
            oldLogProb: part(inputs.of('oldLogProb')),
            settings: own.lossSettings,
            stats: part(own.stats),
            partial: gpu.view(
              own.partial,
              'partial',
              0,
              policyPartialShape(some.capacity, architecture.vocabulary),
            ),
            rows: some,
            backward: true,
          }),
          logitsBackward(model, set, { logits, normed, dnormed: part(flow.dchosenNormed), rows: some }),
        ])
      }),
    )
  // The last layer's tensors are still those of the forward pass.
  const again = async (l: number): Promise<Program> => {
    const t = layers[l]
    return !recompute || t === undefined || l === layers.length - 1
      ? []
      : layerForward(model, l, t, layers[l + 1]?.x ?? own.last, packed, attend)
  }
  const ways = await Promise.all(
    gradients.map(async (set) => ({
      set,
      back: await backward(model, set, layers, head, flow, packed, again),
    })),
  )
  const passesWith = (constraint: ConstraintTensors | null): Promise<Program[]> =>
    Promise.all(
      ways.map(({ set, back }) => sequence([forward, lossOf(set, constraint), Promise.resolve(back)])),
    )
  const constrained = new ConstrainedPrograms(gpu, 'constraint', lossRows, passesWith)
  const history = Array.from({ length: HISTORY }, (_, i) => {
    const stats = gpu.view(own.history, `history.${i}`, i * at(own.history.shape, 1), own.stats.shape)
    return { stats, keep: [{ kind: 'copy', from: own.stats, to: stats }] satisfies Program }
  })
  return {
    inputs,
    lossSettings: own.lossSettings,
    hyper: own.hyper,
    limit: own.limit,
    gradients,
    optimizer,
    state,
    norms,
    sumNorm,
    history,
    passes: await passesWith(null),
    constrained,
    update: await updateProgram(model, gradients, {
      optimizer,
      state,
      norms,
      sumNorm,
      hyper: own.hyper,
      limit: own.limit,
    }),
    destroy() {
      inputs.destroy()
      constrained.destroy()
      for (const tensors of [own, ...kept.all, head, flow, remembered]) release(gpu, tensors)
      for (const tensor of [...gradients.map(({ arena }) => arena), ...norms, sumNorm])
        gpu.destroyTensor(tensor)
    },
  }
}

/** Every layer's tensors for itself, or shared but for the inputs. */
function keepLayers(
  { gpu, architecture, adapter }: Model,
  rows: number,
  recompute: boolean,
): { readonly layers: readonly LayerTensors[]; readonly all: readonly Readonly<Record<string, Tensor>>[] } {
  const each = <T>(make: (l: number) => T): T[] =>
    Array.from({ length: architecture.layers }, (_, l) => make(l))
  if (!recompute) {
    const layers = each((l) => allocate(gpu, `layers.${l}`, layerPlan(architecture, rows, adapter)))
    return { layers, all: layers }
  }
  const plan = recomputePlan(architecture, rows, adapter)
  const shared = allocate(gpu, 'layers', plan.shared)
  const inputs = each((l) => allocate(gpu, `layers.${l}`, plan.input))
  return { layers: inputs.map((input) => ({ ...shared, ...input })), all: [shared, ...inputs] }
}

/** Norm of each set, all sets into the first, norm of that, the optimizer's step, all sets emptied. */
function updateProgram(
  { gpu, parameters, layout }: Model,
  gradients: readonly ParameterSet[],
  {
    optimizer,
    state,
    norms,
    sumNorm,
    hyper,
    limit,
  }: Pick<TrainerParts, 'optimizer' | 'state' | 'norms' | 'sumNorm' | 'hyper' | 'limit'>,
): Promise<Program> {
  const [first, ...others] = gradients.map(({ arena }) => arena)
  if (first === undefined) throw new RangeError('a trainer needs at least one gradient set')
  const normOf = (arena: Tensor, out: Tensor): Promise<Program> =>
    gradientNorm(gpu, { gradients: arena, out, maxNorm: limit })
  return sequence([
    ...gradients.map(({ arena }, set) => normOf(arena, at(norms, set))),
    ...others.map((arena) => add(gpu, { from: arena, into: first })),
    normOf(first, sumNorm),
    optimizerStep(gpu, optimizer, {
      parameters: parameters.arena,
      gradients: first,
      state,
      norm: sumNorm,
      hyper,
      decayElements: layout.decayElements,
    }),
    Promise.resolve(gradients.map(({ arena }) => ({ kind: 'clear', tensor: arena }))),
  ])
}
