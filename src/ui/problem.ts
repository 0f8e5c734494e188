// A problem in the words of the page's language.
import { wordProblem, type Cause } from '../problems'
import { words } from './strings'

export const sentenceOf = (cause: Cause): string =>
  cause.values === undefined ? words.said(cause.message) : wordProblem(words.problems, cause)
