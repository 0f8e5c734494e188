// Finds a name that an object of a JSON text states twice: JSON.parse would silently keep the last.

/** The first repeated name at any depth of valid JSON, or null. */
export function repeatedKey(json: string): string | null {
  const open: (Set<string> | null)[] = []
  for (let i = 0; i < json.length; i++) {
    const c = json[i]
    if (c === '{') open.push(new Set())
    else if (c === '[') open.push(null)
    else if (c === '}' || c === ']') open.pop()
    else if (c === '"') {
      const end = endOfString(json, i)
      const names = open.at(-1)
      if (names && /^\s*:/.test(json.slice(end, end + 64))) {
        const name = JSON.parse(json.slice(i, end)) as string
        if (names.has(name)) return name
        names.add(name)
      }
      i = end - 1
    }
  }
  return null
}

/** Index after the closing quote of the string that opens at `from`. */
function endOfString(json: string, from: number): number {
  let i = from + 1
  while (i < json.length && json[i] !== '"') i += json[i] === '\\' ? 2 : 1
  return i + 1
}
