// gatherRows - the definition: out[s] = from[index[s]]; scatterAddRows, its backward: into[index[s]] =
// previous + from[s].
export function gatherRowsReference(
  from: ArrayLike<number>,
  index: ArrayLike<number>,
  width: number,
): Float64Array {
  const out = new Float64Array(index.length * width)
  for (let s = 0; s < index.length; s++)
    for (let c = 0; c < width; c++) out[s * width + c] = from[index[s] * width + c]
  return out
}

export function scatterAddRowsReference(
  from: ArrayLike<number>,
  index: ArrayLike<number>,
  previous: ArrayLike<number>,
  width: number,
): Float64Array {
  const into = Float64Array.from(previous)
  for (let s = 0; s < index.length; s++)
    for (let c = 0; c < width; c++) into[index[s] * width + c] += from[s * width + c]
  return into
}
