// A layer's matrix as its user sees it: plain numbers or quantised. Products and look-up go to the
// kernel that reads it.
import type { Extent, Gpu, Program, Tensor } from '../gpu'
import { quantisedEmbedding, type QuantisedMatrix } from './quantised'
import { quantisedMatmul } from './quantisedProduct'
import { matmul } from './matmul'
import { embedding } from './rows'

export type Weight = Tensor | QuantisedMatrix

const isQuantised = (weight: Weight): weight is QuantisedMatrix => 'chunks' in weight

export interface ProductArgs {
  /** nt: out = a W^T, the layer forward; nn: out = a W, its input gradient. */
  readonly form: 'nt' | 'nn'
  readonly a: Tensor
  /** (out, in) */
  readonly weight: Weight
  readonly out: Tensor
  readonly rows: Extent
  readonly bias?: Tensor | undefined
  readonly residual?: Tensor | undefined
}

export function product(gpu: Gpu, { weight, ...args }: ProductArgs): Promise<Program> {
  return isQuantised(weight)
    ? quantisedMatmul(gpu, { ...args, b: weight })
    : matmul(gpu, { ...args, b: weight })
}

export interface LookUpArgs {
  readonly table: Weight
  readonly token: Tensor
  readonly out: Tensor
  readonly rows: Extent
  readonly scale: number
}

export function lookUp(gpu: Gpu, { table, ...args }: LookUpArgs): Promise<Program> {
  return isQuantised(table) ? quantisedEmbedding(gpu, { ...args, table }) : embedding(gpu, { ...args, table })
}
