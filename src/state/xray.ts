// A transformer as a row of blocks: which operation each is, what shapes go through it in a model of this
// size.
// Pure; the sources come with the build, the checks from a worker.

import { architectureOf, type SizeName } from '../config/architecture'
import { preset } from '../config/config'
import type { KernelSource } from '../protocol/kernelReport'
import type { App } from './app'

export interface Block {
  readonly id: string
  /** Folder of shaders/ and name of the check. */
  readonly operation: string
  readonly shape: string
  /** Within the part that is repeated once a layer. */
  readonly inLayer: boolean
}

/** The blocks of a forward pass, then of a training step, in order; R rows go through. */
export function blocksOf(size: SizeName, vocabulary: number): readonly Block[] {
  const {
    width: C,
    heads: H,
    kvHeads: K,
    headDim: D,
    hidden: F,
    vocabulary: V,
    layers,
  } = architectureOf(size, vocabulary)
  const { optimizer } = preset('default').update
  const block = (id: string, operation: string, shape: string, inLayer = true): Block => ({
    id,
    operation,
    shape,
    inLayer,
  })
  return [
    block('embedding', 'embedding', `(${V}, ${C}) → (R, ${C})`, false),
    block('attentionNorm', 'rmsnorm', `(R, ${C})`),
    block('qkv', 'matmul', `(R, ${C}) · (${(H + 2 * K) * D}, ${C})ᵀ`),
    block('rope', 'rope', `(R, ${H + 2 * K}, ${D})`),
    block('attention', 'attention', `${H} × (R, R, ${D}) → (R, ${H * D})`),
    block('attentionOut', 'matmul', `(R, ${H * D}) · (${C}, ${H * D})ᵀ + x`),
    block('mlpNorm', 'rmsnorm', `(R, ${C})`),
    block('gateUp', 'matmul', `(R, ${C}) · (${2 * F}, ${C})ᵀ`),
    block('swiglu', 'swiglu', `(R, ${2 * F}) → (R, ${F})`),
    block('down', 'matmul', `(R, ${F}) · (${C}, ${F})ᵀ + x`),
    block('logits', 'matmul', `(S, ${C}) · (${V}, ${C})ᵀ`, false),
    block('sample', 'sample', `(S, ${V}) → S`, false),
    block('decode', 'decode', `${layers} × (S, T, ${2 * K * D})`, false),
    block('policyLoss', 'policyLoss', `(S, ${V}) → S`, false),
    block('gradientNorm', 'gradientNorm', '(θ) → 1', false),
    block(optimizer, optimizer, '(θ), (m), (v)', false),
  ]
}

const isSource = (value: unknown): value is KernelSource =>
  typeof value === 'object' &&
  value !== null &&
  ['operation', 'file', 'text'].every((key) => typeof (value as Record<string, unknown>)[key] === 'string')

/** The WGSL of every operation, as the build wrote it down; empty where it cannot be read. */
export async function kernelSources(app: App): Promise<readonly KernelSource[]> {
  const response = await app.env.fetcher(app.env.kernels).catch(() => null)
  const list: unknown = response?.ok === true ? await response.json().catch(() => null) : null
  return Array.isArray(list) ? list.filter(isSource) : []
}
