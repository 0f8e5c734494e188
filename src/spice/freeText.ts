// Tasks from any prose, for the warm start: a sentence with a gap, and the word that belongs there.
// Knows no language: what counts as a word is the rules' business.

import type { Random } from '../base/random'
import type { Task } from '../protocol/records'
import { optionLetters } from './prompts'
import { sentences } from './text/sentences'
import { fold, words, type Word } from './text/words'

/** Shortest word that is left out, and fewest words of its sentence. */
const shortest = 4
const fewest = 5
/** Longest sentence that is asked about, in code units. */
const longest = 240

export const gap = '___'

interface Gapped {
  readonly before: string
  readonly word: string
  readonly after: string
}

/** Sentences with one word left out that stands nowhere else in them. */
function gapsOf(sentence: string): Gapped[] {
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

/**
 * Four words of the passage of about the gold's length, the gold among them; null where the passage has too
 * few.
 */
function optionsFor(passage: string, gold: string, question: string, random: Random): string[] | null {
  const asked = new Set(words(question).map((each) => each.text))
  const others = new Map<string, string>()
  for (const each of words(passage)) {
    const text = passage.slice(each.start, each.end)
    if (
      /^\p{L}+$/u.test(text) &&
      Math.abs(text.length - gold.length) <= 3 &&
      text.length >= shortest &&
      !asked.has(each.text) &&
      each.text !== fold(gold)
    )
      others.set(each.text, text)
  }
  return others.size < 3 ? null : random.shuffled([gold, ...random.sample([...others.values()], 3)])
}

/** A task of one sentence of the passage, or null where none of a few tries gave one. */
export function gapTask(passage: string, type: 'string' | 'mcq', random: Random): Task | null {
  const all = sentences(passage)
  for (let tries = 0; tries < 8 && all.length > 0; tries++) {
    const gaps = gapsOf(random.pick(all))
    if (gaps.length === 0) continue
    const { before, word, after } = random.pick(gaps)
    const question = `${before}${gap}${after} What fills the gap?`.replace(/\s+/gu, ' ')
    const options = type === 'mcq' ? optionsFor(passage, word, question, random) : []
    if (options === null) continue
    const gold = type === 'mcq' ? (optionLetters[options.indexOf(word)] ?? '') : word
    return { type, question, options, gold, steps: [], source: null }
  }
  return null
}
