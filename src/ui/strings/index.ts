// Every word of the page, in one catalogue with typed keys. A second language is another value of the same
// type, and is loaded only where it is spoken.
import { en } from './en'
import { language } from './language'

export type Words = typeof en

export const words: Words = language === 'de' ? (await import('./de')).de : en
export { language, languages, setLanguage, type Language } from './language'
