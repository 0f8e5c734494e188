// The files of a corpus: documents by the file that they came from, how much each holds, and whether it
// reads as prose. A table of 2,000 rows is 2,000 documents and one file. Must not know how documents are
// stored.

import type { DocumentRecord } from './ports'

export interface CorpusFile {
  readonly path: string
  readonly documents: number
  /** UTF-16 code units of all its documents. */
  readonly characters: number
  readonly tokens: number
  /** Whether its beginning reads as sentences; null where that was not looked at. */
  readonly prose: boolean | null
}

/**
 * Path of the file that a document came from. Names of its records end in `#n`, in `#4-8 temperature` for
 * rows of a table, or in `#chapters.3` for a place in JSON; a `#` of the file's own stands before its ending.
 */
export const fileOf = (name: string): string => name.replace(/#\d+$|(?<=\.\w{1,8})#[^/]*$/u, '')

/** Largest first. */
export function filesOf(documents: readonly DocumentRecord[]): CorpusFile[] {
  const files = new Map<string, CorpusFile>()
  for (const { name, length, tokens } of documents) {
    const path = fileOf(name)
    const file = files.get(path) ?? { path, documents: 0, characters: 0, tokens: 0, prose: null }
    files.set(path, {
      ...file,
      documents: file.documents + 1,
      characters: file.characters + length,
      tokens: file.tokens + tokens,
    })
  }
  return [...files.values()].sort((a, b) => b.characters - a.characters)
}

/** Below this share of letters among what is not blank, a text is numbers, tables or code. */
const LETTERS = 0.72
/** Words between two ends of sentences, beyond which a text is a list. */
const LONGEST_SENTENCE = 80

/** Whether a text reads as sentences, in any script. */
export function isProse(text: string): boolean {
  const signs = text.match(/\S/gu)?.length ?? 0
  const letters = text.match(/[\p{L}\p{M}]/gu)?.length ?? 0
  if (signs === 0 || letters / signs < LETTERS) return false
  const ends = text.match(/[.!?…]["'”’»)]?(?=\s|$)|[。！？।؟]/gu)?.length ?? 0
  // Scripts that leave no blanks have about two letters a word.
  const words = Math.max(
    text.match(/\S+/gu)?.length ?? 0,
    text.match(/[\p{sc=Han}\p{sc=Kana}\p{sc=Thai}]/gu)?.length ?? 0,
  )
  return ends > 0 && words / ends <= LONGEST_SENTENCE && words / ends >= 3
}
