import { describe, expect, it } from 'vitest'
import { at } from '../../base/at'
import { sumChallenger, sumReasoner } from '../../players/scriptPlayer'
import { recheckEpisode } from '../recheck'
import { integers, kept, play } from '../testing/playSums'
import { sumConfig } from '../testing/sums'
import { progressOf } from './progress'
import type { JudgedTask, PassRates } from './state'

/** A judged task of which so many of four attempts were right. */
const judged = (question: string, right: number): JudgedTask => ({
  episode: 0,
  index: 0,
  task: { type: 'integer', question, options: [], gold: '1', steps: [], source: null },
  request: { seat: 'reasoner', parts: [], tokens: [], count: 4, stream: 1, maxNewTokens: 8, temperature: 1 },
  completions: [],
  judgements: [0, 1, 2, 3].map((i) => ({ answer: '1', verdict: i < right ? 'right' : 'wrong' })),
})
const byWord = {
  ...integers,
  kindOf: ({ question }: { readonly question: string }) => at(question.split(' '), 0),
}

describe('progressOf', () => {
  it('is the pass rate of all questions of a kind less its running mean, and moves the mean by three tenths', () => {
    const tasks = [judged('clocks a', 4), judged('clocks b', 2), judged('coins a', 1)]
    const { rates, of } = progressOf(byWord, tasks, { clocks: 0.5, shelves: 0.9 })
    expect(of(at(tasks, 0).task)).toBeCloseTo(0.25, 12)
    expect(of(at(tasks, 1).task)).toBeCloseTo(0.25, 12)
    expect(rates['clocks']).toBeCloseTo(0.575, 12)
    expect(rates['shelves']).toBe(0.9)
  })

  it('is nothing for a kind that was never asked, whose pass rate is where the mean begins', () => {
    const { rates, of } = progressOf(byWord, [judged('coins a', 1)], {})
    expect(of(judged('coins b', 4).task)).toBe(0)
    expect(rates).toEqual({ coins: 0.25 })
  })

  it('takes the answer type where kinds are not told apart', () => {
    expect(progressOf(integers, [judged('a', 4)], {}).rates).toEqual({ integer: 1 })
  })
})

describe('a Challenger paid for progress', () => {
  const config = sumConfig({ 'reward.challenger': 'learningProgress' })
  const after = (accuracy: number, passRates: PassRates): ReturnType<typeof play> =>
    play({ config, challenger: sumChallenger(0), reasoner: sumReasoner(accuracy), passRates })
  const rewards = (result: Awaited<ReturnType<typeof play>>): Set<number> =>
    new Set(
      result.episodes.flatMap((_, i) =>
        kept(result, i).flatMap(({ valid, reward }) => (valid ? reward : [])),
      ),
    )

  it('earns what the Reasoner gained since the rounds before, and a record of it can be checked', async () => {
    const gained = await after(1, { integer: 0.25 })
    expect(rewards(gained)).toEqual(new Set([0.75]))
    expect(gained.passRates?.['integer']).toBeCloseTo(0.475, 12)
    for (const episode of gained.episodes) expect(recheckEpisode(episode, config, 3)).toEqual([])
    const told = { ...at(gained.episodes, 0) }
    const candidates = told.candidates.map((candidate) => ({ ...candidate, progress: 0.5 }))
    expect(recheckEpisode({ ...told, candidates }, config, 3).join()).toContain('was paid 0.75')
  })

  it('earns nothing where nothing was gained, and counts nothing under another reward', async () => {
    expect(rewards(await after(1, { integer: 1 }))).toEqual(new Set([0]))
    expect(rewards(await after(0, { integer: 0.5 }))).toEqual(new Set([0]))
    const other = await play()
    expect(other.passRates).toBeUndefined()
    expect(at(at(other.episodes, 0).candidates, 0)).not.toHaveProperty('progress')
  })
})
