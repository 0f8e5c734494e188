// How much longer a text can become on its way through a stranger's normalizer and pre-tokenizer: fifty steps
// that each double it would never end. Reads tokenizer.json alone, runs nothing.

import { isJson } from '../base/jsonObject'

/** Times its length, all steps together; known tokenizers have one byte-level step. */
const MOST_GROWTH = 64
/** Known tokenizers have up to eight. */
const MOST_STEPS = 64

/** Code units of the text that takes the place of one. */
function growthOf(step: Readonly<Record<string, unknown>>): number {
  const { type, content, pattern } = step
  // A character has up to four bytes, each written as one letter.
  if (type === 'ByteLevel') return 4
  if (type !== 'Replace' || typeof content !== 'string') return 1
  const replaced = isJson(pattern) ? pattern['String'] : undefined
  const least = typeof replaced === 'string' ? Math.max(1, replaced.length) : 1
  return Math.max(1, content.length / least)
}

/** True where the steps of these parts, and of the lists in them, can make a text that is far too long. */
export function growsTooFar(...parts: readonly unknown[]): boolean {
  const left = [...parts]
  let [steps, growth] = [0, 1]
  while (left.length > 0) {
    const step = left.pop()
    if (!isJson(step)) continue
    growth *= growthOf(step)
    if (++steps > MOST_STEPS || growth > MOST_GROWTH) return true
    for (const inner of Object.values(step))
      if (Array.isArray(inner)) left.push(...(inner as readonly unknown[]))
  }
  return false
}
