// Launcher of the second step of a parameter's gradient: adds up what blocks of rows left in scratch.
import { at } from '../base/at'
import source from '../../shaders/columnSum/columnSum.wgsl?static'
import type { Extent, Gpu, Program, Tensor } from '../gpu'
import { launch } from './launch'
import { blocks, threadGroups } from './threads'

export interface ColumnSumArgs {
  /** (ceil(R/32), stride) */
  readonly partial: Tensor
  /** (C); it is added to. */
  readonly into: Tensor
  readonly rows: Extent
  /** First of the C columns of `partial`. */
  readonly offset?: number
}

/** into[c] += sum over blocks of partial[b, offset + c]. */
export async function columnSum(
  gpu: Gpu,
  { partial, into, rows, offset = 0 }: ColumnSumArgs,
): Promise<Program> {
  const stride = at(partial.shape, 1)
  const width = at(into.shape, 0)
  if (into.shape.length !== 1 || offset + width > stride) {
    throw new RangeError(
      `columnSum: columns ${offset} .. ${offset + width} of "${into.label}" are not in "${partial.label}" [${partial.shape.join(', ')}]`,
    )
  }
  const step = await launch(gpu, {
    label: 'columnSum',
    source,
    constants: { WIDTH: width, STRIDE: stride, OFFSET: offset },
    tensors: [partial, into, rows.tensor],
    groups: () => threadGroups(rows.value === 0 ? 0 : width),
    work: () => blocks(rows) * width,
  })
  return [step]
}
