import { describe, expect, it, vi } from 'vitest'
import { addFiles, seatModel } from './commands'
import { fakeApp, model } from './fakeApp'
import { cancelModel, downloadModel, planModel, readModels, removeModel } from './modelActions'

describe('models of others', () => {
  const dropped = (...paths: string[]) => ({
    files: paths.map((path) => ({ path, data: new Blob(['x']) })),
    unreadable: [],
  })

  it('are told from documents when they are dropped', async () => {
    const { app, sent } = fakeApp()
    await addFiles(app, dropped('m/config.json', 'm/model.safetensors'))
    expect(app.view.getState().view).toBe('models')
    await addFiles(app, dropped('x.gguf'))
    await addFiles(app, dropped('config.json', 'notes.txt'))
    expect(app.view.getState().view).toBe('corpus')
    expect(sent.map(({ kind }) => kind)).toEqual(['model.add', 'model.add', 'corpus.add'])
  })

  it('are seated with prompts that they know, and the memory of that run is asked for', async () => {
    const { app, sent } = fakeApp()
    await app.goLive()
    await planModel(app)
    expect(sent).toEqual([])
    await seatModel(app, 'a/b')
    const { linked, startFrom } = app.draft.getState()
    expect(startFrom).toEqual({ kind: 'model', name: 'a/b', warm: true })
    expect([
      linked.config.game.prompts,
      linked.config.gates.active,
      linked.config.weights.trained,
      linked.config.weights.storage,
    ]).toEqual(['brief', ['parse', 'goldInPassage', 'leak', 'duplicate', 'openBook'], 'adapter', 'q4'])
    await planModel(app)
    expect(sent.at(-1)).toEqual({ kind: 'model.plan', model: 'a/b', linked })
  })

  it('come, are cancelled and go by commands; a draft lets go of one that is deleted', async () => {
    const { app, sent } = fakeApp()
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
    const { app, tell } = fakeApp({ kept: { models: [model('a/b')] } })
    await readModels(app)
    expect(app.session.getState().models).toEqual([model('a/b')])
    await app.goLive()
    tell({ kind: 'models', models: [model('c/d')] })
    await vi.waitFor(() => expect(app.session.getState().models).toEqual([model('c/d')]))
    await readModels(app)
    expect(app.session.getState().models).toEqual([model('c/d')])
  })
})
