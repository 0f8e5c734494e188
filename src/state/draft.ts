// The configuration that the next run will have, as the form edits it. Values are read through config, so
// that what is out of range is clamped and said.

import { createStore, type StoreApi } from 'zustand/vanilla'
import { differences, preset, readConfig, valueAt, withValue, type Difference } from '../config/config'
import type { PresetName } from '../config/field'
import { whatChanged, type RunLink } from '../config/link'
import type { RunConfig } from '../config/schema'
import { problem, type Problem } from '../problems'
import type { StartFrom } from '../protocol/door'

export interface DraftState {
  readonly linked: RunLink
  /** Whether a person chose these settings or brought them in a link. */
  readonly own: boolean
  /** Empty: the automatic name, made of what differs from the preset. */
  readonly name: string
  readonly corpora: readonly string[]
  /** Whether a person chose how passages are drawn; until then it follows the corpora. */
  readonly drawChosen: boolean
  readonly startFrom: StartFrom
  /** The run and its configuration that a branch goes on from. */
  readonly branch: {
    readonly run: string
    readonly name: string
    readonly rounds: number
    readonly config: RunConfig
  } | null
  /** One a value that was clamped. */
  readonly notes: readonly Problem[]
}

export type DraftStore = StoreApi<DraftState>

export function createDraft(): DraftStore {
  return createStore<DraftState>(() => ({
    linked: { preset: 'default', seed: 1, config: preset('default') },
    own: false,
    name: '',
    corpora: [],
    drawChosen: false,
    startFrom: { kind: 'scratch' },
    branch: null,
    notes: [],
  }))
}

export function choosePreset(store: DraftStore, name: PresetName): void {
  store.setState(({ linked }) => ({
    linked: { ...linked, preset: name, config: preset(name) },
    own: true,
    drawChosen: false,
    notes: [],
  }))
}

export function setSeed(store: DraftStore, text: string): void {
  const seed = Number(text)
  if (text.trim() === '' || !Number.isFinite(seed)) return
  const fitted = Math.min(0xffffffff, Math.max(0, Math.round(seed)))
  store.setState(({ linked }) => ({
    linked: { ...linked, seed: fitted },
    own: true,
    notes: fitted === seed ? [] : [problem('seed-clamped', { text, seed: fitted })],
  }))
}

/** Sets one field by its path; what does not fit is clamped or refused, with a note. */
export function setField(store: DraftStore, path: string, value: unknown): void {
  store.setState(({ linked }) => {
    const [section, name] = path.split('.') as [string, string]
    const read = readConfig({ [section]: { [name]: value } }, linked.config)
    return {
      linked: { ...linked, config: read.config },
      own: true,
      notes: read.notes,
      ...(path === 'game.draw' ? { drawChosen: true } : {}),
    }
  })
}

export function resetField(store: DraftStore, path: string): void {
  store.setState(({ linked }) => ({
    linked: { ...linked, config: withValue(linked.config, path, valueAt(preset(linked.preset), path)) },
    own: true,
    notes: [],
    ...(path === 'game.draw' ? { drawChosen: false } : {}),
  }))
}

export function toggleCorpus(store: DraftStore, id: string): void {
  store.setState(({ corpora }) => ({
    corpora: corpora.includes(id) ? corpora.filter((each) => each !== id) : [...corpora, id],
  }))
}

export const changes = ({ linked }: DraftState): readonly Difference[] =>
  differences(preset(linked.preset), linked.config)

/** The run's name: what the person wrote, else what differs from the preset and the seed. */
export function nameOf({ name, linked, branch }: DraftState): string {
  if (name.trim() !== '') return name.trim()
  if (branch !== null) {
    const changed = differences(branch.config, linked.config).map(
      ({ path, to }) => `${path} ${Array.isArray(to) ? to.join(',') : String(to)}`,
    )
    return `${branch.name}, from round ${branch.rounds}: ${changed.length === 0 ? 'again' : changed.join(', ')}`.slice(
      0,
      120,
    )
  }
  return automaticName(linked)
}

/**
 * What a run is called that nobody named: what differs from the preset, by the keys of the schema, and the
 * seed.
 */
export function automaticName(linked: RunLink): string {
  const changed = whatChanged(linked)
  return `${changed.length > 80 ? `${changed.slice(0, 79)}…` : changed}, seed ${linked.seed}`
}
