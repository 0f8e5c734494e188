import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ScriptPlayer, sumChallenger, sumReasoner } from '../../players/scriptPlayer'
import type { Passage } from '../../protocol/records'
import type { RunConfig } from '../../config/schema'
import { freeText, type PassageAnalyser } from '../analyser'
import type { Player } from '../seats'
import { Recorder, sumConfig, sumPassages, textOf } from '../testing/sums'
import { recheckEpisode } from '../recheck'
import { playRound, type RoundRequest, type TestRound } from '../testing/testRound'

const integers: PassageAnalyser = { ...freeText, types: () => ['integer'] }
const play = (changes: Partial<RoundRequest> = {}): Promise<TestRound> =>
  playRound({
    ...{
      config: sumConfig(),
      seed: 3,
      round: 1,
      passages: sumPassages(6),
      challenger: sumChallenger(),
      reasoner: sumReasoner(),
      history: [],
      analyser: integers,
    },
    ...changes,
  })
/** Writes the same for every completion, or by turns. */
const fixed = (...texts: readonly string[]): Player =>
  new ScriptPlayer('fixed', ({ index }) => texts[index % texts.length] ?? '')
const kept = (
  result: TestRound,
  episode: number,
): readonly { readonly reward: number; readonly advantage: number | null; readonly valid: boolean }[] =>
  (result.episodes[episode]?.candidates ?? []).flatMap(({ reward, advantage, valid }) =>
    reward === null ? [] : [{ reward, advantage, valid }],
  )
const total = (values: readonly (number | null)[]): number =>
  values.reduce<number>((sum, value) => sum + (value ?? 0), 0)

describe('playRound', () => {
  it('repeats exactly from its seed, and differs for another seed or round', async () => {
    const first = await play()
    expect(await play()).toEqual(first)
    expect((await play({ seed: 4 })).episodes).not.toEqual(first.episodes)
    expect((await play({ round: 2 })).episodes[0]?.candidates).not.toEqual(first.episodes[0]?.candidates)
  })

  it('writes records whose rewards and advantages follow from their verdicts', async () => {
    const config = sumConfig()
    const { episodes } = await play({ config })
    expect(episodes).toHaveLength(6)
    for (const episode of episodes) expect(recheckEpisode(episode, config, 3)).toEqual([])
    expect(JSON.parse(JSON.stringify(episodes))).toEqual(episodes)
  })

  it('groups by passage and by question, never by batch: advantages of each group sum to zero', async () => {
    const result = await play()
    for (const [i, episode] of result.episodes.entries()) {
      expect(kept(result, i)).toHaveLength(4)
      expect(total(kept(result, i).map(({ advantage }) => advantage))).toBeCloseTo(0, 9)
      for (const candidate of new Set(episode.attempts.map((attempt) => attempt.candidate))) {
        const group = episode.attempts.filter((attempt) => attempt.candidate === candidate)
        expect(group).toHaveLength(4)
        expect(total(group.map(({ advantage }) => advantage))).toBeCloseTo(0, 9)
      }
    }
    const means = result.episodes.map((_, i) => total(kept(result, i).map(({ reward }) => reward)) / 4)
    expect(new Set(means.map((mean) => mean.toFixed(6))).size).toBeGreaterThan(1)
  })

  it('pays and trains invalid candidates with the penalty', async () => {
    const result = await play()
    const invalid = result.episodes.flatMap((_, i) => kept(result, i)).filter(({ valid }) => !valid)
    expect(invalid.length).toBeGreaterThan(0)
    expect(invalid.every(({ reward }) => reward === -0.1)).toBe(true)
    const trained = result.trajectories.filter(
      ({ seat, advantage }) => seat === 'challenger' && advantage < 0,
    )
    const texts = new Set(trained.map(({ completion }) => completion.text))
    expect(
      result.episodes
        .flatMap(({ candidates }) => candidates)
        .some((each) => !each.valid && texts.has(each.text)),
    ).toBe(true)
  })

  it('weights a token by trajectories and budget, not by length, and gives whole completions', async () => {
    const config = sumConfig()
    const { trajectories, episodes } = await play({ config })
    const challenger = trajectories.filter(({ seat }) => seat === 'challenger')
    const reasoner = trajectories.filter(({ seat }) => seat === 'reasoner')
    const attempts = episodes.flatMap((episode) => episode.attempts).length
    expect(new Set(challenger.map(({ weight }) => weight))).toEqual(
      new Set([1 / (24 * config.game.challengerTokens)]),
    )
    expect(new Set(reasoner.map(({ weight }) => weight))).toEqual(
      new Set([1 / (attempts * config.game.reasonerTokens)]),
    )
    expect(new Set(challenger.map(({ completion }) => completion.tokens.length)).size).toBeGreaterThan(1)
    for (const { completion, prompt, advantage } of trajectories) {
      expect(completion.logp).toHaveLength(completion.tokens.length)
      expect(completion.tokens[0]).toBe(5 + (completion.text.codePointAt(0) ?? 0))
      expect(prompt.length).toBeGreaterThan(0)
      expect(advantage).not.toBe(0)
    }
  })

  it('asks in one batch a wave and answers in one batch', async () => {
    const challenger = new Recorder(sumChallenger(0))
    const reasoner = new Recorder(sumReasoner())
    const { metrics } = await play({ challenger, reasoner })
    expect(challenger.calls.map((calls) => calls.length)).toEqual([6])
    expect(reasoner.calls).toHaveLength(1)
    const streams = [...challenger.calls, ...reasoner.calls].flat().map(({ stream }) => stream)
    expect(new Set(streams).size).toBe(streams.length)
    expect(metrics.generatedTokens).toBeGreaterThan(0)
    expect(metrics.processedTokens).toBeGreaterThan(metrics.generatedTokens)
  })

  it('encodes each prompt once, whatever it is used for', async () => {
    const encoded = { challenger: 0, reasoner: 0 }
    const counted = (player: Player, seat: keyof typeof encoded): Player => ({
      name: seat,
      encode: (parts) => ((encoded[seat] += 1), player.encode(parts)),
      complete: (requests, options) => player.complete(requests, options),
    })
    const { episodes } = await play({
      challenger: counted(sumChallenger(), 'challenger'),
      reasoner: counted(sumReasoner(), 'reasoner'),
    })
    const tasks = episodes.flatMap(({ candidates }) =>
      candidates.filter(({ valid, reward }) => valid && reward !== null),
    )
    expect(encoded).toEqual({ challenger: 6, reasoner: tasks.length })
  })

  it('tries passages without a valid task again, up to N, and keeps G in the same proportion', async () => {
    const challenger = new Recorder(fixed(' nothing', ' How many of the books?'))
    const hopeless = await play({ challenger })
    expect(hopeless.metrics.validRate).toBe(0)
    expect(challenger.calls.map((calls) => calls.map(({ count }) => count))).toEqual(
      [1, 2, 3].map(() => [4, 4, 4, 4, 4, 4]),
    )
    expect(
      hopeless.episodes.every(
        (episode) =>
          episode.candidates.length === 12 && episode.chosen === null && episode.prompts.reasoner === null,
      ),
    ).toBe(true)
    expect(hopeless.metrics).toMatchObject({
      passRate: null,
      noSignalShare: null,
      passHistogram: [0, 0, 0, 0, 0],
    })
    expect(hopeless.metrics.challengerReward).toBeCloseTo(-0.1, 12)
    expect(hopeless.trajectories).toEqual([])

    const mixed = await play({
      challenger: sumChallenger(0.85),
      config: sumConfig({ 'game.maxCandidates': 40 }),
    })
    const many = mixed.episodes.filter(
      ({ candidates }) => candidates.length > 4 && candidates.some(({ valid }) => valid),
    )
    expect(many.length).toBeGreaterThan(0)
    for (const { candidates } of many) {
      const keptValid = candidates.filter(({ valid, reward }) => valid && reward !== null).length
      const valid = candidates.filter((each) => each.valid).length
      expect(keptValid).toBe(Math.max(1, Math.min(4, Math.round((4 * valid) / candidates.length))))
      expect(candidates.slice(0, -4).some((each) => each.valid)).toBe(false)
    }
  })

  it('counts what it did, and every number is one', async () => {
    const { metrics, episodes } = await play()
    const attempts = episodes.flatMap((episode) => episode.attempts)
    const candidates = episodes.flatMap((episode) => episode.candidates)
    const valid = candidates.filter((each) => each.valid).length
    expect(metrics.passRate).toBe(
      attempts.filter(({ verdict }) => verdict === 'right').length / attempts.length,
    )
    expect(metrics.validRate).toBe(valid / candidates.length)
    expect(total(Object.values(metrics.gates))).toBe(candidates.length - valid)
    expect(total(metrics.passHistogram)).toBe(attempts.length / 4)
    expect(total(metrics.premiseHistogram)).toBe(attempts.length / 4)
    expect(metrics.byType.integer).toMatchObject({
      sampled: candidates.length,
      valid,
      attempts: attempts.length,
    })
    expect(metrics.generatedTokens).toBe(
      total([...candidates, ...attempts].map(({ tokens }) => tokens.length)),
    )
    expect(metrics.premiseHistogram[0]).toBe(0)
    expect(JSON.stringify(metrics)).not.toContain('null')
    expect(metrics.entropy).toBeGreaterThan(0)
  })

  it('reports both phases to the end', async () => {
    const seen: string[] = []
    await play({ onProgress: ({ phase, done, total: of }) => seen.push(`${phase} ${done === of}`) })
    expect(seen[0]).toBe('asking false')
    expect(seen).toContain('asking true')
    expect(seen.at(-1)).toBe('answering true')
  })

  it('stops when it is told to', async () => {
    const controller = new AbortController()
    const challenger = new ScriptPlayer('aborting', () => {
      controller.abort(new Error('paused'))
      return 'nothing'
    })
    await expect(play({ challenger, signal: controller.signal })).rejects.toThrow('paused')
  })
})

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
      reason: 'With the passage at hand the model answers "42".',
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

it('survives players that write anything', async () => {
  const pieces = [
    'Answer: ',
    '42',
    ' How many? ',
    '(',
    '). (3)',
    'A) x B) y C) z D) w',
    '\u0000',
    '\ud800',
    'integer:',
    '有',
    '\n',
    '\\boxed{',
    '}',
  ]
  const babble: Player = new ScriptPlayer('babble', (_, random) =>
    Array.from({ length: random.integer(0, 9) }, () => random.pick(pieces)).join(''),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 1000 }),
      fc.constantFrom('assigned', 'challenger'),
      fc.constantFrom(['parse'], ['parse', 'leak', 'grounded']),
      async (seed, typeChoice, active) => {
        const config = sumConfig({
          'game.typeChoice': typeChoice,
          'gates.active': active,
          'game.answerTypes': ['integer', 'expression', 'string', 'mcq'],
          'game.maxCandidates': 8,
        })
        const { episodes, metrics } = await play({
          seed,
          config,
          challenger: babble,
          reasoner: babble,
          passages: sumPassages(3),
          analyser: freeText,
        })
        for (const episode of episodes) expect(recheckEpisode(episode, config, seed)).toEqual([])
        for (const value of Object.values(metrics))
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
      },
    ),
    { numRuns: 30 },
  )
})
