// JSON that a model writes: how it is made to begin, and how the object is found in what it wrote.

/** The Challenger's turn begins with it, so that a small model writes JSON and nothing before it. */
export const TASK_OPENING = '{"question": "'

/** The first whole JSON object of a text, and nothing of what stands around it; null where none closes. */
export function firstObject(text: string): Readonly<Record<string, unknown>> | null {
  for (let start = text.indexOf('{'); start >= 0; start = text.indexOf('{', start + 1)) {
    const end = closing(text, start)
    if (end === null) continue
    try {
      const value: unknown = JSON.parse(text.slice(start, end))
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        return value as Readonly<Record<string, unknown>>
    } catch {
      continue
    }
  }
  return null
}

/**
 * Longest object that is looked for, in characters: a text of open braces costs no more than that for each.
 */
const LONGEST_OBJECT = 20_000

/** Index after the brace that closes the one at `start`; braces within strings do not count. */
function closing(text: string, start: number): number | null {
  let depth = 0
  let quoted = false
  for (let i = start; i < Math.min(text.length, start + LONGEST_OBJECT); i++) {
    const letter = text[i]
    if (quoted) {
      if (letter === '\\') i += 1
      else if (letter === '"') quoted = false
    } else if (letter === '"') quoted = true
    else if (letter === '{') depth += 1
    else if (letter === '}') {
      depth -= 1
      if (depth === 0) return i + 1
    }
  }
  return null
}
