// Words of any script, folded for comparison, with their places in the text: what gates and verifier call a
// token.
// No dictionary of a language is consulted, so the same text has the same words on every machine.
import { at as elementAt } from '../../base/at'

export interface Word {
  /** Folded: NFKC, lower case, ASCII digits, without Arabic vowel signs and tatweel or Hebrew points. */
  readonly text: string
  /** Code units of the text it was read from. */
  readonly start: number
  readonly end: number
}

/** Scripts that put no space between words: there each character is a word of its own. */
const unspaced =
  '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\u30fc\\uff70\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}\\p{sc=Tibetan}'
const inWord = `(?:(?![${unspaced}])[\\p{L}\\p{M}\\p{N}])`
const wordPattern = new RegExp(`[${unspaced}]\\p{M}*|${inWord}+(?:['’ʼ]${inWord}+)*`, 'gu')
const unspacedPattern = new RegExp(`[${unspaced}]`, 'u')
const marksLeftOut = /[\u0640\u064b-\u0652\u0670\u0591-\u05c7]/gu

/**
 * Value 0 to 9 of a decimal digit of any script. Unicode keeps each script's ten digits together and in
 * order.
 */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let before = 0
  while (before < 50 && /\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1
  return before % 10
}

/** Decimal digits of any script become 0 to 9; everything else stays. */
export function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) =>
    digit >= '0' && digit <= '9' ? digit : String(digitValue(digit)),
  )
}

/** The form in which text is compared: case, width, composition and vowel signs do not count. */
export function fold(text: string): string {
  return asciiDigits(text.normalize('NFKC'))
    .toLowerCase()
    .replace(marksLeftOut, '')
    .replaceAll('’', "'")
    .replaceAll('ς', 'σ')
    .replaceAll('ß', 'ss')
    .normalize('NFKC')
}

export function words(text: string): Word[] {
  const out: Word[] = []
  for (const match of text.matchAll(wordPattern)) {
    const folded = fold(match[0])
    if (folded !== '') out.push({ text: folded, start: match.index, end: match.index + match[0].length })
  }
  return out
}

/** True where the text has a character of a script that writes words without spaces. */
export const isUnspaced = (text: string): boolean => unspacedPattern.test(text)

/** Number of words as a reader would count them; only scripts without spaces need a dictionary for it. */
export function countWords(text: string): number {
  if (!isUnspaced(text)) return words(text).length
  let count = 0
  for (const segment of segmenter.segment(text)) if (segment.isWordLike === true) count += 1
  return count
}
const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

/** Every place where the words of `phrase` stand in a row; none where the phrase has no word. */
export function findPhrases(
  haystack: readonly Word[],
  phrase: string,
): { readonly start: number; readonly end: number }[] {
  const needle = words(phrase)
  const found: { start: number; end: number }[] = []
  for (let at = 0; needle.length > 0 && at + needle.length <= haystack.length; at++) {
    if (needle.every((word, i) => haystack[at + i]?.text === word.text)) {
      found.push({
        start: elementAt(haystack, at).start,
        end: elementAt(haystack, at + needle.length - 1).end,
      })
    }
  }
  return found
}
