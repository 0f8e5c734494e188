// Every target of the campaign. A further list of readers goes in here.

import { documents } from './documentTargets'
import type { Target } from './target'

export const targets: readonly Target[] = [...documents]
