// Every target of the campaign. A further list of readers goes in here.

import { documents } from './documentTargets'
import { models } from './modelTargets'
import type { Target } from './target'

export const targets: readonly Target[] = [...documents, ...models]
