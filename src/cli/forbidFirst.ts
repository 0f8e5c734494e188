// What an attempt may not begin with where it is forced to work, as the command line gives it.

import type { RunConfig } from '../config/schema'
import { answerOpening, compact } from '../spice/prompts/compact'

/** Without texts, how the lab's own models answer at once; an empty text leaves the measure out. */
export function forbidden(texts: readonly string[] | undefined, { game }: RunConfig): string[] {
  const own = game.prompts === compact.name ? [answerOpening] : []
  return (texts ?? own).filter((text) => text !== '')
}
