// What is done with a person's own documents where they choose nothing: gaps in their sentences, with weights
// that come with the lab, so that no run begins from noise. Page and command line both ask here.

import { readConfig } from './config'
import { parseLink, type RunLink } from './link'
import type { RunConfig } from './schema'

/** Built-in weights by their name in public/weights. */
export const documentWeights = 'tiny-stories'

type Settings = { readonly [S in keyof RunConfig]?: Partial<RunConfig[S]> }

/** As a link says it. A pointing is numbers and commas, an answer an option of up to three words. */
const LINK =
  'preset=default&game.world=cloze&game.cloze=options&game.draw=file&game.challengerTokens=32' +
  '&game.reasonerTokens=48&gates.active=parse,leak,duplicate&probe.questions=150'

/**
 * What a run on documents is to be held against: about as many tokens of plain reading as play learns from,
 * rewards that say nothing, a Challenger that does not learn.
 */
const controls = {
  reading: { update: { source: 'reading', exampleTokens: 2560 } },
  shuffled: { reward: { shuffled: true } },
  frozen: { game: { challenger: 'frozen' } },
} as const satisfies Readonly<Record<string, Settings>>
export type DocumentControl = keyof typeof controls
export const documentControls: readonly DocumentControl[] = ['reading', 'shuffled', 'frozen']

export interface DocumentChoice {
  readonly weights: string
  readonly linked: RunLink
}

/** With `control` the same run but for what it is held against. */
export function documentChoice(seed: number, control: DocumentControl | null = null): DocumentChoice {
  const chosen = parseLink(LINK).config
  const config = control === null ? chosen : readConfig(controls[control], chosen).config
  return { weights: documentWeights, linked: { preset: 'default', seed, config } }
}

/** A model of others that a person can bring in to play their documents. */
export interface LargerReader {
  readonly name: string
  /** On the hub. */
  readonly address: string
  /** To download. */
  readonly bytes: number
  /** Of the device's memory, with LoRA over weights in four bits, by `spice plan`. */
  readonly memory: number
}

const GIB = 2 ** 30

export const largerReaders: readonly LargerReader[] = [
  {
    name: 'SmolLM2-360M',
    address: 'HuggingFaceTB/SmolLM2-360M-Instruct',
    bytes: 723_674_912,
    memory: 1.6 * GIB,
  },
  { name: 'Qwen3-0.6B', address: 'Qwen/Qwen3-0.6B', bytes: 1_503_300_328, memory: 2.6 * GIB },
]
