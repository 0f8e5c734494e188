// What is open on the page: the view, the round under the cursor, the episode and where its stepper stands,
// theme and help.
// Must not know the engine.

import type { Problem } from '../problems'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ViewName } from './address'
import type { GpuPresence, GuideName } from './browser'
import { wholeWindow, type ChartWindow } from './chartWindow'
import type { Ownership } from './ownership'
import type { Speed } from './timeline'
import { asPlayed, type WhatIf } from './whatIf'

export type Theme = 'system' | 'light' | 'dark'
export const themes: readonly Theme[] = ['system', 'light', 'dark']

/** A token of an episode: of a candidate's question, or of an attempt (index in `episode.attempts`). */
export interface Pin {
  readonly of: 'candidate' | 'attempt'
  readonly index: number
  readonly token: number
}

export const axes = ['round', 'time', 'tokens'] as const
export type Axis = (typeof axes)[number]

export interface ViewState {
  readonly view: ViewName
  readonly theme: Theme
  readonly help: boolean
  /** Single-key commands can be switched off. */
  readonly shortcuts: boolean
  /** Round under the charts' common cursor; null where none is pointed at. */
  readonly cursor: number | null
  /** Whether the charts beyond the story are unfolded, and what their horizontal axis counts. */
  readonly allCharts: boolean
  readonly axis: Axis
  /** The rounds that the charts of a run show. */
  readonly chartWindow: ChartWindow
  /** A calm line over the raw one. */
  readonly smooth: boolean
  /** Round whose episodes are open; null means the newest. */
  readonly round: number | null
  readonly episode: number
  /** Candidate that is looked at; null means the chosen one. */
  readonly candidate: number | null
  readonly tick: number
  /** Verdicts turned round and who learns, in imagination. */
  readonly whatIf: WhatIf
  /** The token under the microscope. */
  readonly pin: Pin | null
  readonly playing: boolean
  readonly speed: Speed
  readonly gpu: GpuPresence
  readonly guide: GuideName
  /** Whether the steps to a GPU were put away. */
  readonly guideClosed: boolean
  readonly ownership: Ownership
  /** One line a value that a link had out of range. */
  readonly linkNotes: readonly Problem[]
  /** Whether a link brought settings of which no run has been made yet. */
  readonly brought: boolean
  /** Runs that are compared: ids, those of recordings with `rec:` before them. */
  readonly compare: readonly string[]
  /** Whether a phase is told as a formula as well. */
  readonly formulas: boolean
  /** Large type for a projector. */
  readonly presenter: boolean
  /** Place in presenterSizes. */
  readonly presenterSize: number
  /** From the click on 'Go live' until the run plays. */
  readonly goingLive: boolean
  /** While the run that was open last is being opened again. */
  readonly opening: boolean
  /** True once it is known whether anything is kept in this browser. */
  readonly settled: boolean
  /** A newer version of the page is on its host. */
  readonly newVersion: boolean
}

const themeKey = 'spice-lab-theme'

/** The small part of Storage that is used; absent where the browser forbids it. */
export type PreferenceStorage = Pick<Storage, 'getItem' | 'setItem'> | null

export function keptTheme(keep: PreferenceStorage): Theme {
  const found = keep?.getItem(themeKey)
  return themes.find((theme) => theme === found) ?? 'system'
}

export function createView(initial: Partial<ViewState> = {}): StoreApi<ViewState> {
  return createStore<ViewState>(() => ({
    view: 'home',
    theme: 'system',
    help: false,
    shortcuts: true,
    cursor: null,
    allCharts: false,
    axis: 'round',
    chartWindow: wholeWindow,
    smooth: true,
    round: null,
    episode: 0,
    candidate: null,
    tick: 0,
    whatIf: asPlayed,
    pin: null,
    playing: false,
    speed: 'phase',
    gpu: { kind: 'unknown' },
    guide: 'other',
    guideClosed: false,
    ownership: 'owner',
    linkNotes: [],
    brought: false,
    compare: [],
    formulas: false,
    presenter: false,
    presenterSize: 0,
    goingLive: false,
    opening: false,
    settled: false,
    newVersion: false,
    ...initial,
  }))
}

export function setTheme(view: StoreApi<ViewState>, theme: Theme, keep: PreferenceStorage): void {
  keep?.setItem(themeKey, theme)
  view.setState({ theme })
}

const guideKey = 'spice-lab-gpu-guide'

export const keptGuideClosed = (keep: PreferenceStorage): boolean => keep?.getItem(guideKey) === 'closed'

export function closeGuide(view: StoreApi<ViewState>, keep: PreferenceStorage): void {
  keep?.setItem(guideKey, 'closed')
  view.setState({ guideClosed: true })
}

const formulasKey = 'spice-lab-formulas'

export const keptFormulas = (keep: PreferenceStorage): boolean => keep?.getItem(formulasKey) === 'shown'

export function showFormulas(view: StoreApi<ViewState>, formulas: boolean, keep: PreferenceStorage): void {
  keep?.setItem(formulasKey, formulas ? 'shown' : 'hidden')
  view.setState({ formulas })
}

/** Opens an episode at its beginning. */
export function openEpisode(
  view: StoreApi<ViewState>,
  round: number | null,
  episode: number,
  playing = false,
): void {
  view.setState({ round, episode, candidate: null, tick: 0, playing, whatIf: asPlayed, pin: null })
}
