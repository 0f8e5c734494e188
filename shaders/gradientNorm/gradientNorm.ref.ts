// gradientNorm - the definition: norm = sqrt(sum g^2), factor = min(1, maxNorm / norm), 0 for a norm that is
// not finite.
export function gradientNormReference(
  g: ArrayLike<number>,
  maxNorm: number,
): { readonly norm: number; readonly factor: number } {
  let sum = 0
  for (let i = 0; i < g.length; i++) sum += g[i] * g[i]
  const norm = Math.sqrt(sum)
  if (!Number.isFinite(norm)) return { norm, factor: 0 }
  return { norm, factor: norm <= maxNorm ? 1 : maxNorm / norm }
}
