// A study is one file: arms (changes of one base configuration) by seeds. This module reads and checks the file;
// it must not know how a run is made.

import { isPresetName, readConfig, preset, withValue, fieldList } from '../config/config'
import type { PresetName } from '../config/field'
import type { RunConfig } from '../config/schema'
import { fail, ok, type Result } from '../base/result'

export interface Arm {
  readonly name: string
  readonly config: RunConfig
}

export interface Study {
  readonly name: string
  readonly preset: PresetName
  /** A folder of documents or the name of a starter corpus. */
  readonly corpus: string
  /** File of the fixed questions. */
  readonly probe: string
  /** File of the weights that every run starts from, or null for a warm start of its own. */
  readonly startFrom: string | null
  readonly seeds: readonly number[]
  readonly arms: readonly Arm[]
  /** The arm that the others are compared with: the first. */
  readonly lastProbes: number
}

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

function changed(base: RunConfig, set: unknown, where: string): Result<RunConfig> {
  if (set === undefined) return ok(base)
  if (!isObject(set)) return fail('study', `${where}: "set" must be an object of "section.field": value.`)
  let config = base
  for (const [path, value] of Object.entries(set)) {
    if (!fieldList.some(([known]) => known === path)) return fail('study', `${where}: "${path}" is not a field of a run.`)
    config = withValue(config, path, value)
  }
  const read = readConfig(config, base)
  const note = read.notes[0]
  return note === undefined ? ok(read.config) : fail('study', `${where}: ${note}`)
}

/** Reads a study file; the first thing that is wrong with it is named with its place. */
export function readStudy(json: unknown): Result<Study> {
  if (!isObject(json)) return fail('study', 'A study file is one JSON object.')
  const text = (key: string): string | null => (typeof json[key] === 'string' && json[key] !== '' ? json[key] : null)
  const name = text('name')
  const corpus = text('corpus')
  const probe = text('probe')
  if (name === null || corpus === null || probe === null) return fail('study', 'A study needs "name", "corpus" and "probe".')
  const presetName = text('preset') ?? 'default'
  if (!isPresetName(presetName)) return fail('study', `preset: "${presetName}" is unknown.`)

  const seeds = json['seeds']
  if (!Array.isArray(seeds) || seeds.length === 0 || !seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff)) {
    return fail('study', '"seeds" must be a list of whole numbers, for instance [1, 2, 3].')
  }
  if (new Set(seeds).size !== seeds.length) return fail('study', '"seeds" holds a seed twice.')

  const base = changed(preset(presetName), json['set'], 'set')
  if (!base.ok) return base
  const listed = json['arms']
  if (!Array.isArray(listed) || listed.length === 0) return fail('study', '"arms" must be a list of { "name", "set" }.')
  const arms: Arm[] = []
  for (const each of listed as unknown[]) {
    const armName = isObject(each) && typeof each['name'] === 'string' ? each['name'] : ''
    if (!/^[\w-]+$/.test(armName)) return fail('study', `Each arm needs a "name" of letters, digits, "-" and "_"; found "${armName}".`)
    if (arms.some((arm) => arm.name === armName)) return fail('study', `Two arms are called "${armName}".`)
    const config = changed(base.value, isObject(each) ? each['set'] : undefined, `arm ${armName}`)
    if (!config.ok) return config
    arms.push({ name: armName, config: config.value })
  }
  const lastProbes = json['lastProbes'] ?? 3
  if (typeof lastProbes !== 'number' || !Number.isInteger(lastProbes) || lastProbes < 1) return fail('study', '"lastProbes" must be a whole number of at least 1.')
  return ok({ name, preset: presetName, corpus, probe, startFrom: text('startFrom'), seeds: seeds as number[], arms, lastProbes })
}
