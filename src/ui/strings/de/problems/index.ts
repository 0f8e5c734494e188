// Deutsch: ein Satz zu jedem Problem, das es gibt.
import type { ProblemWords } from '../../../../problems'
import { alarms } from './alarms'
import { benchmarks } from './benchmarks'
import { corpus } from './corpus'
import { device } from './device'
import { engine } from './engine'
import { formats } from './formats'
import { hub } from './hub'
import { models } from './models'
import { page } from './page'
import { settings } from './settings'
import { studies } from './studies'
import { tokenizers } from './tokenizers'
import { training } from './training'

export const problems: ProblemWords = {
  thrown: ({ message }) => message,
  ...alarms,
  ...benchmarks,
  ...corpus,
  ...hub,
  ...formats,
  ...tokenizers,
  ...models,
  ...device,
  ...engine,
  ...page,
  ...settings,
  ...studies,
  ...training,
}
