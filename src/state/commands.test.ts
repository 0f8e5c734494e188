import { describe, expect, it, vi } from 'vitest'
import { sampleRun } from '../replay/samples'
import { actions } from './actions'
import {
  addFiles,
  addStarter,
  beginWithStarter,
  branchFrom,
  builtInWeights,
  createRun,
  goLiveWithBuiltIn,
  leaveBranch,
  openRound,
  renameRun,
} from './commands'
import type { GpuPresence } from './browser'
import { corpus, fakeApp, known } from './fakeApp'
import { current } from './stepper'

describe('what is stored', () => {
  it('is renamed by the engine alone, and shown as the engine says', async () => {
    const { app, sent, tell } = fakeApp({ kept: { runs: [sampleRun('mine')] } })
    await app.boot()
    tell({ kind: 'status', run: sampleRun('mine'), activity: 'idle', running: false })
    await renameRun(app, 'mine', '  ')
    await renameRun(app, 'mine', ' A name ')
    expect(sent.filter(({ kind }) => kind === 'run.rename')).toEqual([
      { kind: 'run.rename', run: 'mine', name: 'A name' },
    ])
    tell({ kind: 'run.changed', run: { ...sampleRun('mine'), name: 'A name' } })
    await vi.waitFor(() => expect(app.session.getState().run?.name).toBe('A name'))
    tell({ kind: 'run.changed', run: { ...sampleRun('other'), name: 'Another' } })
    await vi.waitFor(() => expect(app.session.getState().run?.name).toBe('A name'))
  })

  it('stays shown without a GPU when a run is renamed', async () => {
    const { app } = fakeApp({
      kept: { runs: [sampleRun('mine')] },
      env: { presence: () => Promise.resolve({ kind: 'absent', why: 'noInterface' }) },
    })
    await app.boot()
    expect(app.session.getState().run?.id).toBe('mine')
    await renameRun(app, 'mine', 'A name')
    expect(app.session.getState()).toMatchObject({ source: 'live', run: { id: 'mine' } })
  })
})

describe('commands', () => {
  it('bring documents in live, into a new corpus that the next run will use', async () => {
    const { app, sent, tell } = fakeApp()
    await app.boot()
    await addStarter(app, 'prose')
    expect(app.session.getState().source).toBe('live')
    expect(sent).toEqual([{ kind: 'corpus.starter', name: 'prose' }])
    await addFiles(app, {
      files: [{ path: 'books/a.txt', data: new Blob(['x']) }],
      unreadable: ['books/b.txt'],
    })
    expect(sent[1]).toMatchObject({ kind: 'corpus.add', name: 'books' })
    expect(app.session.getState().errors).toHaveLength(1)
    tell({ kind: 'corpora', corpora: [corpus('prose')] })
    expect(app.draft.getState().corpora).toEqual(['prose'])
  })

  it('set up a run on a starter corpus, from the weights that were made for it where there are some', async () => {
    const { app } = fakeApp()
    await app.boot()
    await beginWithStarter(app, 'prose')
    expect(app.draft.getState()).toMatchObject({
      linked: { preset: 'default' },
      startFrom: { kind: 'scratch' },
    })
    await beginWithStarter(app, 'stories-numbers')
    expect(app.draft.getState()).toMatchObject({
      linked: { preset: 'nano', seed: 5, config: { game: { groupSize: 6 } } },
      startFrom: { kind: 'builtIn', name: 'tiny' },
    })
    expect(app.view.getState().view).toBe('train')
  })

  it('go live in one: the corpus that the built-in model knows, a run from its weights, and play', async () => {
    const { app, sent } = fakeApp()
    await app.boot()
    const going = goLiveWithBuiltIn(app)
    expect(app.view.getState()).toMatchObject({ view: 'train', goingLive: true })
    app.session.setState({ corpora: [corpus('stories-numbers')] })
    await going.catch(() => undefined)
    expect(sent[0]).toEqual({ kind: 'corpus.starter', name: 'stories-numbers' })
    expect(app.draft.getState()).toMatchObject({
      startFrom: { kind: 'builtIn', name: 'tiny' },
      corpora: ['stories-numbers'],
    })
    expect(app.view.getState().goingLive).toBe(false)
  })

  it('make no run where the worker has no GPU, also where the click came before its answer', async () => {
    let answer: (found: GpuPresence) => void = () => undefined
    const { app, sent, opened } = fakeApp({
      env: { presence: () => new Promise((resolve) => (answer = resolve)) },
    })
    app.view.setState({ guideClosed: true })
    const booted = app.boot()
    app.draft.setState({ corpora: ['stories-numbers'] })
    const going = Promise.all([goLiveWithBuiltIn(app), createRun(app)])
    expect(app.view.getState()).toMatchObject({ view: 'train', goingLive: true, gpu: { kind: 'unknown' } })
    answer({ kind: 'absent', why: 'noWorker' })
    expect(await going).toEqual([undefined, false])
    expect(app.view.getState()).toMatchObject({ goingLive: false, guideClosed: false })
    expect([sent, opened()]).toEqual([[], 0])
    await booted
  })

  it('go live with the settings that a link brought: they stay, but for the shape of the model, which is said', async () => {
    const { app, sent } = fakeApp({
      env: { hash: () => '#v=1&preset=default&seed=9&game.rounds=4&model.size=small' },
    })
    await app.boot()
    expect(app.view.getState()).toMatchObject({ brought: true, linkNotes: [] })
    const going = goLiveWithBuiltIn(app)
    app.session.setState({ corpora: [corpus('stories-numbers')] })
    await going.catch(() => undefined)
    const { linked, startFrom } = app.draft.getState()
    expect(startFrom).toEqual({ kind: 'builtIn', name: 'tiny' })
    expect(linked).toMatchObject({
      preset: 'default',
      seed: 9,
      config: { game: { rounds: 4 }, model: { size: 'nano' } },
    })
    expect(
      app.view
        .getState()
        .linkNotes.map(({ message }) => message)
        .join(),
    ).toContain('model.size: small was set to nano')
    expect(sent[0]).toEqual({ kind: 'corpus.starter', name: 'stories-numbers' })
  })

  it('start a run from the draft, but not without a corpus', async () => {
    const { app, sent, tell } = fakeApp()
    await app.goLive()
    await actions['run.start'].run(app)
    expect(sent).toEqual([])
    expect(app.session.getState().errors[0]).toMatchObject({
      failure: { code: 'corpus-not-chosen' },
      fix: 'go.corpus',
    })
    tell({ kind: 'corpora', corpora: [corpus('c')] })
    await actions['run.start'].run(app)
    expect(sent.map(({ kind }) => kind)).toEqual(['run.create', 'run.start'])
    expect(sent[0]).toMatchObject({ corpora: ['c'], name: 'c 1' })
  })

  it('open the corpus that has just come in, and leave the open one where only its counts changed', async () => {
    const { app, tell } = fakeApp()
    await app.goLive()
    tell({ kind: 'corpora', corpora: [corpus('a')] })
    expect(app.documents.store.getState().corpus).toBe('a')
    tell({ kind: 'corpora', corpora: [corpus('a'), corpus('b')] })
    expect(app.documents.store.getState().corpus).toBe('b')
    tell({ kind: 'corpora', corpora: [{ ...corpus('a'), documents: 9 }, corpus('b')] })
    expect(app.documents.store.getState().corpus).toBe('b')
  })

  it('leave a branch for the run that it would have gone on from', async () => {
    const { app, sent, tell } = fakeApp({ kept: { runs: [sampleRun('r', 1)] } })
    await app.boot()
    await app.goLive()
    await app.refreshLibrary()
    await branchFrom(app, sampleRun('r', 1), 'warm')
    expect(app.draft.getState()).toMatchObject({
      branch: { run: 'r', rounds: 0 },
      startFrom: { kind: 'checkpoint', run: 'r', checkpoint: 'warm' },
    })
    await leaveBranch(app)
    expect(app.draft.getState()).toMatchObject({ branch: null, startFrom: { kind: 'scratch' } })
    expect(sent.at(-1)).toEqual({ kind: 'run.open', run: 'r' })
    // What is kept of it comes with an episode to step through.
    tell({ kind: 'status', run: sampleRun('r', 1), activity: 'idle', running: false })
    await vi.waitFor(() => expect(current(app)).toMatchObject({ round: 0 }))
  })

  it('open a round’s episodes from where they are kept', async () => {
    const { app, tell } = fakeApp()
    await app.goLive()
    tell({ kind: 'status', run: sampleRun('r', 9), activity: 'idle', running: false })
    openRound(app, 4)
    await vi.waitFor(() => expect(current(app)?.episode.round).toBe(4))
    expect(app.view.getState()).toMatchObject({ view: 'episodes', round: 4 })
  })
})

describe('built-in weights', () => {
  it('are those that the index names; none where it cannot be read', async () => {
    expect(await builtInWeights(fakeApp().app)).toEqual([known])
    expect(await builtInWeights(fakeApp({ env: { weights: 'nowhere' } }).app)).toEqual([])
  })
})
