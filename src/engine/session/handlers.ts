// Every command's handler, by its kind.

import { inspectHandlers } from '../inspect/handlers'
import { libraryHandlers } from '../library/handlers'
import { trainingHandlers } from '../training/openRun'
import type { Engine } from './engine'
import type { CommandKind, Handlers } from './handler'

export const handlers: Handlers<CommandKind, Engine> = {
  ...libraryHandlers,
  ...trainingHandlers,
  ...inspectHandlers,
}
