// Launchers of an update before its optimizer: sums of gradients, and their norm with its clip factor, each
// over one flat arena.
import addSource from '../../shaders/add/add.wgsl?static'
import finishSource from '../../shaders/gradientNorm/gradientNorm.finish.wgsl?static'
import squaresSource from '../../shaders/gradientNorm/gradientNorm.squares.wgsl?static'
import { elements, type Gpu, type Program, type Tensor } from '../gpu'
import { expectShape, launch } from './launch'
import { shared } from './shared'
import { STREAM_WORK, threadGroups } from './threads'

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
    work: () => count * STREAM_WORK,
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
 * out = [norm, min(1, maxNorm / norm), 0, 0]; the factor is 0 where the norm is not finite, which optimizers
 * take as "no step".
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
      work: () => count * STREAM_WORK,
    }),
    launch(gpu, {
      label: 'gradientNorm finish',
      source: finishSource,
      constants: { THREADS: threads },
      tensors: [partial, maxNorm, out],
      groups: () => [1, 1, 1],
      work: () => threads * STREAM_WORK,
    }),
  ])
}
