// Both gradients of a linear layer, with the gate's behind the input's, in f64: the references of matmul and
// swiglu one after another.
import { matmulReference } from '../matmul/matmul.ref'
import { swigluBackwardReference } from '../swiglu/swiglu.ref'

/** dy (R,N), x (R,K), W (N,K), gateUp (R,2K): dW (N,K), dx (R,K), dgateUp (R,2K), and their yardsticks. */
export function productGradientsReference(
  { dy, x, W, gateUp }: { dy: Float32Array; x: Float32Array; W: Float32Array; gateUp: Float32Array },
  { rows, n, k }: { readonly rows: number; readonly n: number; readonly k: number },
) {
  const toWeight = matmulReference('tn', dy, x, { m: n, n: k, k: rows })
  const toInput = matmulReference('nn', dy, W, { m: rows, n: k, k: n })
  return {
    dW: toWeight.out,
    dWScale: toWeight.scale,
    dx: toInput.out,
    dxScale: toInput.scale,
    dgateUp: swigluBackwardReference(gateUp, toInput.out, rows, k),
    // |s (1 + gate (1 - s))| is at most 1.1, and |gate s| at most |gate|.
    dgateUpScale: Float64Array.from(gateUp, (_, i) => {
      const row = Math.floor(i / (2 * k))
      const c = i % (2 * k)
      const other = Math.abs(gateUp[row * 2 * k + ((c + k) % (2 * k))])
      return toInput.scale[row * k + (c % k)] * (c < k ? 1.1 * other : other) + 1e-6
    }),
  }
}
