// The arms of a study that are switches of a round: who learns, and from what.
import { describe, expect, it } from 'vitest'
import { StrongChallenger } from '../../players/strongChallenger'
import { temperatureOf } from '../../config/temperature'
import { ScriptPlayer, sumChallenger, sumReasoner } from '../../players/scriptPlayer'
import { freeText } from '../analyser'
import { recheckEpisode } from '../recheck'
import { storyAnalyser } from '../stories/analyse'
import { corpusTexts } from '../stories/storyCorpus'
import { reasonerCompletion } from '../prompts/compact'
import type { Player } from '../seats'
import { Recorder, sumConfig, sumPassages } from '../testing/sums'
import { learns } from './learns'
import { playRound, type RoundRequest, type TestRound } from '../testing/testRound'

async function play(
  changes: Readonly<Record<string, unknown>>,
  request: Partial<RoundRequest> = {},
): Promise<TestRound> {
  const config = sumConfig(changes)
  const result = await playRound({
    ...{
      config,
      seed: 3,
      round: 1,
      passages: sumPassages(6),
      challenger: sumChallenger(),
      reasoner: sumReasoner(),
      history: [],
      analyser: { ...freeText, types: () => ['integer'] as const },
    },
    ...request,
  })
  for (const episode of result.episodes) expect(recheckEpisode(episode, config, 3)).toEqual([])
  return result
}

describe('who learns', () => {
  it.each([
    ['both', 'trained', [true, true]],
    ['challenger', 'trained', [true, false]],
    ['reasoner', 'trained', [false, true]],
    ['none', 'trained', [false, false]],
    ['both', 'frozen', [false, true]],
    ['both', 'scripted', [false, true]],
    ['challenger', 'remote', [false, false]],
  ] as const)('%s with a %s Challenger', (trains, challenger, [writes, answers]) => {
    const config = sumConfig({ 'game.trains': trains, 'game.challenger': challenger })
    expect([learns(config, 'challenger', 0), learns(config, 'reasoner', 0)]).toEqual([writes, answers])
  })

  it('a frozen Challenger is paid and its group has no trajectory, the Reasoner learns on', async () => {
    const { trajectories, episodes } = await play({ 'game.challenger': 'frozen' })
    expect(trajectories.length).toBeGreaterThan(0)
    expect(new Set(trajectories.map(({ seat }) => seat))).toEqual(new Set(['reasoner']))
    expect(episodes.flatMap(({ candidates }) => candidates).some(({ reward }) => reward !== null)).toBe(true)
    expect(
      episodes.flatMap(({ candidates }) => candidates).every(({ advantage }) => advantage === null),
    ).toBe(true)
  })

  it('no training leaves no trajectory at all, and the same questions and answers', async () => {
    const [none, both] = [await play({ 'game.trains': 'none' }), await play({})]
    expect(none.trajectories).toEqual([])
    expect(none.metrics.passRate).toBe(both.metrics.passRate)
  })
})

describe('rewards of a control', () => {
  it('random pays both seats by coins that the verdicts do not move', async () => {
    const { episodes } = await play(
      { 'reward.challenger': 'random', 'reward.reasoner': 'random' },
      { reasoner: new ScriptPlayer('never right', () => ' Answer: 0') },
    )
    const attempts = episodes.flatMap((episode) => episode.attempts)
    expect(attempts.every(({ verdict }) => verdict === 'wrong')).toBe(true)
    const paid = attempts.reduce((sum, { reward }) => sum + reward, 0) / attempts.length
    expect(paid).toBeGreaterThan(0.3)
    expect(paid).toBeLessThan(0.7)
    expect(new Set(attempts.map(({ reward }) => reward))).toEqual(new Set([0, 1]))
  })

  it('the coin of the Reasoner is its own: the Challenger is still paid for the verdicts', async () => {
    const { episodes } = await play(
      { 'reward.reasoner': 'random' },
      { reasoner: new ScriptPlayer('never right', () => ' Answer: 0') },
    )
    const valid = episodes
      .flatMap(({ candidates }) => candidates)
      .filter((each) => each.valid && each.reward !== null)
    expect(valid.length).toBeGreaterThan(0)
    for (const { reward } of valid) expect(reward).toBeCloseTo(Math.exp(-(0.25 ** 2) / 0.02), 12)
  })
})

describe('a strong Challenger', () => {
  const passages = corpusTexts('numbers', 8, 5).map((text, i) => ({
    document: `d${i}`,
    start: 0,
    end: text.length,
    text,
  }))

  it('asks by the grammar: all valid under every gate, all golds right', async () => {
    const { metrics } = await play(
      {
        'game.challenger': 'scripted',
        'game.answerTypes': ['integer', 'expression'],
        'gates.active': ['parse', 'goldInPassage', 'leak', 'grounded', 'derivation', 'solver'],
      },
      { passages, analyser: storyAnalyser, challenger: new StrongChallenger() },
    )
    expect(metrics.validRate).toBe(1)
    expect(metrics.gold?.checked).toBeGreaterThan(20)
    expect(metrics.gold?.right).toBe(metrics.gold?.checked)
    expect(metrics.entropyChallenger).toBe(0)
  })

  it('asks about any length of run, writes the type where it has to, and asks prose for a missing word', async () => {
    const challenger = new StrongChallenger()
    const ask = async (text: string, type: string): Promise<string[]> => {
      const [written = []] = await challenger.complete(
        [
          {
            seat: 'challenger',
            parts: [{ mark: 'begin' }, { mark: 'passage' }, { text }, { mark: 'challenger' }, { text: type }],
            tokens: [],
            count: 24,
            stream: 5,
            maxNewTokens: 9,
            temperature: 1,
          },
        ],
        { seed: 1 },
      )
      return written.map((each) => each.text)
    }
    const long =
      corpusTexts('numbers', 200, 5).find((text) => text.split('.').length > 7 && text.includes('box')) ?? ''
    expect(new Set((await ask(long, 'integer:')).map((text) => text.split('(').length)).size).toBeGreaterThan(
      2,
    )
    expect((await ask(long, '')).every((text) => /^(integer|expression): /u.test(text))).toBe(true)
    expect(
      (
        await ask('The river Danube flows from the Black Forest to the Black Sea near Romania.', 'string:')
      )[0],
    ).toMatch(/What fills the gap\? Answer: \p{L}+$/u)
    expect(await ask('', 'mcq:')).toContain('')
  })
})

describe('the share of right golds', () => {
  it('is counted from the questions, whatever the gates let through', async () => {
    const text = 'One day Mia had 6 pens in a box. Mia found 5 more, making 11.'
    const ask = (gold: string): string =>
      ` Mia had 6 pens in a box. Mia found 5 more. How many pens are there now? Answer: ${gold}`
    const challenger = new ScriptPlayer('half wrong', ({ index }) => ask(index % 2 === 0 ? '11' : '6'))
    const { metrics } = await play(
      { 'gates.active': ['parse'] },
      {
        passages: [{ document: 'd', start: 0, end: text.length, text }],
        analyser: storyAnalyser,
        challenger,
      },
    )
    expect(metrics.gold).toEqual({ checked: 4, right: 2 })
    expect((await play({})).metrics.gold).toEqual({ checked: 0, right: 0 })
  })
})

describe('a Challenger with a temperature of its own', () => {
  it('writes at it, the Reasoner at the other one; 0 stands for the same', async () => {
    const [writer, answerer] = [new Recorder(sumChallenger()), new Recorder(sumReasoner())]
    const seen = ({ calls }: Recorder): Set<number> =>
      new Set(calls.flat().map(({ temperature }) => temperature))
    await play({ 'game.challengerTemperature': 1.5 }, { challenger: writer, reasoner: answerer })
    expect([seen(writer), seen(answerer)]).toEqual([new Set([1.5]), new Set([1])])
    const { game } = sumConfig({ 'game.temperature': 0.7 })
    expect([temperatureOf(game, 'challenger'), temperatureOf(game, 'reasoner')]).toEqual([0.7, 0.7])
  })
})

describe('controls of what is learned', () => {
  it("shuffles the Reasoner's rewards alone: the Challenger is paid by the verdicts", async () => {
    const [shuffled, honest] = [await play({ 'reward.shuffledAttempts': true }), await play({})]
    const attempts = ({ episodes }: TestRound): number[] =>
      episodes.flatMap((episode) => episode.attempts.map(({ reward }) => reward))
    const candidates = ({ episodes }: TestRound): (number | null)[] =>
      episodes.flatMap((episode) => episode.candidates.map(({ reward }) => reward))
    expect(candidates(shuffled)).toEqual(candidates(honest))
    expect(attempts(shuffled)).not.toEqual(attempts(honest))
    expect(attempts(shuffled).toSorted()).toEqual(attempts(honest).toSorted())
  })

  it('pays a valid question for its surprisal, an invalid one not', async () => {
    const writer = sumChallenger(0.5)
    const challenger: Player = {
      name: 'sure',
      encode: (parts) => writer.encode(parts),
      complete: async (requests, options) =>
        (await writer.complete(requests, options)).map((all) =>
          all.map((each, i) => ({ ...each, tokens: [1, 2], logp: [-1, -i] })),
        ),
    }
    const [paid, plain] = [
      await play({ 'reward.surprise': 0.25 }, { challenger }),
      await play({}, { challenger }),
    ]
    const changes = paid.episodes.flatMap((episode, i) =>
      episode.candidates.map(({ reward, valid, copyOf, logp }, k) => {
        const before = plain.episodes[i]?.candidates[k]?.reward ?? null
        if (reward === null || before === null) return [null, null]
        const surprisal = logp.reduce((sum, each) => sum - each, 0)
        return [reward - before, valid && copyOf === undefined ? 0.25 * surprisal : 0]
      }),
    )
    expect(changes.some(([, due]) => due !== null && (due ?? 0) > 0)).toBe(true)
    for (const [change, due] of changes) if (change !== null) expect(change).toBeCloseTo(due ?? NaN, 12)
  })

  it('learns the worked golds of the kept questions in place of the attempts', async () => {
    const { trajectories, episodes } = await play(
      { 'update.source': 'golds', 'game.challenger': 'frozen' },
      { analyser: { ...freeText, types: () => ['integer'] as const, working: () => 'worked' } },
    )
    const tasks = episodes.flatMap(({ candidates }) =>
      candidates.flatMap(({ task, reward, valid }) =>
        valid && reward !== null && task !== null ? [task] : [],
      ),
    )
    expect(trajectories.map(({ completion }) => completion.text)).toEqual(
      tasks.map(({ gold }) => reasonerCompletion('worked', gold)),
    )
    expect(trajectories.every(({ seat, advantage }) => seat === 'reasoner' && advantage === 1)).toBe(true)
    expect(episodes.flatMap(({ attempts }) => attempts).every(({ advantage }) => advantage === null)).toBe(
      true,
    )
  })
})
