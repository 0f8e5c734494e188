// What an event of the engine changes beyond the session: files to save, corpora of the next run and the list
// of documents, the shelf, the open episode.

import type { Event } from '../protocol/door'
import type { CorpusRecord } from '../protocol/ports'
import type { Documents } from './documents'
import type { DraftStore } from './draft'
import type { Environment } from './environment'
import type { Library } from './library'
import type { RunHistory } from './runHistory'
import type { SessionState } from './session'

export interface EventTargets {
  /** As it is before the event. */
  readonly session: () => Pick<SessionState, 'run' | 'corpora'>
  readonly draft: DraftStore
  readonly documents: Documents
  readonly library: Pick<Library, 'refresh'>
  readonly history: Pick<RunHistory, 'fillIn'>
  /** Called when another run takes the place of the open one. */
  readonly runChanged: () => void
  readonly save: Environment['save']
}

/**
 * The next run takes what has come in and lets go of what has gone; what has just come in is what a person
 * wants to see.
 */
function withCorpora({ session, draft, documents }: EventTargets, corpora: readonly CorpusRecord[]): void {
  const known = new Set(session().corpora.map(({ id }) => id))
  const fresh = corpora.filter(({ id }) => !known.has(id)).map(({ id }) => id)
  const there = new Set(corpora.map(({ id }) => id))
  draft.setState(({ corpora: chosen }) => ({
    corpora: [...chosen.filter((id) => there.has(id)), ...fresh.filter((id) => !chosen.includes(id))],
  }))
  const shown = documents.store.getState().corpus
  if (shown === null || !there.has(shown) || fresh.length > 0) void documents.open(corpora.at(-1)?.id ?? null)
  else void documents.refresh()
}

function withStatus(
  targets: EventTargets,
  { run, activity, running }: Extract<Event, { kind: 'status' }>,
): void {
  const before = targets.session().run?.id
  const other = run?.id !== before
  if (run !== null && other) void targets.history.fillIn(run.id)
  if (before !== undefined && other) targets.runChanged()
  if (other || (activity === 'idle' && !running)) void targets.library.refresh()
}

export function applyBeyondSession(targets: EventTargets, event: Event): void {
  if (event.kind === 'file.ready') targets.save(event.name, event.data)
  else if (event.kind === 'corpora') withCorpora(targets, event.corpora)
  else if (event.kind === 'status') withStatus(targets, event)
  else if (event.kind === 'failure' || event.kind === 'run.changed') void targets.library.refresh()
}
