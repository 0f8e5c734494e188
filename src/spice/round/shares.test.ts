// What a token weighs by seat, and what a copy of a question earns within its group.

import { describe, expect, it } from 'vitest'
import { at } from '../../base/at'
import { ScriptPlayer } from '../../players/scriptPlayer'
import type { Passage } from '../../protocol/records'
import { freeText } from '../analyser'
import { recheckEpisode } from '../recheck'
import { sumConfig } from '../testing/sums'
import { playRound } from '../testing/testRound'

const text = 'Ann had 2 books. Bob gave 3.'
const passage: Passage = { document: 'a', start: 0, end: text.length, text }

/** Four candidates: a question, the same again twice, and one that does not parse; half the answers right. */
const play = (settings: Parameters<typeof sumConfig>[0]) => {
  const config = sumConfig({
    'game.groupSize': 4,
    'game.maxCandidates': 4,
    'game.challengerTokens': 60,
    'game.reasonerTokens': 40,
    'gates.active': ['parse', 'duplicate'],
    ...settings,
  })
  const round = playRound({
    config,
    seed: 3,
    round: 1,
    history: [],
    passages: [passage],
    analyser: { ...freeText, types: () => ['integer'] },
    challenger: new ScriptPlayer('challenger', ({ index }) =>
      index < 3 ? ' How many has Ann? Answer: 5' : ' nothing',
    ),
    reasoner: new ScriptPlayer('reasoner', ({ index }) => ` Answer: ${index % 2 === 0 ? 5 : 6}`),
  })
  return round.then((result) => ({ ...result, config }))
}
const weights = (trajectories: readonly { readonly seat: string; readonly weight: number }[]) => ({
  challenger: trajectories.find(({ seat }) => seat === 'challenger')?.weight,
  reasoner: trajectories.find(({ seat }) => seat === 'reasoner')?.weight,
})

describe('the weight of a token', () => {
  it('is by the seat, by its own count and budget', async () => {
    const { trajectories } = await play({})
    expect(weights(trajectories)).toEqual({ challenger: 1 / (4 * 60), reasoner: 1 / (4 * 40) })
  })
  it('is one for both seats where the sum is joint: all trajectories, the longer budget', async () => {
    const { trajectories } = await play({ 'update.tokenWeight': 'joint' })
    expect(weights(trajectories)).toEqual({ challenger: 1 / (8 * 60), reasoner: 1 / (8 * 60) })
  })
  it("scales the Challenger's loss alone", async () => {
    const { trajectories } = await play({ 'update.challengerWeight': 0.5 })
    expect(weights(trajectories)).toEqual({ challenger: 0.5 / (4 * 60), reasoner: 1 / (4 * 40) })
  })
})

describe('copies of a question within its group', () => {
  it('earn the penalty of an invalid one by default', async () => {
    const { episodes } = await play({})
    expect(at(episodes, 0).candidates.map(({ reward }) => reward)).toEqual([1, -0.1, -0.1, -0.1])
  })
  it('earn what the first one does where it is shared, and are neither asked nor counted as valid', async () => {
    const { episodes, config, metrics } = await play({ 'gates.copies': 'shared' })
    const episode = at(episodes, 0)
    expect(episode.candidates.map(({ reward }) => reward)).toEqual([1, 1, 1, -0.1])
    expect(episode.candidates.map(({ copyOf }) => copyOf)).toEqual([undefined, 0, 0, undefined])
    expect(episode.candidates.map(({ valid }) => valid)).toEqual([true, false, false, false])
    expect(episode.attempts).toHaveLength(4)
    expect(metrics.validRate).toBe(0.25)
    const advantages = episode.candidates.map(({ advantage }) => advantage ?? NaN)
    expect(advantages.reduce((sum, each) => sum + each, 0)).toBeCloseTo(0, 12)
    expect(recheckEpisode(episode, config, 3)).toEqual([])
  })
  it('give their place to the question that they repeat where the draw left it out', async () => {
    const { episodes } = await play({
      'gates.copies': 'shared',
      'game.groupSize': 2,
      'game.maxCandidates': 4,
    })
    for (const { candidates } of episodes)
      for (const { reward, copyOf } of candidates)
        if (reward !== null && copyOf !== undefined) expect(at(candidates, copyOf).reward).toBe(reward)
  })
})
