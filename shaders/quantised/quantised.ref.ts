// quantised - the definition of the formats: a row of K numbers in blocks of 32, all rows' numbers first,
// then all rows' scales.
//   f16: the half nearest to the number; q8: d q with q in -127 .. 127; q4: d q + m with q in 0 .. 15; d and
//   m are halves.

export type QuantisedStorage = 'f16' | 'q8' | 'q4'

/** IEEE half to number. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** Element (row, k) of the matrix of `rows` x K in `words`. */
export function quantisedElement(
  storage: QuantisedStorage,
  words: Uint32Array,
  rows: number,
  K: number,
  row: number,
  k: number,
): number {
  const blocks = Math.ceil(K / 32)
  const block = row * blocks + Math.floor(k / 32)
  const place = k % 32
  if (storage === 'f16') return half((words[16 * block + (place >> 1)] >>> (16 * (place & 1))) & 0xffff)
  if (storage === 'q8') {
    const byte = (words[8 * block + (place >> 2)] >>> (8 * (place & 3))) & 0xff
    const inRow = Math.floor(k / 32)
    const pair = words[8 * rows * blocks + row * Math.ceil(blocks / 2) + (inRow >> 1)]
    return half((pair >>> (16 * (inRow & 1))) & 0xffff) * (byte < 128 ? byte : byte - 256)
  }
  const nibble = (words[4 * block + (place >> 3)] >>> (4 * (place & 7))) & 15
  const scale = words[4 * rows * blocks + block]
  return half(scale & 0xffff) * nibble + half(scale >>> 16)
}

export function quantisedValues(
  storage: QuantisedStorage,
  words: Uint32Array,
  rows: number,
  K: number,
): Float64Array {
  const values = new Float64Array(rows * K)
  for (let row = 0; row < rows; row++)
    for (let k = 0; k < K; k++) values[row * K + k] = quantisedElement(storage, words, rows, K, row, k)
  return values
}

/**
 * nt: out[m,n] = sum_k a[m,k] W[n,k]; nn: out[m,k] = sum_n a[m,n] W[n,k]. `scale` is the sum of absolute
 * products.
 */
export function quantisedMatmulReference(
  form: 'nt' | 'nn',
  a: ArrayLike<number>,
  W: Float64Array,
  { m: M, n: N, k: K }: { m: number; n: number; k: number },
): { out: Float64Array; scale: Float64Array } {
  const columns = form === 'nt' ? N : K
  const out = new Float64Array(M * columns)
  const scale = new Float64Array(M * columns)
  for (let m = 0; m < M; m++) {
    for (let n = 0; n < N; n++) {
      for (let k = 0; k < K; k++) {
        const at = m * columns + (form === 'nt' ? n : k)
        const product = a[form === 'nt' ? m * K + k : m * N + n] * W[n * K + k]
        out[at] += product
        scale[at] += Math.abs(product)
      }
    }
  }
  return { out, scale }
}
