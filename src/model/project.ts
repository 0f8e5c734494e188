// One projection of a layer, forward and backward: y = W x (+ b) (+ residual) (+ (alpha/rank) B A x),
// whatever of it is trained.
import { at } from '../base/at'
import type { Extent, Program, Tensor } from '../gpu'
import { lora, loraBackward, matmul, product } from '../ops'
import type { Projection } from './adapter'
import type { Model, ParameterSet } from './model'

export interface ProjectArgs {
  readonly x: Tensor
  readonly out: Tensor
  /** The adapter's low-rank rows, kept for the backward pass; unused without one. */
  readonly low: Tensor
  readonly rows: Extent
  readonly bias?: Tensor | undefined
  readonly residual?: Tensor | undefined
}

export async function project(
  model: Model,
  l: number,
  projection: Projection,
  { x, out, low, rows, bias, residual }: ProjectArgs,
): Promise<Program> {
  const adapted = model.adapted(l, projection)
  const [base, own] = await Promise.all([
    product(model.gpu, {
      form: 'nt',
      a: x,
      weight: model.matrix(`layers.${l}.${projection}`),
      out,
      rows,
      bias,
      residual,
    }),
    adapted === null ? [] : lora(model.gpu, { ...adapted, x, low, out, rows }),
  ])
  return [...base, ...own]
}

export interface ProjectBackwardArgs {
  readonly x: Tensor
  readonly low: Tensor
  /** Gradient of the output, read alone. */
  readonly dy: Tensor
  /** Gradient of the input, written. */
  readonly dx: Tensor
  /** Scratch for the low-rank rows' gradient. */
  readonly dlow: Tensor
  readonly rows: Extent
}

/** Adds to the gradients `d` of whatever is trained. */
export async function projectBackward(
  model: Model,
  d: ParameterSet,
  l: number,
  projection: Projection,
  { x, low, dy, dx, dlow, rows }: ProjectBackwardArgs,
): Promise<Program> {
  const { gpu } = model
  const name = `layers.${l}.${projection}`
  const adapted = model.adapted(l, projection)
  const gradient = model.adapted(l, projection, d)
  const [weight, input, own] = await Promise.all([
    model.base === null
      ? matmul(gpu, { form: 'tn', a: dy, b: x, out: d.of(name), rows, accumulate: true })
      : [],
    product(gpu, { form: 'nn', a: dy, weight: model.matrix(name), out: dx, rows }),
    adapted === null || gradient === null
      ? []
      : loraBackward(gpu, {
          ...adapted,
          x,
          low,
          dout: dy,
          dA: gradient.A,
          dB: gradient.B,
          dlow: gpu.view(dlow, 'dlow', 0, [at(dlow.shape, 0), at(adapted.A.shape, 0)]),
          dx,
          rows,
        }),
  ])
  return [...weight, ...input, ...own]
}
