// Tasks from any prose, for the warm start: a sentence with a gap, and the word that belongs there.
// Knows no language: what counts as a word is the rules' business.

import type { Random } from '../base/random'
import type { Task } from '../protocol/records'
import { answers } from './answers'
import type { AnswerType } from './answers/names'
import { sentences } from './text/sentences'
import { words, type Word } from './text/splitWords'

/** Shortest word that is left out, and fewest words of its sentence. */
const shortest = 4
const fewest = 5
/** Longest sentence that is asked about, in code units. */
const longest = 240

export const gap = '___'

interface ClozeGap {
  readonly before: string
  readonly word: string
  readonly after: string
}

/** Sentences with one word left out that stands nowhere else in them. */
function gapsOf(sentence: string): ClozeGap[] {
  const all = words(sentence)
  if (all.length < fewest || sentence.length > longest || /answer\s*:|\(|\)/iu.test(sentence)) return []
  const counts = new Map<string, number>()
  for (const each of all) counts.set(each.text, (counts.get(each.text) ?? 0) + 1)
  return all
    .filter(
      (each: Word, i) =>
        i > 0 &&
        each.end - each.start >= shortest &&
        counts.get(each.text) === 1 &&
        /^\p{L}+$/u.test(each.text),
    )
    .map((each) => ({
      before: sentence.slice(0, each.start),
      word: sentence.slice(each.start, each.end),
      after: sentence.slice(each.end),
    }))
}

/** A task of one sentence of the passage, of one of `gapTypes`; null where none of a few tries gave one. */
export function gapTask(passage: string, type: AnswerType, random: Random): Task | null {
  const fill = answers[type].gap
  if (fill === undefined) throw new RangeError(`a gap cannot have an answer of type ${type}`)
  const all = sentences(passage)
  for (let tries = 0; tries < 8 && all.length > 0; tries++) {
    const gaps = gapsOf(random.pick(all))
    if (gaps.length === 0) continue
    const { before, word, after } = random.pick(gaps)
    const question = `${before}${gap}${after} What fills the gap?`.replace(/\s+/gu, ' ')
    const made = fill(word, passage, question, random)
    if (made !== null) return { type, question, ...made, steps: [], source: null }
  }
  return null
}
