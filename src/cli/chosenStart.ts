// What a run begins with where neither a preset nor a model is named: as the page chooses it, so that it does
// not begin from noise.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { documentChoice, type DocumentChoice } from '../config/documentChoice'
import { parseLink } from '../config/link'
import { isJson } from '../base/jsonObject'
import { projectRoot } from './nodePorts'
import type { RunOptions } from './runOptions'

/** Nothing that is named says what to begin with. */
const choosesNothing = (options: RunOptions): boolean =>
  options.preset === undefined &&
  options.model === undefined &&
  options.startFrom === undefined &&
  options.warmStart === undefined &&
  !options.warmStartOnly

const weightsFile = (name: string): string => join(projectRoot(), 'public', 'weights', `${name}.safetensors`)

/** The weights that were made for all of these starters, with the settings under which they play. */
function madeFor(starters: readonly string[], seed: number): DocumentChoice | null {
  const list: unknown = JSON.parse(readFileSync(join(projectRoot(), 'public/weights/index.json'), 'utf8'))
  for (const each of Array.isArray(list) ? (list as unknown[]) : []) {
    if (!isJson(each) || typeof each.name !== 'string' || typeof each.link !== 'string') continue
    const { corpora } = each
    if (!Array.isArray(corpora) || !starters.every((name) => corpora.includes(name))) continue
    const { preset, config } = parseLink(each.link)
    return { weights: each.name, linked: { preset, seed, config } }
  }
  return null
}

/** Null where the options choose. `corpora` are paths, or names of starters as `isStarter` knows them. */
export function chosenStart(
  options: RunOptions,
  corpora: readonly string[],
  isStarter: (corpus: string) => boolean,
): DocumentChoice | null {
  if (corpora.length === 0 || !choosesNothing(options)) return null
  const made = corpora.every(isStarter) ? madeFor(corpora, options.seed) : null
  const { weights, linked } = made ?? documentChoice(options.seed)
  return { weights: weightsFile(weights), linked }
}
