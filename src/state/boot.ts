// What the page shows when it is opened: the run that was going on, kept corpora, or a recording; and what a
// second tab does until it may write.

import type { RunRecord } from '../protocol/records'
import { parseAddress } from './address'
import type { App } from './app'
import { claimOwnership } from './ownership'
import type { Playback } from './playback'
import { withSource } from './session'
import { takeFault } from './viewFault'

/** Milliseconds between two looks at what another tab records. */
const followEvery = 3000

const newest = (app: App): RunRecord | undefined => app.library.getState().runs[0]

/** Opens a run, and goes on with it where it was being played; where this tab may not, it only shows it. */
async function resume(app: App, run: RunRecord): Promise<void> {
  const { ownership, gpu } = app.view.getState()
  if (ownership === 'reader') return follow(app, run)
  if (gpu.kind === 'absent') return app.readKept(run)
  if (!(await app.goLive())) return
  const goesOn = run.state === 'playing' || run.state === 'warming'
  const reply = await app.send({ kind: 'run.open', run: run.id })
  if (reply.ok && goesOn) await app.send({ kind: 'run.start' })
}

/** Reads what another tab records, until this one may write. */
async function follow(app: App, run: RunRecord): Promise<void> {
  await app.readKept(run)
  setTimeout(() => {
    if (app.view.getState().ownership !== 'reader' || app.session.getState().run?.id !== run.id) return
    void app
      .refreshLibrary()
      .then(() => follow(app, app.library.getState().runs.find(({ id }) => id === run.id) ?? run))
  }, followEvery)
}

/** The tab before this one was closed: this one writes now. */
async function takeOver(app: App): Promise<void> {
  app.view.setState({ ownership: 'owner' })
  await app.refreshLibrary()
  const run = newest(app)
  if (run !== undefined && app.session.getState().source === 'live') await resume(app, run)
}

export async function boot(app: App, playback: Pick<Playback, 'play' | 'stop'>): Promise<void> {
  const { view: asked, lesson } = parseAddress(app.env.hash())
  const faulty = takeFault(app.env.keep)
  if (faulty === app.view.getState().view) app.view.setState({ view: 'runs' })
  const presence = app.env.presence().then((gpu) => app.view.setState({ gpu }))
  const ownership = claimOwnership(app.env.locks, () => void takeOver(app)).then((claim) =>
    app.view.setState({ ownership: claim }),
  )
  // A class that opens a lesson's link sees the lesson: nothing plays, and no run of before comes in between.
  const recording = lesson === null ? playback.play() : playback.play(undefined, true)
  await Promise.all([presence, ownership, app.refreshLibrary()])
  const corpora = (await app.query({ kind: 'corpora' })) ?? []
  const run = newest(app)
  const quiet = lesson !== null || (run === undefined && corpora.length === 0)
  app.view.setState({ settled: true, opening: run !== undefined && !quiet })
  if (quiet) {
    app.draft.setState({ corpora: corpora.map(({ id }) => id) })
    return recording
  }
  playback.stop()
  app.session.setState((state) => withSource(state, 'live', corpora), true)
  app.draft.setState({ corpora: corpora.map(({ id }) => id) })
  if (asked === null && app.view.getState().view === 'home')
    app.go(run === undefined ? 'corpus' : faulty === 'train' ? 'runs' : 'train')
  if (run !== undefined) await resume(app, run).finally(() => app.view.setState({ opening: false }))
}
