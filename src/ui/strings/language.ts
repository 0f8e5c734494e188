// The language of the page: the one that was chosen here, else the browser's own where the page has it, else
// the table's first.
import { table, type LanguageEntry } from './table'

const key = 'spice-lab-language'

const primary = (tag: string): string => tag.toLowerCase().split('-', 1).join()

export function chooseLanguage(
  entries: typeof table,
  kept: string | null,
  asked: readonly string[],
): LanguageEntry {
  const known = (tag: string): LanguageEntry | undefined =>
    entries.find((each) => each.tag.toLowerCase() === tag.toLowerCase()) ??
    entries.find((each) => primary(each.tag) === primary(tag))
  return (
    entries.find(({ tag }) => tag === kept) ??
    asked.map(known).find((each) => each !== undefined) ??
    entries[0]
  )
}

function kept(): string | null {
  try {
    return globalThis.localStorage?.getItem(key) ?? null
  } catch {
    return null
  }
}

/** The open language. */
export const spoken: LanguageEntry =
  typeof document === 'undefined' ? table[0] : chooseLanguage(table, kept(), navigator.languages)

/** Tags in which texts that are written for few languages, such as lessons, are looked for, in this order. */
export const preferred: readonly string[] = [...new Set([spoken.tag, table[0].tag])]

/** The page is drawn anew in the other language; a run in play goes on from its last checkpoint. */
export function setLanguage(tag: string): void {
  try {
    globalThis.localStorage.setItem(key, tag)
  } finally {
    window.location.reload()
  }
}
