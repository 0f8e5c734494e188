// Launcher that adds the partial sums of several gradients to them in one dispatch: each product and each
// norm leaves its blocks in a place of its own until then.
import source from '../../shaders/columnSum/columnSums.wgsl?static'
import { at } from '../base/at'
import { alignedElements, elements, type Extent, type Gpu, type Program, type Tensor } from '../gpu'
import { launch } from './launch'
import { shared, sharedUniform } from './shared'
import { threadGroups } from './threads'
import { addTraffic } from './traffic'

/** A gradient that is made of blocks of rows: added to once they are all there. */
export interface SummedGradient {
  /** In the arena, a multiple of 4 numbers. */
  readonly into: Tensor
  /** Rows of a block. */
  readonly block: number
}

/** Jobs of one dispatch (`jobs` in the shader). */
const MOST_JOBS = 8

export interface GradientSums {
  /** Scratch (ceil(R/block), elements) of each gradient, in order; it means nothing after `program`. */
  readonly partials: readonly Tensor[]
  /** into += sum over blocks of its partial. */
  readonly program: Program
}

/** The gradients are views of `arena`. */
export async function gradientSums(
  gpu: Gpu,
  arena: Tensor,
  rows: Extent,
  gradients: readonly SummedGradient[],
): Promise<GradientSums> {
  if (gradients.length > MOST_JOBS)
    throw new RangeError(`gradientSums: ${gradients.length} gradients are more than ${MOST_JOBS}`)
  let [end, threads] = [0, 0]
  const jobs = gradients.map(({ into, block }) => {
    const [blocks, width] = [Math.ceil(rows.capacity / block), elements(into.shape)]
    if (into.buffer !== arena.buffer || width % 4 !== 0)
      throw new RangeError(`gradientSums: "${into.label}" is no part of "${arena.label}" in fours`)
    const job = { shape: [blocks, width], begin: threads, place: end, block, into }
    threads += width / 4
    end += alignedElements(blocks * width)
    return job
  })
  const scratch = shared(gpu, 'gradient partials', end)
  const words = jobs.flatMap(({ shape, begin, place, block, into }) => [
    begin,
    begin + at(shape, 1) / 4,
    place / 4,
    (into.offset - arena.offset) / 16,
    block,
    0,
    0,
    0,
  ])
  const unused = Array.from({ length: 8 * MOST_JOBS - words.length }, () => 0)
  const read = (): number =>
    jobs.reduce((sum, { shape, block }) => sum + at(shape, 1) * Math.ceil(rows.value / block), 0)
  const step = await launch(gpu, {
    label: 'columnSums',
    source,
    tensors: [scratch, arena, rows.tensor, sharedUniform(gpu, [...words, ...unused])],
    groups: () => threadGroups(rows.value === 0 ? 0 : threads),
    work: read,
    traffic: () => addTraffic(1, read() + 8 * threads),
  })
  return {
    partials: jobs.map(({ shape, place, into }) => gpu.view(scratch, `${into.label} partial`, place, shape)),
    program: jobs.length === 0 ? [] : [step],
  }
}
