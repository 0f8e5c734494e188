import { describe, expect, it } from 'vitest'
import { choosePreset, createDraft, resetField, setField, toggleCorpus } from './draft'
import { followCorpora } from './drawChoice'

describe('how passages are drawn while nobody chose', () => {
  const fixture = () => {
    const draft = createDraft()
    followCorpora(draft)
    return { draft, draw: () => draft.getState().linked.config.game.draw }
  }
  it('is by file over one’s own corpora, and as the preset says over those of the lab and in the paper’s', () => {
    const { draft, draw } = fixture()
    toggleCorpus(draft, 'stories-numbers')
    expect(draw()).toBe('document')
    toggleCorpus(draft, 'mine')
    expect(draw()).toBe('file')
    choosePreset(draft, 'paper')
    expect(draw()).toBe('document')
    choosePreset(draft, 'nano')
    expect(draw()).toBe('file')
    toggleCorpus(draft, 'mine')
    expect(draw()).toBe('document')
  })
  it('stays as a person set it', () => {
    const { draft, draw } = fixture()
    toggleCorpus(draft, 'mine')
    setField(draft, 'game.draw', 'document')
    toggleCorpus(draft, 'other')
    expect(draw()).toBe('document')
    resetField(draft, 'game.draw')
    expect(draw()).toBe('file')
  })
})
