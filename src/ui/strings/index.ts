// Every word of the page, in one catalogue with typed keys. A second language is another value of the same type.
import { en } from './en'

export type Words = typeof en

export const words: Words = en
