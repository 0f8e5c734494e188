// An arena on the GPU (trained parameters, their gradients, a base's vectors) with a view of each parameter
// by name.
import type { Gpu, Tensor } from '../gpu'
import { placeOf, type ParameterLayout } from './parameters'

export interface ParameterSet {
  readonly arena: Tensor
  readonly layout: ParameterLayout
  /** The view called `name`, `embedding` or `layers.3.qkv`; a name that the model lacks throws. */
  of(name: string): Tensor
}

export function parameterSet(gpu: Gpu, label: string, layout: ParameterLayout): ParameterSet {
  const arena = gpu.tensor(label, [layout.elements])
  const views = new Map(
    layout.places.map((place) => [
      place.name,
      gpu.view(arena, `${label}.${place.name}`, place.offset, place.shape),
    ]),
  )
  return {
    arena,
    layout,
    of(name) {
      return views.get(placeOf(layout, name).name) ?? arena
    },
  }
}
