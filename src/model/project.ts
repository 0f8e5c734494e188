// One projection of a layer, forward and backward: y = W x (+ b) (+ residual) (+ (alpha/rank) B A x),
// whatever of it is trained.
import { at } from '../base/at'
import type { Extent, Program, Tensor } from '../gpu'
import {
  lora,
  loraBackward,
  matmul,
  normedProduct,
  product,
  productGradients,
  rmsnorm,
  swiglu,
  swigluBackward,
  type NormedProductArgs,
} from '../ops'
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

/** The norm of x before a matrix by its name, and the gate after it: in one dispatch where all is trained. */
export async function normedWeight(
  model: Model,
  name: string,
  args: Omit<NormedProductArgs, 'weight' | 'shape'>,
): Promise<Program> {
  const { gpu } = model
  if (model.base === null) return normedProduct(gpu, { ...args, weight: model.parameters.of(name) })
  const { norm, out, rows, bias } = args
  const parts = await Promise.all([
    normed(model, args),
    product(gpu, { form: 'nt', a: norm.normed, weight: model.matrix(name), out, rows, bias }),
  ])
  return parts.flat()
}

const normed = (
  { gpu }: Model,
  { x, norm, rows }: Pick<NormedProductArgs, 'x' | 'norm' | 'rows'>,
): Promise<Program> =>
  rmsnorm(gpu, { x, weight: norm.gain, out: norm.normed, rstd: norm.rstd, rows, eps: norm.eps })

export type NormedProjectArgs = Omit<NormedProductArgs, 'weight' | 'shape'> & Pick<ProjectArgs, 'low'>

/** As `project`, with the norm of x before it and, with `inner`, the gate after it. */
export async function normedProject(
  model: Model,
  l: number,
  projection: Projection,
  { low, ...args }: NormedProjectArgs,
): Promise<Program> {
  const { norm, out, inner, rows, bias } = args
  if (model.base === null) return normedWeight(model, `layers.${l}.${projection}`, args)
  const parts = await Promise.all([
    normed(model, args),
    project(model, l, projection, { x: norm.normed, out, low, rows, bias }),
    inner === undefined ? [] : swiglu(model.gpu, { gateUp: out, out: inner, rows }),
  ])
  return parts.flat()
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
  /** x is the gated half of these rows: dx's gradient goes on to theirs. */
  readonly gate?: { readonly gateUp: Tensor; readonly dgateUp: Tensor } | undefined
  /** Where the weight's gradient waits in slices, or null: weight and input are one dispatch. */
  readonly fused?: { readonly partial: Tensor | null } | undefined
}

/** Adds to the gradients `d` of whatever is trained. */
export async function projectBackward(
  model: Model,
  d: ParameterSet,
  l: number,
  projection: Projection,
  { x, low, dy, dx, dlow, rows, gate, fused }: ProjectBackwardArgs,
): Promise<Program> {
  const { gpu } = model
  const name = `layers.${l}.${projection}`
  if (fused !== undefined)
    return productGradients(gpu, {
      dy,
      x,
      weight: model.parameters.of(name),
      dweight: d.of(name),
      partial: fused.partial ?? undefined,
      dx: gate?.dgateUp ?? dx,
      gateUp: gate?.gateUp,
      rows,
    })
  const adapted = model.adapted(l, projection)
  const gradient = model.adapted(l, projection, d)
  const [weight, input, own, gated] = await Promise.all([
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
    gate === undefined ? [] : swigluBackward(gpu, { ...gate, dout: dx, rows }),
  ])
  return [...weight, ...input, ...own, ...gated]
}
