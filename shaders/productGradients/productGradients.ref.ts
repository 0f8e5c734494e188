// Both gradients of a linear layer y = x W^T in f64, with the gate's behind the input's.

/**
 * dW[n,k] = sum_r dy[r,n] x[r,k], dx[r,k] = sum_n dy[r,n] W[n,k]; and where x = silu(gate) up, of
 * gateUp (R,2K) dgate = dx up s (1 + gate (1 - s)), dup = dx gate s, s = 1 / (1 + e^-gate).
 * dy (R,N), x (R,K), W (N,K).
 * `...Scale` is the sum of absolute products, the yardstick of f32 error.
 */
export function productGradientsReference(
  { dy, x, W, gateUp }: { dy: Float32Array; x: Float32Array; W: Float32Array; gateUp: Float32Array },
  { rows, n, k }: { readonly rows: number; readonly n: number; readonly k: number },
) {
  const [dW, dWScale] = [new Float64Array(n * k), new Float64Array(n * k)]
  const [dx, dxScale] = [new Float64Array(rows * k), new Float64Array(rows * k)]
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < n; i++) {
      for (let c = 0; c < k; c++) {
        const toWeight = dy[r * n + i] * x[r * k + c]
        const toInput = dy[r * n + i] * W[i * k + c]
        dW[i * k + c] += toWeight
        dWScale[i * k + c] += Math.abs(toWeight)
        dx[r * k + c] += toInput
        dxScale[r * k + c] += Math.abs(toInput)
      }
    }
  }
  const [dgateUp, dgateUpScale] = [new Float64Array(2 * rows * k), new Float64Array(2 * rows * k)]
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < k; c++) {
      const at = r * 2 * k + c
      const [gate, up] = [gateUp[at], gateUp[at + k]]
      const s = 1 / (1 + Math.exp(-gate))
      dgateUp[at] = dx[r * k + c] * up * s * (1 + gate * (1 - s))
      dgateUp[at + k] = dx[r * k + c] * gate * s
      // The slope of silu lies between -0.1 and 1.1.
      dgateUpScale[at] = dxScale[r * k + c] * 1.1 * Math.abs(up) + 1e-6
      dgateUpScale[at + k] = dxScale[r * k + c] * Math.abs(gate) + 1e-6
    }
  }
  return { dW, dWScale, dx, dxScale, dgateUp, dgateUpScale }
}
