// The first values of a model's parameters, drawn from the run's seed alone; padding of the arena stays zero.
import { last } from '../base/at'
import { hashText, Random } from '../base/random'
import type { ParameterLayout, ParameterPlace } from './parameters'

/**
 * Standard deviation of a parameter's first values; null for constants. Residual outputs start at half the
 * usual width.
 */
function deviation(place: ParameterPlace): number | null {
  const fanIn = last(place.shape)
  switch (place.role) {
    case 'embedding':
    case 'linear':
      return fanIn ** -0.5
    case 'residual':
      return 0.5 * fanIn ** -0.5
    // peft starts A uniform in +-1/sqrt(K), whose deviation this is, and B at zero.
    case 'adapterIn':
      return (3 * fanIn) ** -0.5
    case 'gain':
    case 'bias':
    case 'adapterOut':
      return null
  }
}

/**
 * The whole arena. Each parameter has a generator of its own, keyed by seed and name, so that its values
 * do not depend on which other parameters the architecture has.
 */
export function initialValues(layout: ParameterLayout, seed: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(layout.elements)
  for (const place of layout.places) {
    const view = values.subarray(place.offset, place.offset + place.elements)
    const std = deviation(place)
    if (std === null) {
      view.fill(place.role === 'gain' ? 1 : 0)
      continue
    }
    const random = Random.from(seed, hashText(place.name))
    for (let i = 0; i < view.length; i++) view[i] = std * random.normal()
  }
  return values
}
