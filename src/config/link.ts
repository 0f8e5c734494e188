// The short link: version, preset, seed, and only the differences from the preset.
// parse(print(x)) = x for every configuration; what is out of range in a link is clamped and said.

import { problem, type Problem } from '../problems'
import type { PresetName } from './field'
import { differences, fieldList, isPresetName, preset, readConfig, valueAt } from './config'
import type { RunConfig } from './schema'

export const linkVersion = 1

export interface RunLink {
  readonly preset: PresetName
  readonly seed: number
  readonly config: RunConfig
}

function printValue(value: unknown): string {
  if (Array.isArray(value)) return value.join(',')
  return String(value)
}

/** `v=1&preset=default&seed=1&game.groupSize=4`, for the part of the address after '#'. */
export function printLink(linked: RunLink): string {
  const query = new URLSearchParams({
    v: String(linkVersion),
    preset: linked.preset,
    seed: String(linked.seed),
  })
  for (const { path, to } of differences(preset(linked.preset), linked.config))
    query.set(path, printValue(to))
  return query.toString().replaceAll('%2C', ',')
}

export function parseLink(text: string): RunLink & { readonly notes: readonly Problem[] } {
  const query = new URLSearchParams(text)
  const notes: Problem[] = []
  const version = query.get('v')
  if (version !== null && version !== String(linkVersion))
    notes.push(problem('link-version', { version, reads: linkVersion }))
  const asked = query.get('preset') ?? 'default'
  const name: PresetName = isPresetName(asked) ? asked : 'default'
  if (name !== asked) notes.push(problem('link-preset', { name: asked }))
  const askedSeed = query.get('seed') ?? '1'
  const seed = /^\d{1,10}$/.test(askedSeed) ? Math.min(Number(askedSeed), 0xffffffff) : 1
  if (String(seed) !== askedSeed) notes.push(problem('link-seed', { text: askedSeed, seed }))

  const base = preset(name)
  const given: Record<string, Record<string, unknown>> = {}
  for (const [path, field] of fieldList) {
    const text = query.get(path)
    if (text === null) continue
    const [section, key] = path.split('.') as [string, string]
    const value = ((): unknown => {
      switch (field.kind) {
        case 'integer':
        case 'number':
          return text.trim() === '' ? text : Number(text)
        case 'switch':
          return text === 'true' ? true : text === 'false' ? false : text
        case 'set':
          return text.split(',').filter((part) => part !== '')
        case 'choice':
          return text
      }
    })()
    ;(given[section] ??= {})[key] = value
  }
  const known = new Set(['v', 'preset', 'seed', ...fieldList.map(([path]) => path)])
  for (const key of new Set(query.keys()))
    if (!known.has(key)) notes.push(problem('setting-unknown', { path: key }))
  const read = readConfig(given, base)
  return { preset: name, seed, config: read.config, notes: [...notes, ...read.notes] }
}

/** What was kept before the schema had all of today's fields: those that it lacks are their preset's. */
export const completed = (linked: RunLink): RunLink => ({
  ...linked,
  config: readConfig(linked.config, preset(linked.preset)).config,
})

/** What differs from the preset, as `path value` pairs: the automatic name of a run. */
export function whatChanged(linked: RunLink): string {
  const changed = differences(preset(linked.preset), linked.config)
  if (changed.length === 0) return linked.preset
  return `${linked.preset}, ${changed.map(({ path }) => `${path} ${printValue(valueAt(linked.config, path))}`).join(', ')}`
}
