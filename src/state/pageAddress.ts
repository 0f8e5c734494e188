// The page's view as its address says it: what is open at the start, and how the address follows.

import type { StoreApi } from 'zustand/vanilla'
import { printAddress, type Address } from './address'
import { guideFor } from './browser'
import type { DraftState } from './draft'
import type { Environment } from './environment'
import { keptTheme, type ViewState } from './view'

type StartEnvironment = Pick<Environment, 'keep' | 'userAgent' | 'touchPoints' | 'reducedMotion'>

/** What is open at the start. With nothing asked for, the first view shows an episode, token by token. */
export const firstView = (address: Address, env: StartEnvironment): Partial<ViewState> => ({
  theme: keptTheme(env.keep),
  guide: guideFor(env.userAgent, env.touchPoints),
  view: address.view ?? (address.linked === null ? 'home' : 'train'),
  round: address.round,
  episode: address.episode ?? 0,
  linkNotes: address.linked?.notes ?? [],
  brought: address.linked !== null,
  compare: address.compare,
  playing: address.view === null && address.lesson === null && !env.reducedMotion,
  speed: address.view === null && address.linked === null ? 'token' : 'phase',
})

/** The settings that a link brought. */
export function broughtSettings({ linked }: Address): Partial<DraftState> {
  if (linked === null) return {}
  const { notes: _, ...settings } = linked
  return { linked: settings, own: true }
}

/** Writes the address anew whenever something that it names has changed. */
export function followView(view: StoreApi<ViewState>, setHash: (hash: string) => void): void {
  view.subscribe((now, before) => {
    const moved =
      now.view !== before.view ||
      (now.view === 'episodes' && (now.round !== before.round || now.episode !== before.episode)) ||
      (now.view === 'runs' && now.compare !== before.compare)
    if (moved) setHash(printAddress(now))
  })
}
