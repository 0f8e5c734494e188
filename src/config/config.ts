// Values of the schema: presets, reading of untrusted input with clamping, differences, and the short link
// codec.
// Must not know what a field is used for.

import { problem, type Problem } from '../problems'
import type { Field, PresetName } from './field'
import { presetNames } from './field'
import { schema, type RunConfig } from './schema'

type Section = keyof typeof schema
type Plain = Record<string, Record<string, unknown>>

const fields: readonly (readonly [path: string, field: Field])[] = Object.entries(schema).flatMap(
  ([section, group]) =>
    Object.entries(group as Record<string, Field>).map(
      ([name, field]) => [`${section}.${name}`, field] as const,
    ),
)

/** Every field of the schema with its dotted path, in the order in which the schema lists them. */
export const fieldList = fields

function build(value: (path: string, field: Field) => unknown): RunConfig {
  const out: Plain = {}
  for (const [path, field] of fields) {
    const [section, name] = path.split('.') as [Section, string]
    ;(out[section] ??= {})[name] = value(path, field)
  }
  return out as unknown as RunConfig
}

export function isPresetName(name: string): name is PresetName {
  return (presetNames as readonly string[]).includes(name)
}

export const preset = (name: PresetName): RunConfig => build((_, field) => field.presets[name])

export function valueAt(config: RunConfig, path: string): unknown {
  const [section, name] = path.split('.') as [string, string]
  return (config as unknown as Plain)[section]?.[name]
}

/** The same with other values, by dotted path; a path that is no field's changes nothing. */
export const withValues = (config: RunConfig, values: Readonly<Record<string, unknown>>): RunConfig =>
  build((path) => (Object.hasOwn(values, path) ? values[path] : valueAt(config, path)))

export const withValue = (config: RunConfig, path: string, value: unknown): RunConfig =>
  withValues(config, { [path]: value })

/** The nearest allowed value, with a note of what was changed, or null where nothing was. */
function fit(
  path: string,
  field: Field,
  value: unknown,
  fallback: unknown,
): { value: unknown; note: Problem | null } {
  const refuse = (note: Problem): { value: unknown; note: Problem } => ({ value: fallback, note })
  const refused = { path, value: JSON.stringify(value), used: JSON.stringify(fallback) }
  switch (field.kind) {
    case 'integer':
    case 'number': {
      if (typeof value !== 'number' || !Number.isFinite(value))
        return refuse(problem('setting-number', refused))
      const rounded = field.kind === 'integer' ? Math.round(value) : value
      const clamped = Math.min(field.max, Math.max(field.min, rounded)) + 0 // -0 becomes 0
      return {
        value: clamped,
        note:
          clamped === value
            ? null
            : problem('setting-clamped', { path, value, used: clamped, min: field.min, max: field.max }),
      }
    }
    case 'choice':
      return typeof value === 'string' && field.options.includes(value)
        ? { value, note: null }
        : refuse(problem('setting-choice', { ...refused, options: field.options }))
    case 'set': {
      const unfit = problem('setting-set', { ...refused, options: field.options })
      if (!Array.isArray(value)) return refuse(unfit)
      const kept = field.options.filter((option) => value.includes(option))
      if (kept.length < field.least) return refuse(unfit)
      const dropped = (value as unknown[]).filter((item) => !field.options.includes(String(item)))
      return {
        value: kept,
        note: dropped.length === 0 ? null : problem('setting-items', { path, items: dropped.map(String) }),
      }
    }
    case 'switch':
      return typeof value === 'boolean' ? { value, note: null } : refuse(problem('setting-switch', refused))
  }
}

export interface ReadConfig {
  readonly config: RunConfig
  /** One a value that was out of range, of the wrong kind, or unknown. */
  readonly notes: readonly Problem[]
}

/** Reads an untrusted object: what is missing comes from `base`, what is out of range is clamped and said. */
export function readConfig(input: unknown, base: RunConfig = preset('default')): ReadConfig {
  const notes: Problem[] = []
  const object = typeof input === 'object' && input !== null ? (input as Plain) : {}
  for (const [section, group] of Object.entries(object)) {
    for (const name of Object.keys(typeof group === 'object' && group !== null ? group : {})) {
      if (!fields.some(([path]) => path === `${section}.${name}`))
        notes.push(problem('setting-unknown', { path: `${section}.${name}` }))
    }
  }
  const config = build((path, field) => {
    const [section, name] = path.split('.') as [string, string]
    const given = Object.hasOwn(object, section) ? object[section]?.[name] : undefined
    const fallback = valueAt(base, path)
    if (given === undefined) return fallback
    const fitted = fit(path, field, given, fallback)
    if (fitted.note !== null) notes.push(fitted.note)
    return fitted.value
  })
  return { config, notes }
}

export interface Difference {
  readonly path: string
  readonly from: unknown
  readonly to: unknown
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The fields in which two configurations differ, in the order of the schema. */
export function differences(from: RunConfig, to: RunConfig): Difference[] {
  return fields
    .map(([path]) => ({ path, from: valueAt(from, path), to: valueAt(to, path) }))
    .filter((each) => !same(each.from, each.to))
}
