// Every prompt style by its name.

import { brief } from './brief'
import { compact } from './compact'
import type { PromptStyleName } from './names'
import { paper } from './paper'
import type { PromptStyle } from './style'

const styles: Readonly<Record<PromptStyleName, PromptStyle>> = { compact, paper, brief }

/** Recorded configurations from before there was a choice name none: they are compact. */
export const promptStyle = (name: PromptStyleName | undefined): PromptStyle =>
  name === undefined ? compact : styles[name]

export type { PromptStyleName } from './names'
export type { PromptStyle } from './style'
