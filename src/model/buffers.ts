// The tensors that a pass over R rows needs, as shapes first: the same lists are allocated by trainer and
// sampler and added up by the estimate of memory. Nothing here runs.
import type { AdapterSettings } from '../config/adapterSettings'
import type { Architecture } from '../config/architecture'
import type { ElementType, Gpu, Tensor } from '../gpu'
import { lowWidth, projections, type Projection } from './adapter'

export interface TensorShape {
  readonly shape: readonly number[]
  readonly type?: ElementType
}
export type TensorPlan = Readonly<Record<string, TensorShape>>
export type PlannedTensors<P extends TensorPlan> = { readonly [K in keyof P]: Tensor }

export function allocate<P extends TensorPlan>(gpu: Gpu, label: string, plan: P): PlannedTensors<P> {
  const made = Object.entries(plan).map(([name, { shape, type }]) => [
    name,
    gpu.tensor(`${label}.${name}`, shape, type ?? 'f32'),
  ])
  return Object.fromEntries(made) as PlannedTensors<P>
}

/** Bytes that `allocate` takes: every tensor ends at a multiple of 256. */
export function bytesOf(plan: TensorPlan): number {
  return Object.values(plan).reduce(
    (sum, { shape }) => sum + Math.max(256, Math.ceil((4 * shape.reduce((a, b) => a * b, 1)) / 256) * 256),
    0,
  )
}

export function release(gpu: Gpu, tensors: Readonly<Record<string, Tensor>>): void {
  for (const tensor of Object.values(tensors)) gpu.destroyTensor(tensor)
}

/** Width of a fused row of queries, keys and values. */
export const qkvWidth = (a: Architecture): number => (a.heads + 2 * a.kvHeads) * a.headDim

/**
 * One layer's way from its input `x`; all of it is read again by the backward pass. `projected` is qkv before
 * the QK norm and
 * `low...` are an adapter's low-rank rows: no elements where there is none.
 */
export function layerPlan(a: Architecture, R: number, adapter: AdapterSettings | null = null) {
  const { width: C, heads: H, kvHeads: K, headDim: D, hidden: F } = a
  const normed = a.qkNorm ? R : 0
  const low = (projection: Projection) => ({ shape: [R, lowWidth(a, adapter, projection)] })
  return {
    x: { shape: [R, C] },
    normed1: { shape: [R, C] },
    rstd1: { shape: [R] },
    projected: { shape: [normed, qkvWidth(a)] },
    headRstd: { shape: [normed, H + K] },
    qkv: { shape: [R, qkvWidth(a)] },
    attended: { shape: [R, H * D] },
    lse: { shape: [R, H] },
    middle: { shape: [R, C] },
    normed2: { shape: [R, C] },
    rstd2: { shape: [R] },
    gateUp: { shape: [R, 2 * F] },
    inner: { shape: [R, F] },
    lowQkv: low('qkv'),
    lowAttentionOut: low('attentionOut'),
    lowGateUp: low('gateUp'),
    lowDown: low('down'),
  }
}
export type LayerTensors = PlannedTensors<ReturnType<typeof layerPlan>>

/**
 * Where nothing is kept for a backward pass, all layers work in the same tensors, and their inputs alternate
 * between x and y.
 */
export function sharedPlan(a: Architecture, R: number, adapter: AdapterSettings | null = null) {
  return { ...layerPlan(a, R, adapter), y: { shape: [R, a.width] } }
}

/** Where layers are computed again on the way back, each keeps its input alone, and all share the rest. */
export function recomputePlan(a: Architecture, R: number, adapter: AdapterSettings | null = null) {
  const { x, ...shared } = layerPlan(a, R, adapter)
  return { input: { x }, shared }
}

/** The tensors of each layer, and where the output of the last goes. */
export function sharedLayers(
  a: Architecture,
  t: PlannedTensors<ReturnType<typeof sharedPlan>>,
): { readonly layers: readonly LayerTensors[]; readonly last: Tensor } {
  const inputOf = (l: number): Tensor => (l % 2 === 0 ? t.x : t.y)
  return {
    layers: Array.from({ length: a.layers }, (_, l) => ({ ...t, x: inputOf(l) })),
    last: inputOf(a.layers),
  }
}

/** From the S chosen rows of the last layer to their logits, of which `logitRows` stand at once. */
export function headPlan(a: Architecture, S: number, logitRows = S) {
  return {
    chosen: { shape: [S, a.width] },
    normed: { shape: [S, a.width] },
    rstd: { shape: [S] },
    logits: { shape: [Math.min(S, logitRows), a.vocabulary] },
  }
}
export type HeadTensors = PlannedTensors<ReturnType<typeof headPlan>>

/** Rows of one block of the two-step sums that make the gradients of gains. */
const BLOCK = 32

/** Gradients of what flows between operations, and scratch; one set serves all layers in turn. */
export function gradientPlan(a: Architecture, R: number, S: number, adapter: AdapterSettings | null = null) {
  const { width: C, heads: H, headDim: D, hidden: F } = a
  return {
    dx: { shape: [R, C] },
    dnormed: { shape: [R, C] },
    dinner: { shape: [R, F] },
    dgateUp: { shape: [R, 2 * F] },
    dattended: { shape: [R, H * D] },
    dqkv: { shape: [R, qkvWidth(a)] },
    delta: { shape: [R, H] },
    dlow: { shape: [R, Math.max(...projections.map((projection) => lowWidth(a, adapter, projection)))] },
    dchosen: { shape: [S, C] },
    dchosenNormed: { shape: [S, C] },
    partial: { shape: [Math.ceil(Math.max(R, S) / BLOCK) * Math.max(C, 2 * D)] },
  }
}
export type GradientTensors = PlannedTensors<ReturnType<typeof gradientPlan>>
