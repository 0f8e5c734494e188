// What is done with a person's own documents where they choose nothing: gaps in their sentences, with weights
// that come with the lab, so that no run begins from noise. Page and command line both ask here.

import type { RunLink } from './link'
import { preset, readConfig } from './config'
import type { RunConfig } from './schema'

/** Built-in weights by their name in public/weights. */
export const documentWeights = 'tiny-stories'

type Settings = { readonly [S in keyof RunConfig]?: Partial<RunConfig[S]> }

const settings: Settings = {
  game: {
    world: 'cloze',
    cloze: 'options',
    // Numbers and commas of a pointing; an option of up to three words.
    challengerTokens: 32,
    reasonerTokens: 48,
  },
  gates: { active: ['parse', 'leak', 'duplicate'] },
  probe: { questions: 150 },
}

export interface DocumentChoice {
  readonly weights: string
  readonly linked: RunLink
}

export function documentChoice(seed: number): DocumentChoice {
  const { config } = readConfig(settings, preset('default'))
  return { weights: documentWeights, linked: { preset: 'default', seed, config } }
}
