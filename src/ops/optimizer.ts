// Launchers of the update: sums of gradients, their norm with its clip factor, and AdamW, each over one flat
// arena.
import addSource from '../../shaders/add/add.wgsl?static'
import adamwSource from '../../shaders/adamw/adamw.wgsl?static'
import finishSource from '../../shaders/gradientNorm/gradientNorm.finish.wgsl?static'
import squaresSource from '../../shaders/gradientNorm/gradientNorm.squares.wgsl?static'
import { elements, type Gpu, type Program, type Tensor } from '../gpu'
import { expectShape, launch } from './launch'
import { shared } from './shared'
import { threadGroups } from './threads'

/** Multiply-adds that take as long as the memory that one element of an arena moves. */
const STREAM = 8
/** Partial sums of a norm: enough to keep a device busy, few enough for one workgroup to add. */
const MOST_PARTIALS = 16384

export interface AddArgs {
  readonly from: Tensor
  /** Same shape, added to. */
  readonly into: Tensor
}

/** into += from. */
export async function add(gpu: Gpu, { from, into }: AddArgs): Promise<Program> {
  expectShape('add', 'from', from, into.shape)
  const count = elements(into.shape)
  const step = await launch(gpu, {
    label: 'add',
    source: addSource,
    constants: { COUNT: count },
    tensors: [from, into],
    groups: () => threadGroups(count),
    work: () => count * STREAM,
  })
  return [step]
}

export interface GradientNormArgs {
  readonly gradients: Tensor
  /** f32 (4): [0] the norm, [1] the clip factor. */
  readonly out: Tensor
  /**
   * f32 (4): [0] the largest norm, above zero; a number beyond every norm for no clipping. Written when it
   * changes.
   */
  readonly maxNorm: Tensor
}

/**
 * out = [norm, min(1, maxNorm / norm), 0, 0]; the factor is 0 where the norm is not finite, which `adamw`
 * takes as "no step".
 */
export async function gradientNorm(
  gpu: Gpu,
  { gradients, out, maxNorm }: GradientNormArgs,
): Promise<Program> {
  expectShape('gradientNorm', 'maxNorm', maxNorm, [4])
  expectShape('gradientNorm', 'out', out, [4])
  const count = elements(gradients.shape)
  const threads = Math.min(MOST_PARTIALS, Math.max(1, Math.ceil(count / 32)))
  const partial = shared(gpu, 'gradientNorm partial', threads)
  return Promise.all([
    launch(gpu, {
      label: 'gradientNorm squares',
      source: squaresSource,
      constants: { COUNT: count, THREADS: threads },
      tensors: [gradients, partial],
      groups: () => [Math.ceil(threads / 64), 1, 1],
      work: () => count * STREAM,
    }),
    launch(gpu, {
      label: 'gradientNorm finish',
      source: finishSource,
      constants: { THREADS: threads },
      tensors: [partial, maxNorm, out],
      groups: () => [1, 1, 1],
      work: () => threads * STREAM,
    }),
  ])
}

export interface AdamwArgs {
  readonly parameters: Tensor
  readonly gradients: Tensor
  readonly m: Tensor
  readonly v: Tensor
  /** `out` of gradientNorm. */
  readonly norm: Tensor
  /** f32 (8), written before each step with the numbers of `adamwHyper`. */
  readonly hyper: Tensor
  /** Weight decay applies to the elements before this one. */
  readonly decayElements: number
}

/** One AdamW step over the arena: parameters, m and v are updated in place. */
export async function adamw(
  gpu: Gpu,
  { parameters, gradients, m, v, norm, hyper, decayElements }: AdamwArgs,
): Promise<Program> {
  for (const [name, tensor] of Object.entries({ gradients, m, v }))
    expectShape('adamw', name, tensor, parameters.shape)
  expectShape('adamw', 'norm', norm, [4])
  expectShape('adamw', 'hyper', hyper, [8])
  const count = elements(parameters.shape)
  const step = await launch(gpu, {
    label: 'adamw',
    source: adamwSource,
    constants: { COUNT: count, DECAY_COUNT: decayElements },
    tensors: [parameters, gradients, m, v, norm, hyper],
    groups: () => threadGroups(count),
    work: () => count * 2 * STREAM,
  })
  return [step]
}

export interface AdamwHyper {
  readonly learningRate: number
  readonly betas: readonly [number, number]
  readonly eps: number
  readonly weightDecay: number
}

/**
 * What the shader reads at the `step`-th step, counted from 1. The betas are f32 numbers there, so their
 * powers are made of those.
 */
export function adamwHyper(
  { learningRate, betas, eps, weightDecay }: AdamwHyper,
  step: number,
): Float32Array<ArrayBuffer> {
  const [beta1, beta2] = [Math.fround(betas[0]), Math.fround(betas[1])]
  return Float32Array.of(
    learningRate,
    beta1,
    beta2,
    eps,
    weightDecay,
    1 - beta1 ** step,
    1 - beta2 ** step,
    0,
  )
}
