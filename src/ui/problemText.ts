// A problem in the words of the page's language.
import { wordProblem, type Cause } from '../problems'
import { ownNote } from '../protocol/notes'
import type { RunRecord } from '../protocol/records'
import { words } from './strings'

export const sentenceOf = (cause: Cause): string => wordProblem(words.problems, cause)

/** The note of a run: what a person or a file wrote, then what the engine said of it. */
export const noteOf = (run: RunRecord): string =>
  [ownNote(run), ...(run.notes ?? []).map(sentenceOf)].filter((part) => part !== '').join(' ')
