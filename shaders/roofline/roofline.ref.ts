// roofline.fma - the definition: 32 times what x <- x (1 - 2^-10) + 2^-10 makes of each thread's first
// number.

export function fmaReference(threads: number, rounds: number): Float64Array {
  const out = new Float64Array(threads)
  for (let t = 0; t < threads; t++) {
    let x = 3 + t / 2 ** 20
    for (let i = 0; i < rounds; i++) x = x * (1 - 2 ** -10) + 2 ** -10
    out[t] = 32 * x
  }
  return out
}
