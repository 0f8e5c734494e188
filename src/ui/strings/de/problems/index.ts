// Deutsch: ein Satz zu jedem Problem, das es gibt.
import type { ProblemWords } from '../../../../problems'
import { corpus } from './corpus'
import { formats } from './formats'
import { hub } from './hub'
import { models } from './models'
import { tokenizers } from './tokenizers'

export const problems: ProblemWords = {
  thrown: ({ message }) => message,
  ...corpus,
  ...hub,
  ...formats,
  ...tokenizers,
  ...models,
}
