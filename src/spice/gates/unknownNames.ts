// Which words of a question name something, in any script, and whether a passage knows them.
// With capitals a name is a capitalised word; the word that opens a sentence is one only where nothing says
// otherwise.
// Without capitals (Arabic, Hebrew, Hangul, ...) every word that is neither short nor a function word is
// taken for one; without spaces (Han, kana, Thai, ...) every stretch of the question that the passage does
// not have.

import { at } from '../../base/at'
import { functionWords } from '../text/functionWords'
import type { Reading } from '../text/reading'
import { isQuestion, sentences } from '../text/sentences'
import { fold, isUnspaced, words, type Word } from '../text/splitWords'

const hasCase = /[\p{Lu}\p{Ll}\p{Lt}]/u
const capitalised = /^[\p{Lu}\p{Lt}]/u

/**
 * Capitalised words, without those that open the sentence that asks, function words, and openers that stand
 * in lower case elsewhere.
 */
function casedNames(question: string, lowerCase: ReadonlySet<string>): string[] {
  const all = sentences(question)
  return all.flatMap((sentence, index) => {
    const asks = isQuestion(sentence) || index === all.length - 1
    return words(sentence).flatMap((word: Word, at) => {
      const name = word.text.replace(/'s?$/u, '')
      if (!capitalised.test(sentence.slice(word.start, word.end)) || functionWords.has(name)) return []
      if (at === 0 && (asks || lowerCase.has(name))) return []
      return [name]
    })
  })
}

const lowerCaseWords = (text: string): string[] =>
  words(text).flatMap((word) => (/^\p{Ll}/u.test(text.slice(word.start, word.end)) ? [word.text] : []))

/** Words of scripts with spaces but without capitals, longer than two letters, that are no function words. */
function caselessNames(question: string): string[] {
  return words(question).flatMap(({ text }) => {
    if (hasCase.test(text) || isUnspaced(text) || !/\p{Lo}/u.test(text) || functionWords.has(text)) return []
    const name = /\p{sc=Hangul}/u.test(text) ? text.replace(particles, '') : text
    const letters = [...name.replace(/\p{M}/gu, '')].length
    return letters < (/\p{sc=Hangul}/u.test(name) ? 2 : 3) || functionWords.has(name) ? [] : [name]
  })
}
const particles = /(?:에서|에게|한테|으로|까지|부터|이나|이|가|은|는|을|를|에|의|와|과|도|로|께)$/u

/**
 * Where no spaces part the words: stretches of the question that the passage does not have (in pieces of at
 * least two
 * characters), without function words and hiragana endings. A single character left over is forgiven, it is
 * rarely a name.
 */
function unspacedNames(question: string, passage: Reading): string[] {
  const known = passage.words.map((word) => (isUnspaced(word.text) ? word.text : ' ')).join('')
  const stretches = (question.match(unspacedRun) ?? []).map(fold).flatMap((run) => {
    const letters = [...run]
    const covered = letters.map(() => false)
    for (let i = 0; i + 1 < letters.length; i++) {
      if (known.includes(`${at(letters, i)}${at(letters, i + 1)}`)) covered[i] = covered[i + 1] = true
    }
    return letters
      .map((letter, i) => (covered[i] === true ? ' ' : letter))
      .join('')
      .split(' ')
  })
  return stretches
    .flatMap((stretch) => stretch.replace(unspacedFunctionWords, ' ').split(' '))
    .filter(
      (rest) => [...rest.replace(/\p{M}/gu, '')].length > (/[\p{sc=Han}\p{sc=Katakana}]/u.test(rest) ? 1 : 3),
    )
}
const unspacedRun =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{M}]+/gu
const unspacedFunctionWords = new RegExp(
  `\\p{sc=Hiragana}+|${[...functionWords]
    .filter(isUnspaced)
    .sort((a, b) => b.length - a.length)
    .join('|')}`,
  'gu',
)

/** Length of the longest run of letters that two words share. */
function longestShared(a: readonly string[], b: readonly string[]): number {
  let most = 0
  let row = new Array<number>(b.length + 1).fill(0)
  for (const letter of a) {
    const next = new Array<number>(b.length + 1).fill(0)
    b.forEach((other, j) => {
      if (letter !== other) return
      const length = at(row, j) + 1
      next[j + 1] = length
      most = Math.max(most, length)
    })
    row = next
  }
  return most
}

/**
 * Same word but for endings (and, without capitals, prefixes) of inflection: the shared part is most of both.
 */
function inflected(a: string, b: string): boolean {
  const one = [...a]
  const other = [...b]
  const least = hasCase.test(a) ? 3 : 2
  if (hasCase.test(a)) {
    let shared = 0
    while (shared < one.length && one[shared] === other[shared]) shared += 1
    return shared >= least && one.length - shared <= 3 && other.length - shared <= 3
  }
  const shared = longestShared(one, other)
  return shared >= least && shared >= 0.6 * Math.max(one.length, other.length)
}

const latin = /^[\p{sc=Latin}\p{Nd}\p{M}'-]+$/u

/**
 * Latin names have to be there letter for letter, Korean ones but for particles, the others but for
 * inflection.
 */
function knows(passage: Reading, name: string): boolean {
  if (passage.wordSet.has(name) || passage.wordSet.has(`${name}'s`)) return true
  if (latin.test(name)) return [...passage.wordSet].some((word) => word.replace(/'.*$/u, '') === name)
  if (/\p{sc=Hangul}/u.test(name)) return [...passage.wordSet].some((word) => word.startsWith(name))
  return [...passage.wordSet].some((word) => inflected(name, word))
}

/** The first name of the question that the passage does not have, or null. */
export function unknownName(question: string, passage: Reading): string | null {
  const lowerCase = new Set([...lowerCaseWords(question), ...lowerCaseWords(passage.text)])
  return (
    [...casedNames(question, lowerCase), ...caselessNames(question)].find((name) => !knows(passage, name)) ??
    unspacedNames(question, passage)[0] ??
    null
  )
}
