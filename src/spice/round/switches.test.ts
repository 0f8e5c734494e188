import { describe, expect, it } from 'vitest'
import { ScriptPlayer, sumChallenger, sumReasoner } from '../../players/scriptPlayer'
import type { RunConfig } from '../../config/schema'
import type { Passage } from '../../protocol/records'
import { freeText, type PassageAnalyser } from '../analyser'
import { recheckEpisode } from '../recheck'
import { fixed, kept, play, total } from '../testing/playSums'
import { Recorder, sumConfig, sumPassages, textOf } from '../testing/sums'
import { type TestRound } from '../testing/testRound'

describe('the wall between the seats', () => {
  it('lets no word of the passage reach the Reasoner but what the task itself says', async () => {
    const one = new Recorder(sumReasoner())
    const other = new Recorder(sumReasoner())
    const first = await play({ reasoner: one, passages: sumPassages(6, 'Nobody saw the zebra.') })
    await play({ reasoner: other, passages: sumPassages(6, 'Quixotic wombats sang.') })
    const asked = one.calls.flat()
    expect(asked.length).toBeGreaterThan(0)
    expect(other.calls).toEqual(one.calls)
    for (const request of asked) {
      expect(textOf(request)).not.toMatch(/zebra|Then there were/)
      expect(request.parts.some((part) => 'mark' in part && part.mark === 'passage')).toBe(false)
    }
    const tasks = new Set(
      first.episodes.flatMap(({ candidates }) => candidates.map(({ task }) => task?.question)),
    )
    expect(asked.every((request) => tasks.has(textOf(request)))).toBe(true)
  })

  it('takes the worked values away with the passage', async () => {
    const { episodes } = await play({ challenger: sumChallenger(0) })
    for (const { candidates, prompts } of episodes) {
      for (const step of candidates.flatMap(({ task }) => task?.steps ?? []))
        expect(prompts.reasoner?.text).not.toContain(`(${step.value})`)
    }
  })
})

describe('switches', () => {
  const seats = (result: TestRound): string[] => [...new Set(result.trajectories.map(({ seat }) => seat))]

  it('trains one seat alone', async () => {
    const frozenChallenger = await play({ config: sumConfig({ 'game.trains': 'reasoner' }) })
    expect(seats(frozenChallenger)).toEqual(['reasoner'])
    expect(
      kept(frozenChallenger, 0).every(
        ({ advantage, reward }) => advantage === null && Number.isFinite(reward),
      ),
    ).toBe(true)
    const frozenReasoner = await play({ config: sumConfig({ 'game.trains': 'challenger' }) })
    expect(seats(frozenReasoner)).toEqual(['challenger'])
    expect(
      frozenReasoner.episodes
        .flatMap(({ attempts }) => attempts)
        .every(({ advantage }) => advantage === null),
    ).toBe(true)
  })

  it('trains one task a passage as the paper does, drawn among all valid ones', async () => {
    const config = sumConfig({ 'game.reasonerTasks': 'one' })
    const { episodes, trajectories } = await play({ config, challenger: sumChallenger(0) })
    for (const episode of episodes) {
      expect(recheckEpisode(episode, config, 3)).toEqual([])
      expect(episode.attempts[0]?.candidate).toBe(episode.chosen)
      expect(
        episode.attempts.every(
          ({ candidate, advantage }) => (advantage === null) === (candidate !== episode.chosen),
        ),
      ).toBe(true)
    }
    expect(trajectories.find(({ seat }) => seat === 'reasoner')?.weight).toBe(
      1 / (6 * 4 * config.game.reasonerTokens),
    )
    expect(new Set(episodes.map(({ chosen }) => chosen)).size).toBeGreaterThan(1)
  })

  it.each(['rzero', 'absoluteZero', 'threshold', 'random'])('pays by %s', async (name) => {
    const config = sumConfig({ 'reward.challenger': name })
    const { episodes } = await play({ config })
    for (const episode of episodes) expect(recheckEpisode(episode, config, 3)).toEqual([])
    expect(episodes).not.toEqual((await play()).episodes)
  })

  it('shuffles rewards within each group as a control: the same rewards, at other completions', async () => {
    const config = sumConfig({ 'reward.shuffled': true })
    const shuffled = await play({ config })
    const honest = await play()
    let moved = 0
    for (const [i, episode] of shuffled.episodes.entries()) {
      expect(recheckEpisode(episode, config, 3)).toEqual([])
      const own = episode.attempts.map(({ reward }) => reward)
      const other = honest.episodes[i]?.attempts.map(({ reward }) => reward) ?? []
      expect([...own].sort()).toEqual([...other].sort())
      expect(
        kept(shuffled, i)
          .map(({ reward }) => reward)
          .sort(),
      ).toEqual(
        kept(honest, i)
          .map(({ reward }) => reward)
          .sort(),
      )
      moved += own.filter((reward, k) => reward !== other[k]).length
    }
    expect(moved).toBeGreaterThan(0)
    expect(shuffled.metrics.passRate).toBe(honest.metrics.passRate)
  })

  it('plays without a corpus: no passage in the prompt nor in the record, and gates that need one stand aside', async () => {
    const challenger = new Recorder(
      fixed(
        ' Ann had 2 books. Bob gave 3. How many books? Answer: 5',
        ' Ann had 2 books. How many books? Answer: x',
      ),
    )
    const { episodes, metrics } = await play({ challenger, config: sumConfig({ 'game.corpus': false }) })
    expect(challenger.calls.flat().every((request) => textOf(request) === 'integer:')).toBe(true)
    expect(episodes.every(({ passage }) => passage.text === '' && passage.document === '')).toBe(true)
    expect(
      episodes[0]?.candidates[0]?.gates.filter(({ notApplicable }) => notApplicable).map(({ gate }) => gate),
    ).toEqual(['goldInPassage', 'grounded', 'derivation'])
    // The one question is accepted once; every repeat, in this passage or another, is a duplicate.
    expect(metrics.duplicateShare).toBe((countParsed(episodes) - 1) / countParsed(episodes))
    expect(metrics.gates.duplicate).toBe(countParsed(episodes) - 1)
    expect(episodes.flatMap(({ candidates }) => candidates).filter(({ valid }) => valid)).toHaveLength(1)
  })

  it('leaves the type to the Challenger where it chooses', async () => {
    const challenger = new Recorder(
      fixed(' string: Who had books? Answer: Ann', ' integer: How many? Answer: none', ' poem: x'),
    )
    const passage: Passage = { document: 'd', start: 0, end: 0, text: 'Ann had books.' }
    const { episodes, metrics } = await play({
      challenger,
      passages: [passage],
      config: sumConfig({ 'game.typeChoice': 'challenger', 'game.answerTypes': ['string', 'integer'] }),
    })
    expect(textOf(challenger.calls[0]?.[0] ?? { parts: [] })).toBe('Ann had books.')
    expect(episodes[0]?.candidates.map(({ task }) => task?.type ?? null)).toEqual([
      'string',
      null,
      null,
      'string',
    ])
    expect(metrics.byType).toMatchObject({ string: { sampled: 2, valid: 1 } })
  })

  it('assigns types that the passage can carry', async () => {
    const challenger = new Recorder(fixed(' x'))
    const types = async (fits: PassageAnalyser['types'], active: readonly string[]): Promise<Set<string>> => {
      challenger.calls.length = 0
      await play({
        challenger,
        passages: sumPassages(24),
        analyser: { ...freeText, types: fits },
        config: sumConfig({ 'game.answerTypes': active, 'game.maxCandidates': 4 }),
      })
      return new Set(challenger.calls.flat().map((request) => textOf(request).split('\n')[1] ?? ''))
    }
    expect(await types(() => ['string', 'mcq'], ['integer', 'expression', 'string', 'mcq'])).toEqual(
      new Set(['string:', 'mcq:']),
    )
    expect(await types(() => ['expression'], ['expression', 'string'])).toEqual(new Set(['expression:']))
    expect(await types(() => ['string'], ['integer'])).toEqual(new Set(['integer:']))
  })

  it('asks the model with the passage at hand where that gate is on', async () => {
    const config = (active: readonly string[]): RunConfig => sumConfig({ 'gates.active': active })
    const challenger = fixed(' How many were there? Answer: 41', ' Who had them? How many? Answer: 42')
    const passage: Passage = { document: 'd', start: 0, end: 0, text: 'Ann had 41 or 42.' }
    const reasoner = new Recorder(
      new ScriptPlayer('reader', ({ request }) =>
        request.parts.some((part) => 'mark' in part && part.mark === 'passage')
          ? ' Answer: 42'
          : ' Answer: 1',
      ),
    )
    const { episodes, metrics } = await play({
      challenger,
      reasoner,
      passages: [passage],
      config: config(['parse', 'duplicate', 'openBook']),
    })
    expect(metrics.gates).toEqual({ duplicate: 2, openBook: 1 })
    expect(episodes[0]?.candidates[0]?.gates.at(-1)).toEqual({
      gate: 'openBook',
      passed: false,
      reason: 'With the passage in view, the model answers "42".',
      why: { code: 'openBook.otherAnswer', values: { answer: '42' } },
    })
    expect(episodes[0]?.candidates.map(({ valid }) => valid)).toEqual([false, true, false, false])
    expect(reasoner.calls[0]?.every(({ temperature, count }) => temperature === 0 && count === 1)).toBe(true)
    expect(metrics.generatedTokens).toBeGreaterThan(
      total(
        episodes
          .flatMap(({ candidates, attempts }) => [...candidates, ...attempts])
          .map(({ tokens }) => tokens.length),
      ),
    )
  })

  it('counts repeats even where their gate is off', async () => {
    const challenger = fixed(' How many? Answer: 41')
    const { metrics } = await play({
      challenger,
      passages: sumPassages(2),
      config: sumConfig({ 'gates.active': ['parse'] }),
    })
    expect(metrics).toMatchObject({ validRate: 1, gates: {}, duplicateShare: 7 / 8 })
  })

  it('remembers questions from round to round, as many as the window holds', async () => {
    const first = await play({ challenger: sumChallenger(0) })
    expect(first.history.length).toBeGreaterThan(0)
    const again = await play({ challenger: sumChallenger(0), history: first.history })
    expect(again.metrics.validRate).toBeLessThan(first.metrics.validRate)
    expect(again.history.slice(0, first.history.length)).toEqual(first.history)
    expect((await play({ config: sumConfig({ 'gates.duplicateWindow': 2 }) })).history).toHaveLength(2)
  })
})

const countParsed = (episodes: TestRound['episodes']): number =>
  episodes.flatMap(({ candidates }) => candidates).filter(({ task }) => task !== null).length
