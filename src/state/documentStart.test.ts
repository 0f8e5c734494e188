import { describe, expect, it } from 'vitest'
import { documentChoice } from '../config/documentChoice'
import { choosePreset, createDraft, setField, type DraftStore } from './draft'
import { followDocuments, playsDocuments, startWithDocuments } from './documentStart'

function draft(): DraftStore {
  const store = createDraft()
  followDocuments(store)
  return store
}
const { weights, linked } = documentChoice(1)

describe('documents that come in', () => {
  it('are played as the command line plays them, with nothing begun from noise', () => {
    const store = draft()
    store.setState({ corpora: ['mine'] })
    expect(store.getState()).toMatchObject({
      linked,
      startFrom: { kind: 'builtIn', name: weights },
      own: false,
    })
    expect(playsDocuments(store.getState())).toBe(true)
    const prose = draft()
    prose.setState({ corpora: ['prose'] })
    expect(playsDocuments(prose.getState())).toBe(true)
  })

  it('take the place of stories that were there, and give way to stories that come alone', () => {
    const store = draft()
    store.setState({ corpora: ['stories-numbers'] })
    expect(store.getState().startFrom).toEqual({ kind: 'scratch' })
    store.setState({
      startFrom: { kind: 'builtIn', name: 'tiny-stories' },
      corpora: ['stories-numbers', 'mine'],
    })
    expect(store.getState()).toMatchObject({ linked, corpora: ['mine'] })
    store.setState({ corpora: [] })
    store.setState({ corpora: ['stories-numbers'] })
    expect(store.getState()).toMatchObject({
      startFrom: { kind: 'scratch' },
      linked: { config: { game: { world: 'passages' } } },
    })
  })

  it('leave what a person chose, until that person asks', () => {
    const store = draft()
    choosePreset(store, 'nano')
    store.setState({ corpora: ['mine'] })
    expect(store.getState()).toMatchObject({ linked: { preset: 'nano' }, startFrom: { kind: 'scratch' } })
    const model = draft()
    model.setState({ startFrom: { kind: 'model', name: 'theirs' } })
    model.setState({ corpora: ['mine'] })
    expect(model.getState().startFrom).toEqual({ kind: 'model', name: 'theirs' })
    setField(store, 'game.rounds', 3)
    startWithDocuments(store)
    expect(store.getState()).toMatchObject({ linked, startFrom: { kind: 'builtIn', name: weights } })
  })
})
