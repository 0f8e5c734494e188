// Launchers of low-rank adapters beside a projection: y += (alpha/r) B (A x), with one A and one B for all
// targeted parts of a fused projection. Equations and proof: shaders/lora.
import { at } from '../base/at'
import lowBackwardSource from '../../shaders/lora/lora.low.bwd.wgsl?static'
import upBackwardSource from '../../shaders/lora/lora.up.bwd.wgsl?static'
import upSource from '../../shaders/lora/lora.up.fwd.wgsl?static'
import type { Extent, Gpu, Program, Tensor } from '../gpu'
import { expectShape, launch, matrixShape } from './launch'
import { matmul } from './matmul'
import { sharedUniform } from './shared'
import { expectMatrix, threadGroups } from './threads'

/** Columns of a fused projection that have an adapter of their own. */
export interface LoraPart {
  readonly first: number
  readonly count: number
}

export interface LoraShape {
  readonly rank: number
  /** alpha / rank */
  readonly scale: number
  /** One to three, ascending and apart. */
  readonly parts: readonly LoraPart[]
}

const MOST_PARTS = 3

interface LoraLaunch {
  readonly job: Tensor
  /** Rows of B. */
  readonly count: number
  /** Columns of h. */
  readonly low: number
  readonly width: number
}

function check(gpu: Gpu, op: string, { rank, scale, parts }: LoraShape, out: Tensor): LoraLaunch {
  const [, width] = matrixShape(op, 'out', out)
  if (parts.length < 1 || parts.length > MOST_PARTS)
    throw new RangeError(`${op}: ${parts.length} parts, a projection has 1 to ${MOST_PARTS}`)
  let count = 0
  const rows = Array.from({ length: MOST_PARTS }, (_, p) => {
    const part = parts[p]
    if (part === undefined) return [0, 0, 0, 0]
    const before = parts[p - 1]
    if (
      part.first + part.count > width ||
      (before !== undefined && before.first + before.count > part.first)
    ) {
      throw new RangeError(
        `${op}: the part of ${part.count} columns from ${part.first} on does not fit "${out.label}" [${out.shape.join(', ')}]`,
      )
    }
    const row = count
    count += part.count
    return [part.first, part.count, row, 0]
  })
  const scaleBits = at(new Uint32Array(Float32Array.of(scale).buffer), 0)
  return {
    job: sharedUniform(gpu, [width, rank, parts.length, count, ...rows.flat(), scaleBits, 0, 0, 0]),
    count,
    low: parts.length * rank,
    width,
  }
}

export interface LoraArgs {
  readonly shape: LoraShape
  /** (R,K), what the projection reads. */
  readonly x: Tensor
  /** (parts rank, K) and (columns of all parts, rank). */
  readonly A: Tensor
  readonly B: Tensor
  /** (R, parts rank): x A^T, kept for the backward pass. */
  readonly low: Tensor
  /** (R,N), what the projection wrote; added to. */
  readonly out: Tensor
  readonly rows: Extent
}

export async function lora(gpu: Gpu, { shape, x, A, B, low, out, rows }: LoraArgs): Promise<Program> {
  const { job, count, low: lowWidth } = check(gpu, 'lora', shape, out)
  expectShape('lora', 'B', B, [count, shape.rank])
  expectMatrix('lora', 'low', low, rows, lowWidth)
  const [down, up] = await Promise.all([
    matmul(gpu, { form: 'nt', a: x, b: A, out: low, rows }),
    launch(gpu, {
      label: 'lora up',
      source: upSource,
      tensors: [low, B, out, rows.tensor, job],
      groups: () => threadGroups(rows.value * count),
      work: () => 4 * rows.value * count * (shape.rank + 4),
    }),
  ])
  return [...down, up]
}

export interface LoraBackwardArgs {
  readonly shape: LoraShape
  readonly x: Tensor
  readonly A: Tensor
  readonly B: Tensor
  readonly low: Tensor
  /** (R,N) */
  readonly dout: Tensor
  /** Added to. */
  readonly dA: Tensor
  readonly dB: Tensor
  /** Scratch of low's shape. */
  readonly dlow: Tensor
  /** (R,K), added to. */
  readonly dx: Tensor
  readonly rows: Extent
}

export async function loraBackward(
  gpu: Gpu,
  { shape, x, A, B, low, dout, dA, dB, dlow, dx, rows }: LoraBackwardArgs,
): Promise<Program> {
  const { job, count, low: lowWidth } = check(gpu, 'lora backward', shape, dout)
  for (const [name, tensor] of Object.entries({ B, dB }))
    expectShape('lora backward', name, tensor, [count, shape.rank])
  for (const [name, tensor] of Object.entries({ low, dlow }))
    expectMatrix('lora backward', name, tensor, rows, lowWidth)
  const steps = await Promise.all([
    launch(gpu, {
      label: 'lora up backward',
      source: upBackwardSource,
      tensors: [dout, low, dB, rows.tensor, job],
      groups: () => threadGroups(count * shape.rank),
      work: () => 4 * rows.value * count * shape.rank,
    }),
    launch(gpu, {
      label: 'lora low backward',
      source: lowBackwardSource,
      tensors: [dout, B, dlow, rows.tensor, job],
      groups: () => threadGroups(rows.value * lowWidth),
      work: () => 4 * rows.value * count * shape.rank,
    }),
  ])
  const [weight, input] = await Promise.all([
    matmul(gpu, { form: 'tn', a: dlow, b: x, out: dA, rows, accumulate: true }),
    matmul(gpu, { form: 'nn', a: dlow, b: A, out: dx, rows, accumulate: true }),
  ])
  return [...steps, ...weight, ...input]
}
