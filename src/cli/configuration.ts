// The configuration of a run from the options of the command line. Where the page clamps and says so, the
// command line refuses.

import { fieldList, isPresetName, preset, readConfig, withValue } from '../config/config'
import { presetNames, type Field } from '../config/field'
import type { RunLink } from '../config/link'
import { modelSizes, type ModelSize, type RunConfig } from '../config/schema'
import { withWriting } from '../config/seatedModel'
import { UsageError } from './usage'

export interface ConfigurationOptions {
  readonly preset?: string | undefined
  readonly model?: string | undefined
  readonly seed: number
  readonly rounds?: number | undefined
  readonly warmStart?: number | undefined
  /** A server plays the Challenger. */
  readonly challengerAt?: string | undefined
  /** `section.field=value`, each. */
  readonly set: readonly string[]
}

const isSize = (name: string): name is ModelSize => (modelSizes as readonly string[]).includes(name)

/** True where --model names weights and not a size. */
export const isWeights = (model: string | undefined): model is string => model !== undefined && !isSize(model)

/**
 * True where --model names a model of others, a GGUF file or a folder: a single safetensors file is a
 * checkpoint of the lab.
 */
export const isOfOthers = (model: string | undefined): model is string =>
  isWeights(model) && !model.endsWith('.safetensors')

function valueOf(field: Field, text: string): unknown {
  switch (field.kind) {
    case 'integer':
    case 'number':
      return text.trim() === '' ? text : Number(text)
    case 'switch':
      return text === 'true' ? true : text === 'false' ? false : text
    case 'set':
      return text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
    case 'choice':
      return text
  }
}

/** Throws UsageError for a field that does not exist or a value that it cannot have. */
function changed(config: RunConfig, path: string, value: unknown, as: string): RunConfig {
  const read = readConfig(withValue(config, path, value), config)
  const note = read.notes[0]
  if (note !== undefined) throw new UsageError(`${as}: ${note.message}`)
  return read.config
}

/** `base` in place of the preset's own values. */
export function configurationOf(chosen: ConfigurationOptions, base?: RunConfig): RunLink {
  const named = chosen.preset ?? 'default'
  if (!isPresetName(named))
    throw new UsageError(`--preset: "${named}" is unknown; there are ${presetNames.join(', ')}.`)
  let config = base ?? preset(named)
  if (chosen.model !== undefined && isSize(chosen.model))
    config = changed(config, 'model.size', chosen.model, '--model')
  if (isOfOthers(chosen.model)) config = withWriting(config)
  if (chosen.challengerAt !== undefined)
    config = changed(config, 'game.challenger', 'remote', '--challenger-at')
  if (chosen.rounds !== undefined)
    config = changed(config, 'game.rounds', Math.max(1, chosen.rounds), '--rounds')
  if (chosen.warmStart !== undefined)
    config = changed(config, 'warmStart.steps', chosen.warmStart, '--warm-start')
  for (const each of chosen.set) {
    const [path = '', text] = each.split(/=(.*)/s)
    const field = fieldList.find(([known]) => known === path)?.[1]
    if (field === undefined || text === undefined)
      throw new UsageError(
        `--set: "${each}" is not section.field=value with a field of a run, for instance game.groupSize=4.`,
      )
    config = changed(config, path, valueOf(field, text), '--set')
  }
  return { preset: named, seed: chosen.seed, config }
}
