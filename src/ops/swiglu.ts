// Launchers of SwiGLU, forward and backward. Equations and proof: shaders/swiglu.
import forward from '../../shaders/swiglu/swiglu.fwd.wgsl?static'
import backward from '../../shaders/swiglu/swiglu.bwd.wgsl?static'
import type { Extent, Gpu, Program, Tensor } from '../gpu'
import { launch, matrixShape } from './launch'
import { ELEMENT_WORK, expectMatrix, expectRowGroups, rowGroups } from './threads'

export interface SwigluArgs {
  /** (R,2F): F gates, then F ups */
  readonly gateUp: Tensor
  /** (R,F) */
  readonly out: Tensor
  readonly rows: Extent
}

export async function swiglu(gpu: Gpu, { gateUp, out, rows }: SwigluArgs): Promise<Program> {
  const [, hidden] = matrixShape('swiglu', 'out', out)
  expectRowGroups('swiglu', rows)
  expectMatrix('swiglu', 'out', out, rows, hidden)
  expectMatrix('swiglu', 'gateUp', gateUp, rows, 2 * hidden)
  const step = await launch(gpu, {
    label: 'swiglu',
    source: forward,
    constants: { HIDDEN: hidden },
    tensors: [gateUp, out, rows.tensor],
    groups: () => rowGroups(rows, hidden),
    work: () => ELEMENT_WORK * rows.value * hidden,
  })
  return [step]
}

export interface SwigluBackwardArgs {
  readonly gateUp: Tensor
  /** (R,F) */
  readonly dout: Tensor
  /** (R,2F) */
  readonly dgateUp: Tensor
  readonly rows: Extent
}

export async function swigluBackward(
  gpu: Gpu,
  { gateUp, dout, dgateUp, rows }: SwigluBackwardArgs,
): Promise<Program> {
  const [, hidden] = matrixShape('swigluBackward', 'dout', dout)
  expectRowGroups('swigluBackward', rows)
  expectMatrix('swigluBackward', 'dout', dout, rows, hidden)
  expectMatrix('swigluBackward', 'gateUp', gateUp, rows, 2 * hidden)
  expectMatrix('swigluBackward', 'dgateUp', dgateUp, rows, 2 * hidden)
  const step = await launch(gpu, {
    label: 'swigluBackward',
    source: backward,
    constants: { HIDDEN: hidden },
    tensors: [gateUp, dout, dgateUp, rows.tensor],
    groups: () => rowGroups(rows, hidden),
    work: () => ELEMENT_WORK * rows.value * hidden,
  })
  return [step]
}
