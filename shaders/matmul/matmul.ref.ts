// matmul - the definition: out[m,n] = sum_k A[m,k] B[k,n] (+ bias[n]) (+ residual[m,n]) (+ previous[m,n]).
// `scale` is the same sum of absolute values, the yardstick of f32 error.

export interface MatmulReference {
  readonly out: Float64Array
  readonly scale: Float64Array
}

export function matmulReference(
  form: 'nt' | 'nn' | 'tn',
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { m: M, n: N, k: K }: { readonly m: number; readonly n: number; readonly k: number },
  added: {
    readonly bias?: ArrayLike<number>
    readonly residual?: ArrayLike<number>
    readonly previous?: ArrayLike<number>
  } = {},
): MatmulReference {
  const out = new Float64Array(M * N)
  const scale = new Float64Array(M * N)
  for (let m = 0; m < M; m++) {
    for (let n = 0; n < N; n++) {
      const at = m * N + n
      for (let k = 0; k < K; k++) {
        const product = a[form === 'tn' ? k * M + m : m * K + k] * b[form === 'nt' ? n * K + k : k * N + n]
        out[at] += product
        scale[at] += Math.abs(product)
      }
      for (const value of [added.bias?.[n] ?? 0, added.residual?.[at] ?? 0, added.previous?.[at] ?? 0]) {
        out[at] += value
        scale[at] += Math.abs(value)
      }
    }
  }
  return { out, scale }
}
