// R-Zero and what of Absolute Zero is a formula, with the deviations between their papers and their code.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { preset } from '../config/config'
import type { Task, Verdict } from '../protocol/records'
import { sumChallenger, ScriptPlayer, sumReasoner } from '../players/scriptPlayer'
import { standardised } from './round/advantage'
import { alikeShares, bleu, clusters } from './round/repetition'
import { freeText } from './analyser'
import { recheckEpisode } from './recheck'
import { challengerReward, lessRepetition, reasonerReward, rewardKinds } from './rewards'
import { learns, turn } from './round/learns'
import { playRound, type TestRound } from './testing/testRound'
import { sumConfig, sumPassages } from './testing/sums'
import { majorityVote } from './round/vote'

async function play(
  changes: Readonly<Record<string, unknown>>,
  reasoner = sumReasoner(0.6),
  challenger = sumChallenger(0.2),
): Promise<TestRound> {
  const config = sumConfig(changes)
  const result = await playRound({
    config,
    seed: 3,
    round: 1,
    passages: sumPassages(6),
    challenger,
    reasoner,
    history: [],
    analyser: { ...freeText, types: () => ['integer'] },
  })
  for (const episode of result.episodes) expect(recheckEpisode(episode, config, 3)).toEqual([])
  return result
}

describe('BLEU', () => {
  it('is 1 for the same text, 0 without a common word, and takes words as white space parts them', () => {
    expect(bleu('a b c d e', 'a b c d e')).toBeCloseTo(1, 12)
    expect(bleu('a b c d', 'e f g h')).toBe(0)
    expect(bleu('A b c d', 'a, b, c, d,')).toBe(0)
    expect(bleu('', 'a')).toBe(0)
  })

  it('agrees with the formula worked by hand: clipped counts, smoothed zeros, brevity', () => {
    // the the the cat against the cat sat: 2/4, 1/3, 0.1/2, 0.1/1; no brevity penalty for the longer one.
    expect(bleu('the the the cat', 'the cat sat')).toBeCloseTo((0.5 * (1 / 3) * 0.05 * 0.1) ** 0.25, 12)
    // 3 of 3, 2 of 2, 1 of 1, no 4-gram (counted as 0.1 of 1), and exp(1 - 5/3).
    expect(bleu('a b c', 'a b c d e')).toBeCloseTo(Math.exp(1 - 5 / 3) * 0.1 ** 0.25, 12)
  })
})

describe('clusters', () => {
  it('join by the mean distance, not by the nearest pair', () => {
    // A chain 0, 4, 8: each pair of neighbours is near, but the third is 6 from the mean of the first two.
    const at = [0, 4, 8.5]
    const groups = clusters((a, b) => Math.abs((at[a] ?? 0) - (at[b] ?? 0)), 3, 5)
    expect(groups[0]).toBe(groups[1])
    expect(groups[2]).not.toBe(groups[0])
  })

  it('give every item one cluster, whatever the order, and none for a threshold of zero', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 12 }), (points) => {
        const of = clusters((a, b) => Math.abs(at(points, a) - at(points, b)), points.length, 0)
        expect(new Set(of).size).toBe(points.length)
        expect(new Set(clusters(() => 0.1, points.length, 0.5)).size).toBe(Math.min(1, points.length))
      }),
      { numRuns: 60 },
    )
  })

  it('give each question the share of all candidates that are like it', () => {
    const same = 'Ann had 6 books and Bob gave her five more of them .'
    expect(
      alikeShares([same, same, 'Which way does the river flow after the long bridge ?', same], 8, 0.5),
    ).toEqual([3 / 8, 3 / 8, 1 / 8, 3 / 8])
    expect(alikeShares([], 0, 0.5)).toEqual([])
  })
})

describe('DARC', () => {
  /** Most of its answers with the passage are 77, without it 1. */
  const student = new ScriptPlayer('student', ({ text, index }) =>
    text.includes('Then there were') ? ` Answer: ${index < 3 ? 77 : 5}` : ' Answer: 1',
  )

  it('takes what the model itself answers with the passage for gold, and asks without it', async () => {
    const { episodes, metrics } = await play({ 'game.gold': 'openBook' }, student)
    const asked = episodes.flatMap(({ candidates, attempts }) =>
      attempts.map((attempt) => ({ attempt, task: candidates[attempt.candidate]?.task })),
    )
    expect(asked.length).toBeGreaterThan(10)
    for (const { attempt, task } of asked) {
      expect([task?.gold, attempt.answer, attempt.verdict]).toEqual(['77', '1', 'wrong'])
      expect(task?.written).toMatch(/^\d+$/u)
    }
    expect(metrics.passRate).toBe(0)
    const own = await play({}, student)
    expect(metrics.generatedTokens).toBeGreaterThan(own.metrics.generatedTokens)
    expect(
      own.episodes.flatMap(({ candidates }) => candidates).every(({ task }) => task?.gold !== '77'),
    ).toBe(true)
  })
})

describe('R-Zero', () => {
  const task: Task = { type: 'integer', question: 'q', options: [], gold: '5', steps: [], source: null }
  const said = (...answers: readonly string[]) =>
    answers.map((text) => ({ text: text === '' ? 'hm' : ` Answer: ${text}`, stopped: true }))

  it('takes the answer of the majority for gold, equal answers together, the earlier one of two', () => {
    expect(majorityVote(task, said('7', '7.0', '9', '5'))).toMatchObject({ gold: '7', written: '5' })
    expect(majorityVote(task, said('9', '7', '7', '9'))).toMatchObject({ gold: '9' })
    expect(majorityVote(task, said('', 'many', ''))).toEqual(task)
    const choice: Task = { ...task, type: 'mcq', options: ['a', 'b', 'c', 'd'], gold: 'A' }
    expect(majorityVote(choice, said('B) b', 'b', 'c'))).toMatchObject({ gold: 'B', written: 'A' })
  })

  it('is paid for agreement with the mode over all attempts, those without an answer too: at least 1 / m', async () => {
    const split = new ScriptPlayer('split', ({ index }) =>
      index === 3 ? ' no idea' : ` Answer: ${index < 2 ? 1 : 2}`,
    )
    const { episodes } = await play({ 'game.gold': 'majority', 'reward.challenger': 'rzero' }, split)
    const valid = episodes
      .flatMap(({ candidates }) => candidates)
      .filter((each) => each.valid && each.reward !== null)
    expect(valid.length).toBeGreaterThan(3)
    for (const { reward, task: asked } of valid) {
      expect(reward).toBe(rewardKinds.rzero.value(0.5, { width: 0.01 }, 0))
      expect(asked?.gold).toBe('1')
      expect(asked?.written).toMatch(/^\d+$/u)
    }
  })

  it('pays a consistently wrong majority like a right one: what the vote cannot see', async () => {
    const wrong = new ScriptPlayer('wrong', () => ' Answer: 1')
    const { metrics } = await play({ 'game.gold': 'majority' }, wrong)
    expect(metrics.passRate).toBe(1)
    expect((await play({}, wrong)).metrics.passRate).toBe(0)
  })

  it('takes lambda times the share of like questions off, never below 0 (its code has no floor and half the scale)', async () => {
    expect(lessRepetition(0.6, 1, 0.25)).toBeCloseTo(0.35, 12)
    expect(lessRepetition(0.6, 1, 0.9)).toBe(0)
    expect(lessRepetition(0.6, 2, 0.25)).toBeCloseTo(0.1, 12)
    // min(p, 1 - p) of the released code is half of 1 - 2 |p - 1/2|.
    for (const p of [0, 0.25, 0.5, 0.9])
      expect(Math.min(p, 1 - p)).toBeCloseTo(rewardKinds.rzero.value(p, { width: 0.01 }, 0) / 2, 12)
    const half = new ScriptPlayer(
      'half',
      ({ text, index }) =>
        ` Answer: ${index % 2 === 0 ? [...text.matchAll(/\d+/gu)].map(Number).reduce((a, b) => a + b, 0) : 0}`,
    )
    const { episodes } = await play(
      { 'reward.repetition': 1, 'reward.challenger': 'rzero', 'gates.active': ['parse'] },
      half,
      sumChallenger(0),
    )
    const valid = episodes
      .flatMap(({ candidates }) => candidates)
      .filter((each) => each.valid && each.reward !== null)
    for (const { reward, alike } of valid) expect(reward).toBeCloseTo(Math.max(0, 1 - (alike ?? 9)), 12)
    expect(new Set(valid.map(({ alike }) => alike)).size).toBeGreaterThan(1)
    expect(
      (await play({ 'reward.challenger': 'rzero' })).episodes
        .flatMap(({ candidates }) => candidates)
        .every(({ alike }) => alike === undefined),
    ).toBe(true)
  })

  it('trains the Reasoner only on tasks within the band, both ends included, and still pays for the others', async () => {
    const { episodes } = await play({ 'game.bandLow': 0.25, 'game.bandHigh': 0.75 })
    let [inside, outside] = [0, 0]
    for (const { attempts } of episodes) {
      for (const candidate of new Set(attempts.map((attempt) => attempt.candidate))) {
        const own = attempts.filter((attempt) => attempt.candidate === candidate)
        const rate = own.filter(({ verdict }) => verdict === 'right').length / own.length
        const within = rate >= 0.25 && rate <= 0.75
        expect(own.every(({ advantage }) => (advantage !== null) === within)).toBe(true)
        if (within) inside += 1
        else outside += 1
      }
    }
    expect(inside).toBeGreaterThan(0)
    expect(outside).toBeGreaterThan(0)
  })

  it('lets the seats learn by turns: so many rounds the Challenger, then so many the Reasoner, and again', () => {
    const config = sumConfig({ 'game.challengerRounds': 2, 'game.reasonerRounds': 3 })
    const turns = Array.from({ length: 10 }, (_, round) => turn(config.game, round))
    expect(turns).toEqual([
      'challenger',
      'challenger',
      'reasoner',
      'reasoner',
      'reasoner',
      'challenger',
      'challenger',
      'reasoner',
      'reasoner',
      'reasoner',
    ])
    expect(
      [1, 2].map((round) => [learns(config, 'challenger', round), learns(config, 'reasoner', round)]),
    ).toEqual([
      [true, false],
      [false, true],
    ])
    expect(turn(sumConfig().game, 7)).toBeNull()
  })

  it('may divide by the deviation of the group (GRPO), which leaves a group without signal at zero', async () => {
    expect(standardised([1, 0, 0, 0]).map((each) => Number(each.toFixed(4)))).toEqual([1.5, -0.5, -0.5, -0.5])
    expect(standardised([1, 1, 1])).toEqual([0, 0, 0])
    const { episodes } = await play({ 'update.advantage': 'standardised' })
    const [deepest] = episodes
      .flatMap(({ attempts }) => attempts.map(({ advantage }) => Math.abs(advantage ?? 0)))
      .sort((a, b) => b - a)
    expect(deepest).toBeGreaterThan(0.8)
  })
})

describe('Absolute Zero', () => {
  const reward = { ...preset('default').reward, challenger: 'absoluteZero' } as const
  const task = { type: 'integer', gold: '1' } as const
  const verdicts = (right: number): Verdict[] =>
    Array.from({ length: 8 }, (_, i) => (i < right ? 'right' : 'wrong'))

  it('pays nothing where nobody or everybody is right by the paper, -0.5 by the code', () => {
    expect([0, 2, 8].map((right) => challengerReward(reward, task, verdicts(right), 0))).toEqual([0, 0.75, 0])
    expect(
      [0, 2, 8].map((right) => challengerReward({ ...reward, useless: -0.5 }, task, verdicts(right), 0)),
    ).toEqual([-0.5, 0.75, -0.5])
  })

  it('needs several attempts: with one, 1 - p is always 0', () => {
    expect(challengerReward(reward, task, ['right'], 0)).toBe(0)
    expect(challengerReward(reward, task, ['wrong'], 0)).toBe(0)
  })

  it('may take off for wrong and for missing answers', () => {
    expect(
      (['right', 'wrong', 'noAnswer'] as const).map((verdict) =>
        reasonerReward(verdict, { wrong: -0.5, noAnswer: -1 }),
      ),
    ).toEqual([1, -0.5, -1])
    expect((['right', 'wrong', 'noAnswer'] as const).map((verdict) => reasonerReward(verdict))).toEqual([
      1, 0, 0,
    ])
  })

  it('whitens by answer type and seat over the round: mean 0 and deviation 1 for each pair', async () => {
    const { episodes, trajectories } = await play({ 'update.advantage': 'whitened' })
    for (const seat of ['candidates', 'attempts'] as const) {
      const all = episodes.flatMap((episode) => episode[seat].flatMap(({ advantage }) => advantage ?? []))
      const mean = all.reduce((sum, value) => sum + value, 0) / all.length
      expect(mean).toBeCloseTo(0, 9)
      expect(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length).toBeCloseTo(1, 6)
    }
    expect(trajectories.length).toBeGreaterThan(0)
    const equal = await play(
      { 'update.advantage': 'whitened' },
      new ScriptPlayer('never', () => ' Answer: 0'),
      new ScriptPlayer('mute', () => ''),
    )
    expect(equal.trajectories).toEqual([])
  })
})
