import { describe, expect, it } from 'vitest'
import { preset } from '../config/config'
import {
  changes,
  choosePreset,
  createDraft,
  nameOf,
  resetField,
  setField,
  setSeed,
  toggleCorpus,
} from './draft'

describe('draft', () => {
  it('clamps and says so, marks what differs, and resets', () => {
    const draft = createDraft()
    setField(draft, 'game.groupSize', 999)
    expect(draft.getState().linked.config.game.groupSize).toBe(64)
    expect(draft.getState().notes[0]?.message).toContain('game.groupSize')
    setField(draft, 'game.groupSize', 'many')
    expect(draft.getState().linked.config.game.groupSize).toBe(64)
    expect(changes(draft.getState()).map(({ path }) => path)).toEqual(['game.groupSize'])
    resetField(draft, 'game.groupSize')
    expect(changes(draft.getState())).toEqual([])
  })
  it('keeps the seed in range', () => {
    const draft = createDraft()
    setSeed(draft, '1e12')
    expect(draft.getState().linked.seed).toBe(0xffffffff)
    expect(draft.getState().notes).toHaveLength(1)
    setSeed(draft, 'abc')
    setSeed(draft, '')
    expect(draft.getState().linked.seed).toBe(0xffffffff)
    setSeed(draft, '12')
    expect(draft.getState()).toMatchObject({ linked: { seed: 12 }, notes: [] })
  })
  it('names a run by what changed, unless a person named it', () => {
    const draft = createDraft()
    choosePreset(draft, 'nano')
    expect(draft.getState().linked.config).toEqual(preset('nano'))
    setField(draft, 'game.groupSize', 8)
    expect(nameOf(draft.getState())).toBe('nano, game.groupSize 8, seed 1')
    draft.setState({ name: '  Mine ' })
    expect(nameOf(draft.getState())).toBe('Mine')
  })
  it('chooses corpora', () => {
    const draft = createDraft()
    toggleCorpus(draft, 'a')
    toggleCorpus(draft, 'b')
    toggleCorpus(draft, 'a')
    expect(draft.getState().corpora).toEqual(['b'])
  })
})

describe('a branch', () => {
  it('is named by where it comes from and what it changes there', () => {
    const draft = createDraft()
    const config = preset('nano')
    draft.setState({
      linked: { preset: 'nano', seed: 3, config },
      branch: { run: 'r', name: 'First', rounds: 5, config },
    })
    expect(nameOf(draft.getState())).toBe('First, from round 5: again')
    setField(draft, 'reward.challenger', 'rzero')
    expect(nameOf(draft.getState())).toBe('First, from round 5: reward.challenger rzero')
  })
})
