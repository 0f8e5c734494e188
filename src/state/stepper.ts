// Where the episode stepper stands and how it moves: token by token, phase by phase, episode by episode.

import type { Episode } from '../protocol/records'
import type { App } from './app'
import { openEpisode, type ViewState } from './view'
import type { SessionState } from './session'
import { stepBack, stepOn, timelineOf, type Timeline } from './timeline'
import { asPlayed } from './whatIf'

export interface OpenEpisode {
  readonly round: number
  readonly episodes: readonly Episode[]
  readonly index: number
  readonly episode: Episode
  readonly candidate: number
  readonly timeline: Timeline
}

/** The round that is open: the one asked for, else the newest that has episodes. */
export function openRoundOf(
  session: Pick<SessionState, 'episodes'>,
  view: Pick<ViewState, 'round'>,
): number | null {
  if (view.round !== null) return view.round
  return [...session.episodes].reduce<number | null>(
    (newest, [round, list]) => (list.length > 0 && (newest === null || round > newest) ? round : newest),
    null,
  )
}

export function shown(
  session: Pick<SessionState, 'episodes'>,
  view: Pick<ViewState, 'round' | 'episode' | 'candidate'>,
): OpenEpisode | null {
  const round = openRoundOf(session, view)
  if (round === null) return null
  const episodes = session.episodes.get(round) ?? []
  const index = Math.min(Math.max(0, view.episode), episodes.length - 1)
  const episode = episodes[index]
  if (episode === undefined) return null
  const candidate =
    view.candidate !== null && view.candidate < episode.candidates.length
      ? view.candidate
      : (episode.chosen ??
        Math.max(
          0,
          episode.candidates.findIndex(({ reward }) => reward !== null),
        ))
  return { round, episodes, index, episode, candidate, timeline: timelineOf(episode, candidate) }
}

export function current(app: App): OpenEpisode | null {
  return shown(app.session.getState(), app.view.getState())
}

/** One step on; at the end of an episode, on to the next one. */
export function on(app: App): void {
  const now = current(app)
  if (now === null) return
  const { tick, speed } = app.view.getState()
  if (speed === 'round') return wholeRound(app, 1)
  const next = stepOn(now.timeline, tick, speed)
  if (next !== null) app.view.setState({ tick: next, round: now.round })
  else nextEpisode(app, 1)
}

export function back(app: App): void {
  const now = current(app)
  if (now === null) return
  const { tick, speed } = app.view.getState()
  if (speed === 'round') return wholeRound(app, -1)
  const before = stepBack(now.timeline, tick, speed)
  if (before !== null) app.view.setState({ tick: before, round: now.round })
  else nextEpisode(app, -1)
}

/** Round by round, the first episode of each at its end: what was asked, what came of it. */
function wholeRound(app: App, by: 1 | -1): void {
  nextRound(app, by)
  app.view.setState({ tick: Number.MAX_SAFE_INTEGER })
}

/** The episode after (or before) this one; past the last one, the next round's first. */
export function nextEpisode(app: App, by: 1 | -1): void {
  const now = current(app)
  if (now === null) return
  const { playing } = app.view.getState()
  const index = now.index + by
  if (index >= 0 && index < now.episodes.length) openEpisode(app.view, now.round, index, playing)
  else nextRound(app, by)
}

export function nextRound(app: App, by: 1 | -1): void {
  const { rounds } = app.session.getState()
  const now = openRoundOf(app.session.getState(), app.view.getState())
  const at = rounds.findIndex(({ round }) => round === now)
  const target = rounds[at + by]
  const { playing } = app.view.getState()
  // The end of the run: a recording that plays begins this round again.
  if (at === -1 || target === undefined)
    return playing && now !== null ? openEpisode(app.view, now, 0, playing) : undefined
  openEpisode(app.view, target.round, 0, playing)
  void app.loadEpisodes(target.round)
}

/** Looks at another candidate of the same episode, from its question on. */
export function lookAt(app: App, candidate: number): void {
  const now = current(app)
  if (now === null) return
  const timeline = timelineOf(now.episode, candidate)
  app.view.setState(({ tick }) => ({
    candidate,
    round: now.round,
    tick: tick >= now.timeline.length - 1 ? timeline.length - 1 : Math.min(tick, timeline.length - 1),
    playing: false,
    whatIf: asPlayed,
    pin: null,
  }))
}
