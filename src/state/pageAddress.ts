// The page's view as its address says it: what is open at the start, and how the address follows.

import type { StoreApi } from 'zustand/vanilla'
import { preset } from '../config/config'
import { parseAddress, printAddress, type Address } from './address'
import type { App } from './app'
import { guideFor } from './browser'
import type { DraftState } from './draft'
import type { Environment } from './environment'
import type { LessonProgress } from './lessonProgress'
import { leaveLesson, openLesson } from './teaching'
import { keptFormulas, keptGuideClosed, keptTheme, openEpisode, type ViewState } from './view'

type StartEnvironment = Pick<Environment, 'keep' | 'userAgent' | 'touchPoints' | 'reducedMotion'>

/** What is open at the start. With nothing asked for, the first view shows an episode, token by token. */
export const firstView = (address: Address, env: StartEnvironment): Partial<ViewState> => ({
  theme: keptTheme(env.keep),
  guide: guideFor(env.userAgent, env.touchPoints),
  guideClosed: keptGuideClosed(env.keep),
  formulas: keptFormulas(env.keep),
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
  const drawChosen = settings.config.game.draw !== preset(settings.preset).game.draw
  return { linked: settings, own: true, drawChosen }
}

/** Whether a change of the view is a place of its own, to which Back returns. */
function isPlace(now: ViewState, before: ViewState, { opening }: LessonProgress, acted: boolean): boolean {
  // What the page does by itself (its beginning, a lesson's step, a show that plays on) only moves the entry.
  if (!(now.settled || acted) || opening) return false
  if (now.view !== before.view || now.compare !== before.compare) return true
  return !now.playing
}

/**
 * Writes the address anew whenever something that it names has changed. `quiet` says that the change came
 * from the address itself.
 */
export function followView(
  view: StoreApi<ViewState>,
  teaching: StoreApi<LessonProgress>,
  bar: Pick<Environment, 'hash' | 'setHash' | 'acted'>,
  quiet: () => boolean,
): void {
  const write = (entry: 'push' | 'replace'): void => {
    const { address } = teaching.getState()
    if (!quiet()) bar.setHash(printAddress({ ...view.getState(), lesson: address }), entry)
  }
  view.subscribe((now, before) => {
    const moved =
      now.view !== before.view ||
      (now.view === 'episodes' && (now.round !== before.round || now.episode !== before.episode)) ||
      (now.view === 'runs' && now.compare !== before.compare)
    if (moved) write(isPlace(now, before, teaching.getState(), bar.acted) ? 'push' : 'replace')
  })
  teaching.subscribe((now, before) => {
    if (now.address === before.address) return
    const named = now.address === null || parseAddress(bar.hash()).lesson === now.address
    write(named ? 'replace' : 'push')
  })
}

/** Opens what Back, Forward or a link pasted into the open page asks for. */
export function visit(app: App, languages: readonly string[]): void {
  const address = parseAddress(app.env.hash())
  const { view, round, episode, compare, lesson, linked } = address
  if (linked !== null) {
    app.draft.setState(broughtSettings(address))
    app.view.setState({ linkNotes: linked.notes, brought: true })
  }
  if (lesson !== null && lesson !== app.teaching.getState().address) {
    void openLesson(app, lesson, languages)
    return
  }
  if (lesson === null && app.teaching.getState().address !== null) leaveLesson(app)
  app.view.setState({ compare, ...(view === 'home' || view === null ? {} : { playing: false }) })
  if (view === 'episodes') {
    openEpisode(app.view, round, episode ?? 0)
    if (round !== null) void app.loadEpisodes(round)
  }
  app.go(view ?? (linked === null ? 'home' : 'train'))
}
