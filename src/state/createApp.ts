// The page's state, put together: each part is made here and given the others that it needs. What a part does
// is in its own file.

import type { Failure } from '../base/result'
import { createStore } from 'zustand/vanilla'
import { parseAddress } from './address'
import type { App } from './app'
import { boot } from './boot'
import { createConnection } from './connection'
import { createDocuments } from './documents'
import { createDraft } from './draft'
import { applyBeyondSession } from './engineEvents'
import { followDocuments } from './documentStart'
import { followCorpora } from './drawChoice'
import type { Environment } from './environment'
import { createLessonProgress } from './lessonProgress'
import { createLibrary } from './library'
import { broughtSettings, firstView, followView, visit } from './pageAddress'
import { createMeasuring } from './measuringState'
import { createPlay } from './personState'
import { createPlayback } from './playback'
import { createRunHistory } from './runHistory'
import { createReadStored } from './stored'
import { emptySession, withoutTrouble, withError, type SessionState } from './session'
import { look } from './teaching'
import { createView, openEpisode } from './view'

export function createApp(env: Environment): App {
  const address = parseAddress(env.hash())
  const session = createStore<SessionState>(() => emptySession)
  const view = createView(firstView(address, env))
  const draft = createDraft()
  followDocuments(draft)
  followCorpora(draft)
  draft.setState(broughtSettings(address))
  const teaching = createLessonProgress(address.lesson !== null)
  let visiting = false
  followView(view, teaching, env, () => visiting)

  const trouble = (failure: Failure, fix: string | null = null): void =>
    session.setState((state) => withError(state, failure, fix), true)

  const query = createReadStored({
    engine: () => (connection.source() === 'live' ? connection.door() : null),
    openReader: () => env.openReader(),
    trouble,
  })
  const library = createLibrary(query)
  const documents = createDocuments(query)
  const connection = createConnection({
    session,
    openEngine: () => env.openEngine(),
    mayWrite: () => view.getState().ownership === 'owner',
    onEvent: (event) => applyBeyondSession(targets, event),
    beforeLive: () => playback.stop(),
    trouble,
  })
  const playback = createPlayback({ env, session, view, connection, trouble })
  const history = createRunHistory({
    session,
    query,
    recording: () => (connection.source() === 'recording' ? connection.door() : null),
    flush: () => connection.flush(),
  })
  const targets = {
    session: session.getState,
    draft,
    documents,
    library,
    history,
    runChanged: () => openEpisode(view, null, 0),
    save: (name: string, data: Blob) => env.save(name, data),
  }

  const app: App = {
    env,
    session,
    view,
    draft,
    documents,
    library: library.store,
    play: createPlay(),
    measuring: createMeasuring(),
    teaching,
    boot: () => boot(app, playback),
    followAddress: (languages) =>
      env.onHash(() => {
        visiting = true
        visit(app, languages)
        visiting = false
      }),
    go(to) {
      const { view: from, playing } = view.getState()
      // Whoever leaves the show on the first view takes the stepper into their own hands.
      if (from === 'home' && to !== 'home' && playing) view.setState({ playing: false, speed: 'phase' })
      view.setState({ view: to })
      if (to === 'runs') void library.refresh()
    },
    query,
    send: connection.send,
    goLive: connection.goLive,
    watchRecording: (name, still) => playback.watch(name, still),
    recordingName: () => playback.name(),
    refreshLibrary: () => library.refresh(),
    readKept: (run) => history.show(run),
    loadEpisodes: (round) => history.loadEpisodes(round),
    trouble,
    dismiss: (id) => session.setState((state) => withoutTrouble(state, id), true),
  }
  env.onReducedMotion((reduced) => {
    if (reduced) view.setState({ playing: false })
  })
  // Whatever changes may be what a lesson waits for.
  for (const store of [view, session, app.play, app.measuring]) store.subscribe(() => look(app))
  return app
}
