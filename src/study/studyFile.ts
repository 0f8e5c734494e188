// A study is one file: arms (changes of one base configuration) by seeds, and what is measured at their ends.
// This module reads and checks the file; it must not know how a run is made.

import { isJson, type Json } from '../base/jsonObject'
import { isPresetName, readConfig, preset, withValue, fieldList } from '../config/config'
import type { PresetName } from '../config/field'
import type { RunConfig } from '../config/schema'
import { ok, type Result } from '../base/result'
import { fail, problem, problemIn, type Problem } from '../problems'

export interface Arm {
  readonly name: string
  readonly config: RunConfig
  /** In place of the study's corpus. */
  readonly corpus: string
  /** Files of first weights, of which the study's seeds take turns; empty for a warm start of its own. */
  readonly startFrom: readonly string[]
  /** Some of the study's seeds, or all. */
  readonly seeds: readonly number[]
  /**
   * Another arm, of whose trained tokens a round of this one's examples has as many, seed by seed; null for
   * none.
   */
  readonly tokensAs: string | null
  /** False leaves its checkpoints out of the arena. */
  readonly arena: boolean
}

export interface ArenaPlan {
  /** Passages of the pool, candidates a passage, attempts a task, and the seed of the pool. */
  readonly passages: number
  readonly candidates: number
  readonly attempts: number
  readonly seed: number
}

/** What an arm can be to the first one, beside being compared with it. */
export const controlRoles = [
  'fixed',
  'randomPay',
  'shuffled',
  'furtherWarmStart',
  'goldSteps',
  'majority',
  'noCorpus',
  'evenScript',
] as const
export type ControlRole = (typeof controlRoles)[number]

export interface Study {
  readonly name: string
  readonly preset: PresetName
  /** A folder of documents or the name of a starter corpus. */
  readonly corpus: string
  /** File of the fixed questions that are asked on the way; null where the corpus says what is asked. */
  readonly probe: string | null
  /** A model of others that arms without first weights of their own begin with; null for one of the lab. */
  readonly model: string | null
  readonly seeds: readonly number[]
  /** The first is the one that the others are compared with. */
  readonly arms: readonly Arm[]
  /** Probes at the end whose mean is the last accuracy. */
  readonly lastProbes: number
  /**
   * Files of questions that are asked before round 0 and after the last one alone, by name; the held-out one
   * is `heldOut`.
   */
  readonly benchmarks: Readonly<Record<string, string>>
  /** Answers a benchmark question at temperature 1, beside the greedy one. */
  readonly samples: number
  /** Null for none. */
  readonly arena: ArenaPlan | null
  /** Names of the arms that are controls of a known sort; none in most studies. */
  readonly controls: Readonly<Partial<Record<ControlRole, string>>>
}

const failIn = (where: string, inner: Problem): { readonly ok: false; readonly error: Problem } => ({
  ok: false,
  error: problemIn(where, inner),
})

function changed(base: RunConfig, set: unknown, where: string): Result<RunConfig, Problem> {
  if (set === undefined) return ok(base)
  if (!isJson(set)) return failIn(where, problem('study-set'))
  let config = base
  for (const [path, value] of Object.entries(set)) {
    if (!fieldList.some(([known]) => known === path)) return failIn(where, problem('study-path', { path }))
    config = withValue(config, path, value)
  }
  const read = readConfig(config, base)
  const note = read.notes[0]
  return note === undefined ? ok(read.config) : failIn(where, note)
}

function seedsOf(value: unknown): Result<readonly number[], Problem> {
  if (
    !Array.isArray(value) ||
    value.length === 0 ||
    !value.every((seed) => Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff)
  )
    return fail('study-seeds')
  return new Set(value).size === value.length ? ok(value as number[]) : fail('study-seed-twice')
}

function count(json: Json, key: string, fallback: number, low: number): Result<number, Problem> {
  const value = json[key] ?? fallback
  return typeof value === 'number' && Number.isInteger(value) && value >= low
    ? ok(value)
    : fail('study-number', { key, low })
}

function arenaOf(value: unknown): Result<ArenaPlan | null, Problem> {
  if (value === undefined || value === null || value === false) return ok(null)
  if (!isJson(value)) return fail('study-arena')
  const numbers = [
    count(value, 'passages', 64, 1),
    count(value, 'candidates', 8, 2),
    count(value, 'attempts', 8, 1),
    count(value, 'seed', 1, 0),
  ]
  const wrong = numbers.find((each) => !each.ok)
  if (wrong?.ok === false) return failIn('arena', wrong.error)
  const [passages = 64, candidates = 8, attempts = 8, seed = 1] = numbers.map((each) =>
    each.ok ? each.value : 0,
  )
  return ok({ passages, candidates, attempts, seed })
}

/** What arms share with their study where they name nothing of their own. */
interface StudyDefaults {
  readonly base: RunConfig
  readonly corpus: string
  readonly startFrom: readonly string[]
  readonly seeds: readonly number[]
}

/** What a study file and an arm of one may hold; a misspelt key would make a control of nothing. */
export const studyKeys = [
  ...['name', 'preset', 'corpus', 'probe', 'model', 'startFrom', 'seeds', 'set', 'arms', 'lastProbes'],
  ...['heldOut', 'benchmarks', 'samples', 'arena', 'controls'],
]
export const armKeys = ['name', 'set', 'seeds', 'corpus', 'startFrom', 'tokensAs', 'arena']

function unknownKey(json: Json, keys: readonly string[]): Problem | null {
  const key = Object.keys(json).find((each) => !keys.includes(each))
  return key === undefined ? null : problem('study-key', { key, keys })
}

const textOf = (json: Json, key: string): string | null =>
  typeof json[key] === 'string' && json[key] !== '' ? json[key] : null

/** One file, or a list of them that the seeds take in turn. Null where the file names none. */
function startsOf(json: Json): readonly string[] | null {
  const named = json['startFrom']
  const list = Array.isArray(named) ? named : [named]
  const files = list.filter((each) => typeof each === 'string' && each !== '')
  return files.length === 0 ? null : (files as string[])
}

/** The first weights of a seed's run; null for a warm start of its own. */
export function startOf(study: Pick<Study, 'seeds'>, { startFrom }: Arm, seed: number): string | null {
  return startFrom[study.seeds.indexOf(seed) % Math.max(1, startFrom.length)] ?? null
}

function armOf(
  each: unknown,
  { base, corpus, startFrom, seeds }: StudyDefaults,
  before: readonly Arm[],
): Result<Arm, Problem> {
  const json = isJson(each) ? each : {}
  const name = typeof json['name'] === 'string' ? json['name'] : ''
  if (!/^[\w-]+$/.test(name)) return fail('study-arm-name', { name })
  if (before.some((arm) => arm.name === name)) return fail('study-arm-twice', { name })
  const where = `arm ${name}`
  const unknown = unknownKey(json, armKeys)
  if (unknown !== null) return failIn(where, unknown)
  const config = changed(base, json['set'], where)
  if (!config.ok) return config
  const own = json['seeds'] === undefined ? ok(seeds) : seedsOf(json['seeds'])
  if (!own.ok) return failIn(where, own.error)
  const foreign = own.value.find((seed) => !seeds.includes(seed))
  if (foreign !== undefined) return failIn(where, problem('study-seed-foreign', { seed: foreign }))
  const tokensAs = typeof json['tokensAs'] === 'string' ? json['tokensAs'] : null
  const reads = config.value.update.source === 'reading'
  if (json['tokensAs'] !== undefined) {
    const other = before.find((arm) => arm.name === tokensAs)
    if (other === undefined) return failIn(where, problem('study-tokens-as'))
    if (own.value.some((seed) => !other.seeds.includes(seed)))
      return failIn(where, problem('study-tokens-seeds', { arm: other.name }))
  }
  return ok({
    name,
    config: tokensAs === null || reads ? config.value : withValue(config.value, 'update.source', 'examples'),
    corpus: textOf(json, 'corpus') ?? corpus,
    startFrom: json['startFrom'] === null ? [] : (startsOf(json) ?? startFrom),
    seeds: seeds.filter((seed) => own.value.includes(seed)),
    tokensAs,
    arena: json['arena'] !== false,
  })
}

function controlsOf(value: unknown, arms: readonly Arm[]): Result<Study['controls'], Problem> {
  if (value === undefined) return ok({})
  if (!isJson(value)) return fail('study-controls', { roles: controlRoles })
  const unknown = Object.entries(value).some(
    ([role, name]) => !controlRoles.some((known) => known === role) || !arms.some((arm) => arm.name === name),
  )
  return unknown ? fail('study-controls', { roles: controlRoles }) : ok(value)
}

/** Reads a study file; the first thing that is wrong with it is named with its place. */
export function readStudy(json: unknown): Result<Study, Problem> {
  if (!isJson(json)) return fail('study-object')
  const unknown = unknownKey(json, studyKeys)
  if (unknown !== null) return { ok: false, error: unknown }
  const text = (key: string): string | null => textOf(json, key)
  const name = text('name')
  const corpus = text('corpus')
  const probe = text('probe')
  if (name === null || corpus === null) return fail('study-fields')
  if (probe === null && json['probe'] !== null) return fail('study-fields')
  const presetName = text('preset') ?? 'default'
  if (!isPresetName(presetName)) return fail('study-preset', { preset: presetName })
  const seeds = seedsOf(json['seeds'])
  if (!seeds.ok) return seeds

  const base = changed(preset(presetName), json['set'], 'set')
  if (!base.ok) return base
  const listed = json['arms']
  if (!Array.isArray(listed) || listed.length === 0) return fail('study-arms')
  const arms: Arm[] = []
  for (const each of listed as unknown[]) {
    const arm = armOf(
      each,
      { base: base.value, corpus, startFrom: startsOf(json) ?? [], seeds: seeds.value },
      arms,
    )
    if (!arm.ok) return arm
    arms.push(arm.value)
  }

  const others = json['benchmarks'] ?? {}
  if (
    !isJson(others) ||
    !Object.entries(others).every(([key, file]) => /^[\w-]+$/.test(key) && typeof file === 'string')
  )
    return fail('study-benchmarks')
  const heldOut = text('heldOut')
  const lastProbes = count(json, 'lastProbes', 3, 1)
  if (!lastProbes.ok) return lastProbes
  const samples = count(json, 'samples', 4, 0)
  if (!samples.ok) return samples
  const arena = arenaOf(json['arena'])
  if (!arena.ok) return arena
  const controls = controlsOf(json['controls'], arms)
  if (!controls.ok) return controls
  return ok({
    controls: controls.value,
    ...{ name, preset: presetName, corpus, probe, model: text('model'), seeds: seeds.value, arms },
    ...{ lastProbes: lastProbes.value, samples: samples.value, arena: arena.value },
    benchmarks: { ...(heldOut === null ? {} : { heldOut }), ...(others as Record<string, string>) },
  })
}

/** Tokens of examples a round, for an arm that has as many as another trained on in its first rounds. */
export function tokensLike(trained: readonly number[], rounds: number): number {
  const total = trained.slice(0, rounds).reduce((sum, tokens) => sum + tokens, 0)
  return Math.max(64, Math.round(total / Math.max(1, Math.min(rounds, trained.length))))
}
