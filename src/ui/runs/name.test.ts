import { describe, expect, it } from 'vitest'
import { preset } from '../../config/config'
import { automaticName } from '../../state/draft'
import { words } from '../strings'
import { runName } from './name'

const linked = { preset: 'nano' as const, seed: 3, config: preset('nano') }
const changed = {
  ...linked,
  config: { ...linked.config, game: { ...linked.config.game, rounds: 7, passages: 5, groupSize: 6 } },
}

describe('the name of a run', () => {
  it('is what a person wrote', () => {
    expect(runName({ name: 'My own', linked: changed })).toBe('My own')
  })
  it('is told in the page’s words where nobody wrote one, with room for two differences', () => {
    expect(runName({ name: automaticName(linked), linked })).toBe('Nano · Seed 3')
    const name = runName({ name: automaticName(changed), linked: changed })
    expect(name).toBe('Nano · Rounds 7 · Passages per round (B) 5 · 1 more · Seed 3')
    expect(name).not.toContain('game.')
  })
  it('is its corpus, in the page’s words where the corpus comes with the lab, and a number', () => {
    const title = words.corpus.starter['stories-numbers'].name
    expect(runName({ name: 'stories-numbers 2', linked })).toBe(`${title} 2`)
    expect(runName({ name: 'stories-numbers +1 2', linked })).toBe(`${title} +1 2`)
    expect(runName({ name: 'stories-numbers of mine', linked })).toBe('stories-numbers of mine')
  })
})
