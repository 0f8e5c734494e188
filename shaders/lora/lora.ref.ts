// lora - the definition: each targeted part p of a fused projection has its own A_p (rank,K) and B_p
// (columns,rank); out[m, first_p + i] = previous + scale sum_j (sum_k x[m,k] A_p[j,k]) B_p[i,j]. A and B hold
// the parts one after the other.

export interface LoraPart {
  readonly first: number
  readonly count: number
}

export interface LoraShape {
  readonly rows: number
  readonly inner: number
  readonly width: number
  readonly rank: number
  readonly scale: number
  readonly parts: readonly LoraPart[]
}

export type Numbers = ArrayLike<number>

/** h (R, parts rank) = x A^T. */
export function lowReference(x: Numbers, A: Numbers, { rows, inner, rank, parts }: LoraShape): Float64Array {
  const width = parts.length * rank
  const h = new Float64Array(rows * width)
  for (let m = 0; m < rows; m++)
    for (let l = 0; l < width; l++)
      for (let k = 0; k < inner; k++) h[m * width + l] += x[m * inner + k] * A[l * inner + k]
  return h
}

/** `scale` sums absolute products. */
export function upReference(
  h: Numbers,
  B: Numbers,
  previous: Numbers,
  shape: LoraShape,
): { out: Float64Array; scale: Float64Array } {
  const { rows, width, rank, parts } = shape
  const out = Float64Array.from(previous)
  const scale = Float64Array.from(previous, Math.abs)
  for (let m = 0; m < rows; m++) {
    let row = 0
    parts.forEach(({ first, count }, p) => {
      for (let i = 0; i < count; i++, row++) {
        for (let j = 0; j < rank; j++) {
          const product = shape.scale * h[(m * parts.length + p) * rank + j] * B[row * rank + j]
          out[m * width + first + i] += product
          scale[m * width + first + i] += Math.abs(product)
        }
      }
    })
  }
  return { out, scale }
}

export interface LoraGradients {
  readonly dh: Float64Array
  readonly dhScale: Float64Array
  readonly dB: Float64Array
  readonly dBScale: Float64Array
}

/** Gradients of sum(out * dout): of h, and of B on top of `previous`. */
export function upBackwardReference(
  dout: Numbers,
  h: Numbers,
  B: Numbers,
  previous: Numbers,
  shape: LoraShape,
): LoraGradients {
  const { rows, width, rank, parts } = shape
  const dh = new Float64Array(rows * parts.length * rank)
  const dhScale = new Float64Array(dh.length)
  const dB = Float64Array.from(previous)
  const dBScale = Float64Array.from(previous, Math.abs)
  for (let m = 0; m < rows; m++) {
    let row = 0
    parts.forEach(({ first, count }, p) => {
      for (let i = 0; i < count; i++, row++) {
        for (let j = 0; j < rank; j++) {
          const low = (m * parts.length + p) * rank + j
          const dy = shape.scale * dout[m * width + first + i]
          dh[low] += dy * B[row * rank + j]
          dhScale[low] += Math.abs(dy * B[row * rank + j])
          dB[row * rank + j] += dy * h[low]
          dBScale[row * rank + j] += Math.abs(dy * h[low])
        }
      }
    })
  }
  return { dh, dhScale, dB, dBScale }
}
