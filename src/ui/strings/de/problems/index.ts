// Deutsch: ein Satz zu jedem Problem, das es gibt.
import type { ProblemWords } from '../../../../problems'
import { corpus } from './corpus'
import { device } from './device'
import { engine } from './engine'
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
  ...device,
  ...engine,
}
