// The factors by which Llama 3 slows its rotations for long contexts, from their four numbers and back.
// Source: transformers' modeling_rope_utils (llama3); GGUF stores the factors themselves as
// `rope_freqs.weight`.
import { at } from '../base/at'

export interface Llama3Scaling {
  readonly factor: number
  readonly lowFrequency: number
  readonly highFrequency: number
  readonly originalContext: number
}

/** D/2 factors: 1 for short waves, `factor` for long ones, and a smooth way between. */
export function llama3Factors(
  headDim: number,
  base: number,
  { factor, lowFrequency, highFrequency, originalContext }: Llama3Scaling,
): number[] {
  return Array.from({ length: headDim / 2 }, (_, i) => {
    const turns = (originalContext * base ** ((-2 * i) / headDim)) / (2 * Math.PI)
    if (turns < lowFrequency) return factor
    if (turns > highFrequency) return 1
    const smooth = (turns - lowFrequency) / (highFrequency - lowFrequency)
    return 1 / ((1 - smooth) / factor + smooth)
  })
}

/**
 * The numbers that give these factors, as every published Llama 3 has them; null where they are no such
 * factors.
 */
export function llama3ScalingOf(
  factors: readonly number[],
  headDim: number,
  base: number,
): Llama3Scaling | null {
  const scaling = { factor: Math.max(...factors), lowFrequency: 1, highFrequency: 4, originalContext: 8192 }
  const known = llama3Factors(headDim, base, scaling)
  if (factors.length < known.length) return null
  return known.every((value, i) => Math.abs(value - at(factors, i)) <= 1e-5 * value) ? scaling : null
}
