// Deutsch: ein Satz zu jedem Problem, das es gibt.
import type { ProblemWords } from '../../../../problems'
import { alarms } from './alarms'
import { benchmarks } from './benchmarks'
import { corpus } from './corpus'
import { device } from './device'
import { engine } from './engine'
import { folders } from './folders'
import { formats } from './formats'
import { hub } from './hub'
import { models } from './models'
import { notices } from './notices'
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
  ...folders,
  ...formats,
  ...tokenizers,
  ...models,
  ...device,
  ...engine,
  ...notices,
  ...page,
  ...settings,
  ...studies,
  ...training,
}
