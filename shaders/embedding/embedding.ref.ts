// embedding - the definition: out[r,c] = scale * table[token[r],c], and dtable[v,c] = previous[v,c] + scale *
// sum over rows of token v.
export interface EmbeddingShape {
  readonly vocabulary: number
  readonly width: number
  readonly rows: number
  readonly scale: number
}

export function embeddingReference(
  table: ArrayLike<number>,
  token: ArrayLike<number>,
  shape: EmbeddingShape,
): Float64Array {
  const { width: C, rows: R } = shape
  const out = new Float64Array(R * C)
  for (let r = 0; r < R; r++)
    for (let c = 0; c < C; c++) out[r * C + c] = shape.scale * table[token[r] * C + c]
  return out
}

/** `magnitude` is the sum of absolute values behind each element. */
export function embeddingBackwardReference(
  dout: ArrayLike<number>,
  token: ArrayLike<number>,
  previous: ArrayLike<number>,
  shape: EmbeddingShape,
): { readonly dtable: Float64Array; readonly magnitude: Float64Array } {
  const { width: C, rows: R } = shape
  const dtable = Float64Array.from(previous)
  const magnitude = Float64Array.from(previous, Math.abs)
  for (let r = 0; r < R; r++) {
    for (let c = 0; c < C; c++) {
      dtable[token[r] * C + c] += shape.scale * dout[r * C + c]
      magnitude[token[r] * C + c] += Math.abs(shape.scale * dout[r * C + c])
    }
  }
  return { dtable, magnitude }
}
