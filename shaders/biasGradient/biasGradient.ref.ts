// biasGradient - the definition: db[n] = previous[n] + sum_r dy[r,n], with `scale` the sum of absolute
// values.
export function biasGradientReference(
  dy: ArrayLike<number>,
  previous: ArrayLike<number>,
  { rows: R, width: N }: { readonly rows: number; readonly width: number },
): { readonly db: Float64Array; readonly scale: Float64Array } {
  const db = Float64Array.from(previous)
  const scale = Float64Array.from(previous, Math.abs)
  for (let r = 0; r < R; r++) {
    for (let n = 0; n < N; n++) {
      db[n] += dy[r * N + n]
      scale[n] += Math.abs(dy[r * N + n])
    }
  }
  return { db, scale }
}
