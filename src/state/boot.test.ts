import { describe, expect, it, vi } from 'vitest'
import { sampleEpisode, sampleMetrics, sampleRun } from '../replay/samples'
import { enabled } from './actions'
import { corpus, fakeApp } from './fakeApp'
import { current } from './stepper'

describe('boot', () => {
  it('plays the recording on a cold load, and does not start the engine', async () => {
    const { app, opened } = fakeApp()
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
    const { app } = fakeApp({
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
    const { app, sent } = fakeApp({
      kept: { runs: [sampleRun('old'), { ...sampleRun('mine'), created: 5, state: 'playing' }] },
    })
    await app.boot()
    expect(sent).toEqual([{ kind: 'run.open', run: 'mine' }, { kind: 'run.start' }])
    expect(app.view.getState().view).toBe('train')
  })

  it.each(['new', 'warm', 'paused', 'finished', 'failed'] as const)(
    'opens a run that is %s, and starts nothing',
    async (state) => {
      const { app, sent } = fakeApp({ kept: { runs: [{ ...sampleRun('mine'), rounds: 0, state }] } })
      await app.boot()
      expect(sent).toEqual([{ kind: 'run.open', run: 'mine' }])
    },
  )

  it('only reads where another tab has the lock or there is no GPU', async () => {
    const locks = {
      request: (_name: string, _options: unknown, held: (lock: unknown) => Promise<void>) => held(null),
    }
    for (const env of [
      { locks },
      { presence: () => Promise.resolve({ kind: 'absent', why: 'noAdapter' } as const) },
    ] as const) {
      const { app, opened } = fakeApp({ kept: { runs: [sampleRun('mine', 1)] }, env })
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
    const { app, sent } = fakeApp({
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
    const { app, sent } = fakeApp({ kept: { runs: [sampleRun('mine')] } })
    await app.boot()
    await app.watchRecording()
    expect(sent.at(-1)).toEqual({ kind: 'run.pause' })
    expect(app.session.getState()).toMatchObject({ source: 'recording', run: { id: 'rec' } })
    await app.goLive()
  })

  it('shows kept corpora with no run, and says when the browser keeps nothing', async () => {
    const shown = fakeApp({ kept: { corpora: [corpus('c')] } })
    await shown.app.boot()
    expect(shown.app.view.getState().view).toBe('corpus')
    expect(shown.app.draft.getState().corpora).toEqual(['c'])
    const refused = fakeApp({ env: { openReader: () => Promise.reject(new Error('private window')) } })
    await refused.app.boot()
    expect(refused.app.session.getState().errors.map(({ failure }) => failure.code)).toContain(
      'storage-closed',
    )
    await refused.app.goLive()
  })

  it('offers no start while the run that was open is being opened again', async () => {
    let open: () => void = () => undefined
    const { app } = fakeApp({ kept: { runs: [sampleRun('mine')] } })
    const send = app.send.bind(app)
    app.send = async (command) => {
      if (command.kind === 'run.open') await new Promise<void>((resolve) => (open = resolve))
      return send(command)
    }
    const booted = app.boot()
    await vi.waitFor(() => expect(app.view.getState().settled).toBe(true))
    expect(app.view.getState().opening).toBe(true)
    expect(enabled(app, 'run.start')).toBe(false)
    await vi.waitFor(() => expect(app.session.getState().source).toBe('live'))
    await new Promise((resolve) => setTimeout(resolve))
    open()
    await booted
    expect(app.view.getState().opening).toBe(false)
    expect(enabled(app, 'run.start')).toBe(true)
  })

  it('stops what plays by itself when less motion comes to be wanted', async () => {
    let changed: (reduced: boolean) => void = () => undefined
    const { app } = fakeApp({ env: { onReducedMotion: (listener) => void (changed = listener) } })
    expect(app.view.getState().playing).toBe(true)
    changed(true)
    expect(app.view.getState().playing).toBe(false)
  })

  it('opens quiet where the link asks for a lesson: nothing plays, and no run of before comes in between', async () => {
    const { app, sent } = fakeApp({
      kept: { runs: [{ ...sampleRun('mine'), state: 'playing' }] },
      env: { hash: () => '#lesson=frontier' },
    })
    expect(app.teaching.getState().coming).toBe(true)
    await app.boot()
    expect(sent).toEqual([])
    expect(app.session.getState()).toMatchObject({ source: 'recording', running: false })
    await vi.waitFor(() => expect(app.session.getState().rounds).toHaveLength(3))
    expect(app.view.getState()).toMatchObject({ view: 'home', playing: false })
  })
})
