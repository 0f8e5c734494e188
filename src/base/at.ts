// Elements that must be there. `noUncheckedIndexedAccess` makes every index a maybe; where the logic says
// that the element exists, these say so and throw when it does not, so that no invented value goes on.

/** Element `index` of an array, typed array or string; counts from the front only, -1 throws. */
export function at<T>(list: ArrayLike<T>, index: number): T {
  const element = list[index]
  if (element === undefined) throw new RangeError(`no element ${index} in a list of ${list.length}`)
  return element
}

/** Last element of a list that is not empty. */
export function last<T>(list: ArrayLike<T>): T {
  return at(list, list.length - 1)
}

/** What a map holds under a key that must be there. */
export function get<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key)
  if (value === undefined) throw new RangeError(`no entry ${String(key)} in a map of ${map.size}`)
  return value
}
