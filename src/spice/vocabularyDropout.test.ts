import { describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { Random } from '../base/random'
import { allowedIn, nextState } from '../base/tokenAutomaton'
import { sumConfig } from './testing/sums'
import { sumChallenger } from '../players/scriptPlayer'
import { play } from './testing/playSums'
import { recheckEpisode } from './recheck'
import type { Player } from './seats'
import { vocabularyDropout } from './vocabularyDropout'

const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i))
const pieces = [...letters, ' Answer', ':', '7', ' ', 'ß', '\uFFFD']
const kept = new Set([pieces.indexOf(' Answer'), 0])

describe('vocabularyDropout', () => {
  it('forbids about that share of the tokens with letters, and nothing that a format needs', () => {
    const shares = Array.from({ length: 200 }, (_, round) => {
      const automaton = vocabularyDropout({ pieces, kept }, 0.3, Random.from(5, round))
      const allowed = new Set(automaton && allowedIn(automaton, 0))
      for (const text of ['a', ' Answer', ':', '7', ' ', '\uFFFD'])
        expect(allowed.has(pieces.indexOf(text))).toBe(true)
      return [...letters.slice(1), 'ß'].filter((text) => !allowed.has(pieces.indexOf(text))).length / 26
    })
    // 5,200 draws at 0.3: a standard error of 0.0064.
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeCloseTo(0.3, 1)
    expect(new Set(shares).size).toBeGreaterThan(5)
  })

  it('stays in its one state, and is nothing where nothing is forbidden', () => {
    const automaton = vocabularyDropout({ pieces, kept }, 0.9, Random.from(1))
    if (automaton === null) throw new Error('forbids nothing')
    expect(nextState(automaton, 0, 0)).toBe(0)
    const forbidden = pieces.findIndex((_, id) => nextState(automaton, 0, id) === null)
    expect(at(pieces, forbidden)).toMatch(/\p{L}/u)
    expect(vocabularyDropout({ pieces, kept }, 0, Random.from(1))).toBeNull()
    expect(vocabularyDropout({ pieces: [':', '7'], kept }, 0.9, Random.from(1))).toBeNull()
  })
})

describe('a round with vocabulary dropout', () => {
  const challenger = (): Player =>
    Object.assign(sumChallenger(), {
      spelling: { encode: (text: string) => [...text].map((letter) => pieces.indexOf(letter)), end: 31 },
      pieces: () => pieces,
    })

  it('holds every completion of a round to one mask, drawn anew each round, and trains under it', async () => {
    const masks = []
    for (const round of [1, 1, 2]) {
      const config = sumConfig({ 'game.vocabularyDropout': 0.4 })
      const { trajectories, episodes } = await play({ config, challenger: challenger(), round })
      for (const episode of episodes) expect(recheckEpisode(episode, config, 3)).toEqual([])
      const own = trajectories.filter(({ seat }) => seat === 'challenger')
      expect(own.length).toBeGreaterThan(0)
      expect(new Set(own.map(({ automaton }) => automaton)).size).toBe(1)
      expect(trajectories.some(({ seat, automaton }) => seat === 'reasoner' && automaton)).toBe(false)
      masks.push(JSON.stringify(at(own, 0).automaton))
    }
    expect(masks[0]).toBe(masks[1])
    expect(masks[0]).not.toBe(masks[2])
  })

  it('is off by default, and for a player without a vocabulary', async () => {
    for (const [change, player] of [
      [{}, challenger()],
      [{ 'game.vocabularyDropout': 0.4 }, sumChallenger()],
    ] as const) {
      const { trajectories } = await play({ config: sumConfig(change), challenger: player })
      expect(trajectories.some(({ automaton }) => automaton !== undefined)).toBe(false)
    }
  })
})
