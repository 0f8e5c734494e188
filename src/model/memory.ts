// Bytes on the GPU that a model, its trainer and its sampler will take, before any is taken: the sum of the very plans
// that are allocated. Scratch that operations keep for themselves is not counted; it is bounded and small.
import type { Architecture } from '../config/architecture'
import { bytesOf, gradientPlan, headPlan, layerPlan, sharedPlan, type Plan } from './buffers'
import type { Capacity } from './packing'
import { layoutOf } from './parameters'
import { cachePlan, decodePlan } from './sampler-parts'
import { trainerPlan } from './trainer-parts'
import { segmentsOf, type SamplerCapacity } from './waves'

export interface MemorySettings {
  readonly trainer?: Capacity & { readonly sets: number }
  readonly sampler?: SamplerCapacity
}

/** Bytes by purpose. */
export interface MemoryEstimate {
  readonly parameters: number
  readonly gradients: number
  readonly optimizer: number
  /** Of training: what the forward pass keeps, what the backward pass carries. */
  readonly activations: number
  /** Of sampling: keys and values, and the tensors that it works in. */
  readonly caches: number
  readonly total: number
  /** The largest single tensor: what the device's binding limit has to allow. */
  readonly largest: number
}

export function estimateMemory(a: Architecture, { trainer, sampler }: MemorySettings): MemoryEstimate {
  const arena: Plan = { arena: { shape: [layoutOf(a).elements] } }
  const parameters = bytesOf(arena)
  const training: Plan[] = trainer === undefined ? [] : trainingPlans(a, trainer)
  const sampling: Plan[] = sampler === undefined ? [] : samplingPlans(a, sampler)
  const gradients = (trainer?.sets ?? 0) * parameters
  const optimizer = trainer === undefined ? 0 : 2 * parameters
  const activations = training.reduce((sum, plan) => sum + bytesOf(plan), 0)
  const caches = sampling.reduce((sum, plan) => sum + bytesOf(plan), 0)
  const largest = Math.max(...[arena, ...training, ...sampling].flatMap((plan) => Object.values(plan).map((wanted) => bytesOf({ wanted }))))
  return { parameters, gradients, optimizer, activations, caches, total: parameters + gradients + optimizer + activations + caches, largest }
}

function trainingPlans(a: Architecture, { rows, lossRows }: Capacity): Plan[] {
  return [
    ...Array.from({ length: a.layers }, () => layerPlan(a, rows)),
    headPlan(a, lossRows),
    gradientPlan(a, rows, lossRows),
    trainerPlan(a, { rows, lossRows }),
    { inputs: { shape: [7 * rows + a.vocabulary + 2 * lossRows] }, shares: { shape: [3 * lossRows] } },
  ]
}

function samplingPlans(a: Architecture, capacity: SamplerCapacity): Plan[] {
  const { slots } = capacity
  const { rows } = segmentsOf(capacity, a.context)
  return [
    ...Array.from({ length: a.layers }, () => cachePlan(a, capacity)),
    decodePlan(a, capacity),
    sharedPlan(a, rows),
    sharedPlan(a, slots),
    headPlan(a, slots),
    { segment: { shape: [6 * rows + 2 * slots] }, slots: { shape: [3 * slots] } },
  ]
}
