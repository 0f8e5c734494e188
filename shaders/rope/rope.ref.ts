// Rotary positions in f64: Su et al. 2021 (arXiv 2104.09864), equation 34, in the pairing of Hugging Face's
// Llama: channel i turns with channel i + D/2, by the angle position * base^(-2i/D) / factor[i].

/**
 * qkv (R, (H+2K)*D): every q and k head turned by its row's position; v unchanged. direction 1 is forward;
 * -1, the inverse turn, is the backward pass, because the turn's matrix is orthogonal. Without factors each
 * is 1.
 */
export function ropeReference(
  qkv: ArrayLike<number>,
  position: ArrayLike<number>,
  shape: { rows: number; heads: number; kvHeads: number; headDim: number },
  base: number,
  direction: 1 | -1 = 1,
  factors: readonly number[] = [],
): Float64Array {
  const { rows, heads, kvHeads, headDim } = shape
  const half = headDim / 2
  const stride = (heads + 2 * kvHeads) * headDim
  const out = Float64Array.from(qkv)
  for (let r = 0; r < rows; r++) {
    for (let h = 0; h < heads + kvHeads; h++) {
      for (let i = 0; i < half; i++) {
        const angle =
          (direction * position[r] * base ** (-i / half)) / (factors.length === 0 ? 1 : factors[i])
        const low = r * stride + h * headDim + i
        const high = low + half
        out[low] = qkv[low] * Math.cos(angle) - qkv[high] * Math.sin(angle)
        out[high] = qkv[high] * Math.cos(angle) + qkv[low] * Math.sin(angle)
      }
    }
  }
  return out
}
