import { describe, expect, it, vi } from 'vitest'
import type { Command, Door, Event } from '../protocol/door'
import type { ModelRecord } from '../protocol/models'
import type { CorpusRecord } from '../protocol/ports'
import type { RunRecord } from '../protocol/records'
import { answerQuery, storeDoor, type ReadableStores } from '../protocol/storeDoor'
import { sampleEpisode, sampleMetrics, sampleRun } from '../replay/samples'
import { actionFor, actions, enabled, mendOf, perform } from './actions'
import { createApp } from './createApp'
import {
  addFiles,
  addStarter,
  beginWithStarter,
  branchFrom,
  builtInWeights,
  goLiveWithBuiltIn,
  leaveBranch,
  openRound,
  seatModel,
  renameRun,
  start,
} from './commands'
import type { Environment } from './environment'
import { cancelModel, downloadModel, planModel, readModels, removeModel } from './models'
import { current, lookAt, on, back, nextRound } from './stepper'
import { timelineOf } from './timeline'

const corpus = (id: string): CorpusRecord => ({
  id,
  name: id,
  origin: '',
  licence: '',
  documents: 1,
  characters: 1,
  duplicates: 0,
  tokens: 1,
})

const model = (id: string): ModelRecord => ({
  id,
  address: null,
  revision: null,
  files: [],
  added: 1,
  facts: null,
})

interface Kept {
  models?: ModelRecord[]
  runs?: RunRecord[]
  corpora?: CorpusRecord[]
}

const known = {
  name: 'tiny',
  about: 'Stories.',
  corpora: ['stories-numbers'],
  link: 'v=1&preset=nano&seed=5&game.groupSize=6',
}

function fixture({ kept = {}, env = {} }: { kept?: Kept; env?: Partial<Environment> } = {}) {
  const sent: Command[] = []
  let tell: (event: Event) => void = () => undefined
  let opened = 0
  const hashes: string[] = []
  const door: Door = {
    send: (command) => {
      sent.push(command)
      return Promise.resolve({ id: sent.length, ok: true })
    },
    listen: (listener) => {
      tell = listener
      return () => (tell = () => undefined)
    },
    query: (query) => answerQuery(stores, query),
    close: () => undefined,
  }
  const stores = {
    models: { models: () => Promise.resolve(kept.models ?? []) },
    corpora: { corpora: () => Promise.resolve(kept.corpora ?? []), documents: () => Promise.resolve([]) },
    runs: {
      runs: () => Promise.resolve(kept.runs ?? []),
      usage: () => Promise.resolve({ used: 1, quota: 10 }),
      metrics: () => Promise.resolve([sampleMetrics(0)]),
      warmStart: () => Promise.resolve([]),
      probes: () => Promise.resolve([]),
      checkpoints: () => Promise.resolve([]),
      episodes: (_run: string, round: number) => Promise.resolve([sampleEpisode(round)]),
    },
  } as unknown as ReadableStores
  const files: Record<string, string> = {
    'weights/index.json': JSON.stringify([known, { about: 'no name' }, 7]),
    'rec/rec/run.json': JSON.stringify({ ...sampleRun('rec'), files: ['metrics.jsonl', 'episodes.jsonl'] }),
    'rec/rec/metrics.jsonl': [0, 1, 2].map((round) => JSON.stringify(sampleMetrics(round))).join('\n'),
    'rec/rec/episodes.jsonl': [sampleEpisode(0), sampleEpisode(0, 1), sampleEpisode(1)]
      .map((episode) => JSON.stringify(episode))
      .join('\n'),
  }
  const app = createApp({
    openEngine: () => {
      opened += 1
      return Promise.resolve(door)
    },
    openReader: () => Promise.resolve(storeDoor(stores)),
    fetcher: (url) => Promise.resolve(new Response(files[url] ?? '', { status: url in files ? 200 : 404 })),
    recordings: 'rec',
    featured: 'rec',
    weights: 'weights',
    lessons: 'lessons',
    kernels: 'kernels.json',
    measureRoofline: () => Promise.resolve({ ok: false, message: '' }),
    checkKernel: (operation) => Promise.resolve({ operation, ok: false, message: '' }),
    presence: () => Promise.resolve({ kind: 'present', software: true }),
    userAgent: '',
    touchPoints: 0,
    locks: undefined,
    keep: null,
    save: () => undefined,
    hash: () => '',
    setHash: (hash) => hashes.push(hash),
    reducedMotion: false,
    ...env,
  })
  return { app, sent, hashes, tell: (event: Event) => tell(event), opened: () => opened }
}

describe('boot', () => {
  it('plays the recording on a cold load, and does not start the engine', async () => {
    const { app, opened } = fixture()
    await app.boot()
    expect(app.session.getState()).toMatchObject({ source: 'recording', run: { id: 'rec' } })
    expect(app.view.getState().view).toBe('home')
    await vi.waitFor(() => expect(current(app)?.round).toBe(0))
    expect(opened()).toBe(0)
    await app.goLive()
  })

  it('shows the opening of a recording before the rest of it is there, and keeps it when the rest comes', async () => {
    const opening = {
      run: { ...sampleRun('rec'), files: [] },
      metrics: sampleMetrics(0),
      episode: sampleEpisode(0),
    }
    let rest: () => void = () => undefined
    const later = new Promise<void>((resolve) => (rest = resolve))
    const { app } = fixture({
      env: {
        fetcher: async (url) => {
          if (url === 'rec/rec/opening.json') return new Response(JSON.stringify(opening))
          await later
          return new Response(
            url.endsWith('run.json')
              ? JSON.stringify({ ...sampleRun('rec'), files: ['metrics.jsonl', 'episodes.jsonl'] })
              : url.endsWith('metrics.jsonl')
                ? [0, 1, 2].map((round) => JSON.stringify(sampleMetrics(round))).join('\n')
                : [sampleEpisode(0), sampleEpisode(0, 1)].map((each) => JSON.stringify(each)).join('\n'),
          )
        },
      },
    })
    const booted = app.boot()
    await vi.waitFor(() => expect(current(app)?.episode.round).toBe(0))
    expect(app.session.getState()).toMatchObject({ source: 'recording', run: { id: 'rec' } })
    rest()
    await booted
    await vi.waitFor(() => expect(app.session.getState().episodes.get(0)).toHaveLength(2))
    expect(current(app)?.episode).toEqual(opening.episode)
    await app.goLive()
  })

  it('goes on with a run that was being played when the page went away', async () => {
    const { app, sent } = fixture({
      kept: { runs: [sampleRun('old'), { ...sampleRun('mine'), created: 5, state: 'playing' }] },
    })
    await app.boot()
    expect(sent).toEqual([{ kind: 'run.open', run: 'mine' }, { kind: 'run.start' }])
    expect(app.view.getState().view).toBe('train')
  })

  it('opens a paused run and leaves it paused', async () => {
    const { app, sent } = fixture({ kept: { runs: [sampleRun('mine')] } })
    await app.boot()
    expect(sent).toEqual([{ kind: 'run.open', run: 'mine' }])
  })

  it('only reads where another tab has the lock or there is no GPU', async () => {
    const locks = {
      request: (_name: string, _options: unknown, held: (lock: unknown) => Promise<void>) => held(null),
    }
    for (const env of [
      { locks },
      { presence: () => Promise.resolve({ kind: 'absent', why: 'noAdapter' } as const) },
    ] as const) {
      const { app, opened } = fixture({ kept: { runs: [sampleRun('mine', 1)] }, env })
      await app.boot()
      expect(opened()).toBe(0)
      expect(app.session.getState()).toMatchObject({ run: { id: 'mine' }, rounds: [{ round: 0 }] })
    }
  })

  it('takes over, and goes on with the run, when the tab that wrote is closed', async () => {
    let take: () => void = () => undefined
    const locks = {
      request: (
        _name: string,
        { ifAvailable }: { ifAvailable?: boolean },
        held: (lock: unknown) => Promise<void>,
      ) => {
        if (ifAvailable === true) return held(null)
        take = () => void held({})
        return Promise.resolve()
      },
    }
    const { app, sent } = fixture({
      kept: { runs: [{ ...sampleRun('mine', 1), state: 'playing' }] },
      env: { locks },
    })
    await app.boot()
    expect(enabled(app, 'run.start')).toBe(false)
    expect(enabled(app, 'run.stop')).toBe(false)
    expect(sent).toEqual([])
    take()
    await vi.waitFor(() => expect(sent).toEqual([{ kind: 'run.open', run: 'mine' }, { kind: 'run.start' }]))
    expect(app.view.getState().ownership).toBe('owner')
  })

  it('goes back to the recording, pausing what is played', async () => {
    const { app, sent } = fixture({ kept: { runs: [sampleRun('mine')] } })
    await app.boot()
    await app.watchRecording()
    expect(sent.at(-1)).toEqual({ kind: 'run.pause' })
    expect(app.session.getState()).toMatchObject({ source: 'recording', run: { id: 'rec' } })
    await app.goLive()
  })

  it('shows kept corpora with no run, and says when the browser keeps nothing', async () => {
    const shown = fixture({ kept: { corpora: [corpus('c')] } })
    await shown.app.boot()
    expect(shown.app.view.getState().view).toBe('corpus')
    expect(shown.app.draft.getState().corpora).toEqual(['c'])
    const refused = fixture({ env: { openReader: () => Promise.reject(new Error('private window')) } })
    await refused.app.boot()
    expect(refused.app.session.getState().troubles.map(({ failure }) => failure.code)).toContain(
      'storage-closed',
    )
    await refused.app.goLive()
  })
})

describe('what is stored', () => {
  it('is renamed by the engine alone, and shown as the engine says', async () => {
    const { app, sent, tell } = fixture({ kept: { runs: [sampleRun('mine')] } })
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
    const { app } = fixture({
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
    const { app, sent, tell } = fixture()
    await app.boot()
    await addStarter(app, 'prose')
    expect(app.session.getState().source).toBe('live')
    expect(sent).toEqual([{ kind: 'corpus.starter', name: 'prose' }])
    await addFiles(app, {
      files: [{ path: 'books/a.txt', data: new Blob(['x']) }],
      unreadable: ['books/b.txt'],
    })
    expect(sent[1]).toMatchObject({ kind: 'corpus.add', name: 'books' })
    expect(app.session.getState().troubles).toHaveLength(1)
    tell({ kind: 'corpora', corpora: [corpus('prose')] })
    expect(app.draft.getState().corpora).toEqual(['prose'])
  })

  it('set up a run on a starter corpus, from the weights that were made for it where there are some', async () => {
    const { app } = fixture()
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
    const { app, sent } = fixture()
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

  it('go live with the settings that a link brought: they stay, but for the shape of the model, which is said', async () => {
    const { app, sent } = fixture({
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
    expect(app.view.getState().linkNotes.join()).toContain('model.size: small was set to nano')
    expect(sent[0]).toEqual({ kind: 'corpus.starter', name: 'stories-numbers' })
  })

  it('start a run from the draft, but not without a corpus', async () => {
    const { app, sent, tell } = fixture()
    await app.goLive()
    await start(app)
    expect(sent).toEqual([])
    expect(app.session.getState().troubles[0]).toMatchObject({
      failure: { code: 'no-corpus' },
      fix: 'go.corpus',
    })
    tell({ kind: 'corpora', corpora: [corpus('c')] })
    await start(app)
    expect(sent.map(({ kind }) => kind)).toEqual(['run.create', 'run.start'])
    expect(sent[0]).toMatchObject({ corpora: ['c'], name: 'default, seed 1' })
  })

  it('open the corpus that has just come in, and leave the open one where only its counts changed', async () => {
    const { app, tell } = fixture()
    await app.goLive()
    tell({ kind: 'corpora', corpora: [corpus('a')] })
    expect(app.documents.store.getState().corpus).toBe('a')
    tell({ kind: 'corpora', corpora: [corpus('a'), corpus('b')] })
    expect(app.documents.store.getState().corpus).toBe('b')
    tell({ kind: 'corpora', corpora: [{ ...corpus('a'), documents: 9 }, corpus('b')] })
    expect(app.documents.store.getState().corpus).toBe('b')
  })

  it('leave a branch for the run that it would have gone on from', async () => {
    const { app, sent, tell } = fixture({ kept: { runs: [sampleRun('r', 1)] } })
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
    const { app, tell } = fixture()
    await app.goLive()
    tell({ kind: 'status', run: sampleRun('r', 9), activity: 'idle', running: false })
    openRound(app, 4)
    await vi.waitFor(() => expect(current(app)?.episode.round).toBe(4))
    expect(app.view.getState()).toMatchObject({ view: 'episodes', round: 4 })
  })
})

describe('models of others', () => {
  const dropped = (...paths: string[]) => ({
    files: paths.map((path) => ({ path, data: new Blob(['x']) })),
    unreadable: [],
  })

  it('are told from documents when they are dropped', async () => {
    const { app, sent } = fixture()
    await addFiles(app, dropped('m/config.json', 'm/model.safetensors'))
    expect(app.view.getState().view).toBe('models')
    await addFiles(app, dropped('x.gguf'))
    await addFiles(app, dropped('config.json', 'notes.txt'))
    expect(app.view.getState().view).toBe('corpus')
    expect(sent.map(({ kind }) => kind)).toEqual(['model.add', 'model.add', 'corpus.add'])
  })

  it('are seated with prompts that they know, and the memory of that run is asked for', async () => {
    const { app, sent } = fixture()
    await app.goLive()
    await planModel(app)
    expect(sent).toEqual([])
    await seatModel(app, 'a/b')
    const { linked, startFrom } = app.draft.getState()
    expect(startFrom).toEqual({ kind: 'model', name: 'a/b' })
    expect([
      linked.config.game.prompts,
      linked.config.gates.active,
      linked.config.weights.trained,
      linked.config.weights.storage,
    ]).toEqual(['paper', ['parse'], 'adapter', 'q4'])
    await planModel(app)
    expect(sent.at(-1)).toEqual({ kind: 'model.plan', model: 'a/b', linked })
  })

  it('come, are cancelled and go by commands; a draft lets go of one that is deleted', async () => {
    const { app, sent } = fixture()
    expect(await downloadModel(app, 'a/b')).toBe(true)
    await cancelModel(app)
    await seatModel(app, 'a/b')
    await removeModel(app, 'other')
    expect(app.draft.getState().startFrom.kind).toBe('model')
    await removeModel(app, 'a/b')
    expect(app.draft.getState().startFrom).toEqual({ kind: 'scratch' })
    expect(sent.filter(({ kind }) => kind.startsWith('model.'))).toEqual([
      { kind: 'model.download', address: 'a/b' },
      { kind: 'model.cancel' },
      { kind: 'model.remove', model: 'other' },
      { kind: 'model.remove', model: 'a/b' },
    ])
  })

  it('are listed from where they are kept until the engine tells its own', async () => {
    const { app, tell } = fixture({ kept: { models: [model('a/b')] } })
    await readModels(app)
    expect(app.session.getState().models).toEqual([model('a/b')])
    await app.goLive()
    tell({ kind: 'models', models: [model('c/d')] })
    await vi.waitFor(() => expect(app.session.getState().models).toEqual([model('c/d')]))
    await readModels(app)
    expect(app.session.getState().models).toEqual([model('c/d')])
  })
})

describe('built-in weights', () => {
  it('are those that the index names; none where it cannot be read', async () => {
    expect(await builtInWeights(fixture().app)).toEqual([known])
    expect(await builtInWeights(fixture({ env: { weights: 'nowhere' } }).app)).toEqual([])
  })
})

describe('stepper', () => {
  async function playing() {
    const made = fixture()
    await made.app.boot()
    await made.app.send({ kind: 'run.pause' })
    await vi.waitFor(() => expect(current(made.app)).not.toBeNull())
    made.app.view.setState({ round: 0 })
    return made.app
  }

  it('walks an episode by phase, then on to the next one and back', async () => {
    const app = await playing()
    app.view.setState({ speed: 'phase' })
    for (let i = 0; i < 8; i++) on(app)
    const length = timelineOf(sampleEpisode(0), 0).length
    expect(app.view.getState().tick).toBe(length - 1)
    on(app)
    expect(app.view.getState()).toMatchObject({ episode: 1, tick: 0 })
    back(app)
    expect(app.view.getState().episode).toBe(0)
    nextRound(app, 1)
    expect(app.view.getState().round === 0 || app.view.getState().round === 1).toBe(true)
    await app.goLive()
  })

  it('looks at another candidate without leaving its length', async () => {
    const app = await playing()
    app.view.setState({ tick: 15 })
    lookAt(app, 1)
    const shown = current(app)
    expect(shown?.candidate).toBe(1)
    expect(app.view.getState().tick).toBe((shown?.timeline.length ?? 0) - 1)
    await app.goLive()
  })
})

describe('actions', () => {
  it('have keys of their own in every view, and mend what the engine names', () => {
    for (const view of ['home', 'corpus', 'train', 'episodes', 'ask', 'runs'] as const) {
      const keys = Object.entries(actions).flatMap(([id, action]) =>
        'views' in action && !(action.views as readonly string[]).includes(view)
          ? []
          : action.keys.map((key) => [key, id] as const),
      )
      expect(new Set(keys.map(([key]) => key)).size, view).toBe(keys.length)
    }
    expect(actionFor(' ', 'episodes')).toBe('step.on')
    expect(actionFor(' ', 'train')).toBeNull()
    expect([
      mendOf('corpus'),
      mendOf('storage'),
      mendOf('run.pause'),
      mendOf('model.size'),
      mendOf('nothing'),
      mendOf(null),
    ]).toEqual(['go.corpus', 'go.runs', 'run.pause', 'run.new', null, null])
  })

  it('do nothing while they cannot be done', () => {
    const { app, sent } = fixture()
    expect(enabled(app, 'run.pause')).toBe(false)
    perform(app, 'run.pause')
    expect(sent).toEqual([])
    perform(app, 'page.theme')
    expect(app.view.getState().theme).toBe('light')
  })
})
