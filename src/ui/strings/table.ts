// The languages of the page. A further one is its folder of words and one line here; nothing else asks which
// language it is.
import { en, type Words } from './en'

export interface LanguageEntry {
  /** As in the `lang` attribute and in what the browser asks for (BCP 47). */
  readonly tag: string
  /** Its own name for itself. */
  readonly name: string
  /** Locale of its numbers and dates. */
  readonly locale: string
  /** Its words, fetched only where it is spoken. */
  readonly load: () => Promise<Words>
}

/** The first is what a browser gets that asks for none of them. */
export const table: readonly [LanguageEntry, ...LanguageEntry[]] = [
  { tag: 'en', name: 'English', locale: 'en', load: () => Promise.resolve(en) },
  { tag: 'de', name: 'Deutsch', locale: 'de', load: async () => (await import('./de')).de },
]
