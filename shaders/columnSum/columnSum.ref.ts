// Sums of columns in f64: how the blocks of a parameter's gradient come together.

/** sum_b partial[b, offset + c] for c in 0 .. width-1; partial (blocks, stride). */
export function columnSumReference(
  partial: ArrayLike<number>,
  blocks: number,
  stride: number,
  offset: number,
  width: number,
): Float64Array {
  const sums = new Float64Array(width)
  for (let b = 0; b < blocks; b++) {
    for (let c = 0; c < width; c++) sums[c] += partial[b * stride + offset + c]
  }
  return sums
}
