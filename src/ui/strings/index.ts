// Every word of the page, in one catalogue with typed keys, in the open language.
import { spoken } from './language'
import type { Words } from './en'

export const words: Words = await spoken.load()
