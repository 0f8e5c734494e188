import { describe, expect, it } from 'vitest'
import { sumChallenger, sumReasoner } from '../players/scriptPlayer'
import type { Attempt, Candidate, Episode } from '../protocol/records'
import { freeText } from './analyser'
import { recheckEpisode } from './recheck'
import { playRound } from './testing/testRound'
import { sumConfig, sumPassages } from './testing/sums'

const config = sumConfig()
const { episodes } = await playRound({
  ...{
    config,
    seed: 3,
    round: 1,
    passages: sumPassages(8),
    challenger: sumChallenger(),
    reasoner: sumReasoner(),
    history: [],
  },
  analyser: { ...freeText, types: () => ['integer'] },
})
const mixed = (episode: Episode): boolean =>
  episode.candidates.some(({ valid }) => !valid) &&
  new Set(episode.attempts.map(({ verdict }) => verdict)).size > 1
const honest = episodes.find(mixed)
if (honest === undefined) throw new Error('the script gave no mixed episode')

const candidate = (i: number, change: Partial<Candidate>): Episode => ({
  ...honest,
  candidates: honest.candidates.map((each, k) => (k === i ? { ...each, ...change } : each)),
})
const attempt = (i: number, change: Partial<Attempt>): Episode => ({
  ...honest,
  attempts: honest.attempts.map((each, k) => (k === i ? { ...each, ...change } : each)),
})
const validIndex = honest.attempts[0]?.candidate ?? 0
const invalidIndex = honest.candidates.findIndex(({ valid, reward }) => !valid && reward !== null)

describe('recheckEpisode', () => {
  it('has nothing to say about an honest record, thinned or not', () => {
    expect(recheckEpisode(honest, config, 3)).toEqual([])
    const thinned = { ...honest, attempts: honest.attempts.map((each) => ({ ...each, top: [] })) }
    expect(recheckEpisode(JSON.parse(JSON.stringify(thinned)) as Episode, config, 3)).toEqual([])
  })

  it.each([
    ['a reward', candidate(validIndex, { reward: 0.77 }), /was paid 0.77/],
    ['an advantage', candidate(validIndex, { advantage: 9 }), /has the advantage 9/],
    ['a forgiven penalty', candidate(invalidIndex, { reward: 0 }), /was paid 0, its verdicts say -0.1/],
    ['a verdict', attempt(0, { verdict: 'noAnswer' }), /the verifier says/],
    ['an answer', attempt(0, { answer: '99' }), /Attempt 0 reads "99"/],
    ["an attempt's reward", attempt(0, { reward: 0.5 }), /Attempt 0 .* was paid 0.5/],
    ["an attempt's advantage", attempt(0, { advantage: 0.01 }), /Attempt 0 .* has the advantage 0.01/],
    ['validity', candidate(invalidIndex, { valid: true }), /its gates say otherwise/],
    ['the choice', { ...honest, chosen: invalidIndex }, /is not valid/],
    ['no choice', { ...honest, chosen: null }, /No candidate was chosen/],
    [
      'a prompt',
      { ...honest, prompts: { ...honest.prompts, reasoner: { tokens: [], text: honest.passage.text } } },
      /prompt is not/,
    ],
    ['lost attempts', { ...honest, attempts: [] }, /no attempts/],
  ] as const)('finds %s that was changed', (_, forged, message) => {
    expect(recheckEpisode(forged, config, 3).join(' ')).toMatch(message)
  })

  it('finds a record of other rules', () => {
    expect(recheckEpisode(honest, sumConfig({ 'reward.challenger': 'rzero' }), 3)).not.toEqual([])
    expect(recheckEpisode(honest, sumConfig({ 'game.trains': 'reasoner' }), 3)).not.toEqual([])
  })
})
