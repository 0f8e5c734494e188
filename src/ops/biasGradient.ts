// Launcher of a bias's gradient: the column sums of its layer's output gradient, in blocks of rows and then
// over them.
import { at } from '../base/at'
import source from '../../shaders/biasGradient/biasGradient.wgsl?static'
import type { Extent, Gpu, Program, Tensor } from '../gpu'
import { columnSum } from './columnSum'
import { launch } from './launch'
import { shared } from './shared'
import { blocks, blockShape, expectMatrix } from './threads'

export interface BiasGradientArgs {
  /** (R,N) */
  readonly dy: Tensor
  /** (N), added to. */
  readonly db: Tensor
  readonly rows: Extent
}

/** db[n] += sum over rows of dy[r,n]. */
export async function biasGradient(gpu: Gpu, { dy, db, rows }: BiasGradientArgs): Promise<Program> {
  const width = at(db.shape, 0)
  expectMatrix('biasGradient', 'dy', dy, rows, width)
  const shape = blockShape(rows, width)
  const partial: Tensor = { ...shared(gpu, 'biasGradient partial', shape[0] * shape[1]), shape }
  const step = await launch(gpu, {
    label: 'biasGradient',
    source,
    constants: { N: width },
    tensors: [dy, partial, rows.tensor],
    groups: () => [Math.ceil(width / 64), blocks(rows), 1],
    work: () => rows.value * width,
  })
  return [step, ...(await columnSum(gpu, { partial, into: db, rows }))]
}
