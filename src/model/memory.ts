// Bytes on the GPU that a model, its trainer, sampler and scorer will take, before any is taken: the sum of
// the very plans that are allocated. Scratch that operations keep for themselves is not counted; it is
// bounded and small.
import type { FrozenSettings } from '../config/adapterSettings'
import type { Architecture } from '../config/architecture'
import { quantisedBytes } from '../ops'
import { adapterLayoutOf } from './adapter'
import { isMatrix } from './frozenBase'
import {
  bytesOf,
  gradientPlan,
  headPlan,
  layerPlan,
  recomputePlan,
  sharedPlan,
  type TensorPlan,
} from './buffers'
import { firstOptimizer, statePlan } from './optimizerState'
import type { Capacity } from './packing'
import { layoutOf, vectorLayoutOf } from './parameters'
import { cachePlan, decodePlan } from './samplerParts'
import { scorerPlans } from './scorer'
import { trainerPlan, type TrainerMemory } from './trainerParts'
import { segmentsOf, type SamplerCapacity } from './waves'

export interface MemorySettings {
  /** Null or left out: all weights are trained. */
  readonly frozen?: FrozenSettings | null
  readonly trainer?: Capacity & TrainerMemory & { readonly sets: number }
  readonly sampler?: SamplerCapacity
  /** Null or left out: nothing is scored. */
  readonly scorer?: Capacity | null
  /** Whether weights that never change play beside those that learn, with a sampler of their own. */
  readonly opponent?: boolean
}

/** Bytes by purpose. */
export interface MemoryEstimate {
  /** Of a frozen base. */
  readonly base: number
  /** Of what is trained: all weights, or the adapter's. */
  readonly parameters: number
  readonly gradients: number
  readonly optimizer: number
  /** Of training: what the forward pass keeps, what the backward pass carries. */
  readonly activations: number
  /** Of sampling: keys and values. */
  readonly caches: number
  /** Of sampling and scoring: the tensors that they work in. */
  readonly sampling: number
  readonly total: number
  /** The largest single tensor that cannot be split: what the device's binding limit has to allow. */
  readonly largest: number
}

const sum = (plans: readonly TensorPlan[]): number => plans.reduce((total, plan) => total + bytesOf(plan), 0)

export function estimateMemory(
  a: Architecture,
  { frozen = null, trainer, sampler, scorer = null, opponent = false }: MemorySettings,
): MemoryEstimate {
  const layout = frozen === null ? layoutOf(a) : adapterLayoutOf(a, frozen.adapter)
  const arena: TensorPlan = { arena: { shape: [layout.elements] } }
  const base = (frozen === null ? 0 : baseBytes(a, frozen)) + (opponent ? opponentBytes(a, frozen) : 0)
  const parameters = bytesOf(arena)
  const training: TensorPlan[] = trainer === undefined ? [] : trainingPlans(a, frozen, trainer)
  const samplers = opponent ? 2 : 1
  const caching: TensorPlan[] =
    sampler === undefined ? [] : Array.from({ length: samplers * a.layers }, () => cachePlan(a, sampler))
  const sampling: TensorPlan[] = [
    ...(sampler === undefined
      ? []
      : Array.from({ length: samplers }, () => samplingPlans(a, frozen, sampler)).flat()),
    ...(scorer === null ? [] : [...scorerPlans(a, scorer, frozen?.adapter ?? null), inputsPlan(a, scorer)]),
  ]
  const gradients = (trainer?.sets ?? 0) * parameters
  const optimizer =
    trainer === undefined ? 0 : bytesOf(statePlan(trainer.optimizer ?? firstOptimizer, layout.elements))
  const parts = {
    base,
    parameters,
    gradients,
    optimizer,
    activations: sum(training),
    caches: sum(caching),
    sampling: sum(sampling),
  }
  const largest = Math.max(
    ...[arena, ...training, ...caching, ...sampling].flatMap((plan) =>
      Object.values(plan).map((wanted) => bytesOf({ wanted })),
    ),
  )
  return { ...parts, total: Object.values(parts).reduce((total, part) => total + part, 0), largest }
}

/**
 * Each matrix by itself, and the vectors in one arena. A matrix in chunks ends at a multiple of 256 bytes
 * more than once: a few hundred bytes.
 */
function baseBytes(a: Architecture, { storage }: FrozenSettings): number {
  const aligned = (bytes: number): number => Math.max(256, Math.ceil(bytes / 256) * 256)
  const matrices = layoutOf(a).places.flatMap(({ shape }) =>
    isMatrix(shape)
      ? [aligned(storage === 'f32' ? 4 * shape[0] * shape[1] : quantisedBytes(storage, shape))]
      : [],
  )
  return (
    matrices.reduce((total, bytes) => total + bytes, 0) +
    bytesOf({ vectors: { shape: [vectorLayoutOf(a).elements] } })
  )
}

/** Weights without an adapter, as `frozen` keeps them. */
const opponentBytes = (a: Architecture, frozen: FrozenSettings | null): number =>
  frozen === null ? bytesOf({ arena: { shape: [layoutOf(a).elements] } }) : baseBytes(a, frozen)

/** Of a packed micro-batch. */
const inputsPlan = (a: Architecture, { rows, lossRows }: Capacity): TensorPlan => ({
  inputs: { shape: [7 * rows + a.vocabulary + 2 * lossRows] },
  shares: { shape: [3 * lossRows] },
})

function trainingPlans(
  a: Architecture,
  frozen: FrozenSettings | null,
  { rows, lossRows, recompute = false, logitRows, optimizer }: Capacity & TrainerMemory,
): TensorPlan[] {
  const adapter = frozen?.adapter ?? null
  const { input, shared } = recomputePlan(a, rows, adapter)
  const each = (plan: TensorPlan): TensorPlan[] => Array.from({ length: a.layers }, () => plan)
  return [
    ...(recompute ? [shared, ...each(input)] : each(layerPlan(a, rows, adapter))),
    headPlan(a, lossRows, logitRows),
    gradientPlan(a, rows, lossRows, adapter),
    trainerPlan(a, { rows, lossRows, logitRows, optimizer }),
    inputsPlan(a, { rows, lossRows }),
  ]
}

function samplingPlans(
  a: Architecture,
  frozen: FrozenSettings | null,
  capacity: SamplerCapacity,
): TensorPlan[] {
  const { slots } = capacity
  const { rows } = segmentsOf(capacity, a.context)
  const adapter = frozen?.adapter ?? null
  return [
    decodePlan(a, capacity),
    sharedPlan(a, rows, adapter),
    sharedPlan(a, slots, adapter),
    headPlan(a, slots),
    { segment: { shape: [6 * rows + 2 * slots] }, slots: { shape: [3 * slots] } },
  ]
}
