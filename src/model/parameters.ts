// Where each parameter of a model stands in one flat arena. Matrices come first (weight decay applies to
// them), norms and biases after; every tensor starts at a multiple of 64 elements so that it can be bound by
// itself.
import type { Architecture } from '../config/architecture'
import { alignedElements } from '../gpu'

/** `role` says how it starts: see initialise.ts. */
export type ParameterRole = 'embedding' | 'linear' | 'residual' | 'gain' | 'bias' | 'adapterIn' | 'adapterOut'

export interface ParameterPlace {
  /** `embedding`, `layers.3.qkv`, `finalNorm`, ... */
  readonly name: string
  /** (out, in) for matrices. */
  readonly shape: readonly number[]
  readonly role: ParameterRole
  /** First element in the arena. */
  readonly offset: number
  readonly elements: number
}

export interface ParameterLayout {
  readonly places: readonly ParameterPlace[]
  readonly byName: ReadonlyMap<string, ParameterPlace>
  /** Length of the arena in elements, padding included. */
  readonly elements: number
  /** Elements below this index belong to matrices. */
  readonly decayElements: number
}

export type ParameterSpec = readonly [name: string, shape: readonly number[], role: ParameterRole]

/** Parameters of a layer: fused `qkv` ((H+2K)D, C) rows q, k, v; fused `gateUp` (2F, C) rows gate, up. */
function parameterSpecs(a: Architecture): { matrices: ParameterSpec[]; vectors: ParameterSpec[] } {
  const { width: C, hidden: F, headDim: D, heads: H, kvHeads: K, vocabulary: V } = a
  const qkvRows = (H + 2 * K) * D
  const matrices: ParameterSpec[] = [['embedding', [V, C], 'embedding']]
  const vectors: ParameterSpec[] = []
  for (let l = 0; l < a.layers; l++) {
    const layer = `layers.${l}.`
    matrices.push(
      [`${layer}qkv`, [qkvRows, C], 'linear'],
      [`${layer}attentionOut`, [C, H * D], 'residual'],
      [`${layer}gateUp`, [2 * F, C], 'linear'],
      [`${layer}down`, [C, F], 'residual'],
    )
    vectors.push([`${layer}attentionNorm`, [C], 'gain'], [`${layer}mlpNorm`, [C], 'gain'])
    if (a.biases) vectors.push([`${layer}qkvBias`, [qkvRows], 'bias'])
    if (a.qkNorm) vectors.push([`${layer}qNorm`, [D], 'gain'], [`${layer}kNorm`, [D], 'gain'])
  }
  if (!a.tiedEmbeddings) matrices.push(['head', [V, C], 'linear'])
  vectors.push(['finalNorm', [C], 'gain'])
  return { matrices, vectors }
}

export function layoutOf(architecture: Architecture): ParameterLayout {
  const { matrices, vectors } = parameterSpecs(architecture)
  return arrange(matrices, vectors)
}

/** The norms and biases alone: what a frozen base keeps in full. */
export const vectorLayoutOf = (architecture: Architecture): ParameterLayout =>
  arrange([], parameterSpecs(architecture).vectors)

export function arrange(
  matrices: readonly ParameterSpec[],
  vectors: readonly ParameterSpec[],
): ParameterLayout {
  const places: ParameterPlace[] = []
  let next = 0
  const place = ([name, shape, role]: ParameterSpec): void => {
    const elements = shape.reduce((product, n) => product * n, 1)
    places.push({ name, shape, role, offset: next, elements })
    next += alignedElements(elements)
  }
  matrices.forEach(place)
  const decayElements = next
  vectors.forEach(place)
  return { places, byName: new Map(places.map((p) => [p.name, p])), elements: next, decayElements }
}

/** The place called `name`; a misspelt name is a programming error and throws. */
export function placeOf(layout: ParameterLayout, name: string): ParameterPlace {
  const place = layout.byName.get(name)
  if (place === undefined) throw new Error(`the model has no parameter called ${name}`)
  return place
}
