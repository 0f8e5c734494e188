// Deutsch: ein Satz zu jedem Problem, das es gibt.
import type { ProblemWords } from '../../../../problems'
import { corpus } from './corpus'

export const problems: ProblemWords = {
  thrown: ({ message }) => message,
  ...corpus,
}
