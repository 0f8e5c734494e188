// add - the definition: into[i] + from[i].
export function addReference(from: ArrayLike<number>, into: ArrayLike<number>): Float64Array {
  return Float64Array.from(into, (value, i) => value + from[i])
}
