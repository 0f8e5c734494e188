// Which gradients of a layer come in blocks of rows, and where these wait until one dispatch adds them all
// up: where steps are fused and all weights are trained. Nothing where they are apart.
import { at, get } from '../base/at'
import type { Extent, Program, Tensor } from '../gpu'
import { GAIN_ROWS, gradientsFit, gradientSlice, gradientSums, kernelsOf, MOST_GAINS } from '../ops'
import { projections, type Projection } from './adapter'
import type { Model, ParameterSet } from './model'
import { placeOf } from './parameters'

const norms = ['attentionNorm', 'mlpNorm'] as const
type Norm = (typeof norms)[number]

export interface LayerSums {
  /** Slices of a matrix's gradient, or null where it is added to at once. */
  of(projection: Projection): { readonly partial: Tensor | null }
  /** Blocks of a gain's gradient. */
  blocksOf(norm: Norm): Tensor
  /** Adds all of them to the gradients `d`. */
  readonly program: Program
}

/** Null where the layer's steps are dispatched one by one. */
export async function layerSums(
  model: Model,
  d: ParameterSet,
  l: number,
  rows: Extent,
): Promise<LayerSums | null> {
  const { gpu, architecture } = model
  if (model.base !== null || kernelsOf(gpu).steps === 'apart') return null
  const nameOf = (part: Projection | Norm): string => `layers.${l}.${part}`
  const matrices = projections.map((projection) => {
    const { shape } = placeOf(model.layout, nameOf(projection))
    return { projection, n: at(shape, 0), k: at(shape, 1) }
  })
  const { width } = architecture
  if (width % 4 !== 0 || width > MOST_GAINS || !matrices.every(({ n, k }) => gradientsFit(rows, n, k)))
    return null
  const sliced = matrices.flatMap(({ projection, n, k }) => {
    const block = gradientSlice(gpu, rows, n, k)
    return block < rows.capacity ? [{ part: projection, block }] : []
  })
  const parts = [...sliced, ...norms.map((part) => ({ part, block: GAIN_ROWS }))]
  const { partials, program } = await gradientSums(
    gpu,
    d.arena,
    rows,
    parts.map(({ part, block }) => ({ into: d.of(nameOf(part)), block })),
  )
  const places = new Map<string, Tensor>(parts.map(({ part }, i) => [part, at(partials, i)]))
  return {
    of: (projection) => ({ partial: places.get(projection) ?? null }),
    blocksOf: (norm) => get(places, norm),
    program,
  }
}
