import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ScriptPlayer, sumChallenger, sumReasoner } from '../../players/scriptPlayer'
import { freeText } from '../analyser'
import { Recorder, sumConfig, sumPassages } from '../testing/sums'
import { fixed, integers, kept, play, total } from '../testing/playSums'
import type { Player } from '../seats'
import { recheckEpisode } from '../recheck'

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

it('counts what was asked by kind where the world tells kinds apart, copies among them', async () => {
  const analyser = { ...integers, kindOf: ({ question }: { question: string }) => question.slice(0, 3) }
  const config = sumConfig({ 'gates.copies': 'shared', 'gates.duplicateWindow': 0 })
  const { metrics, episodes } = await play({ analyser, config })
  const asked = Object.values(metrics.asked ?? {})
  const questions = episodes
    .flatMap(({ candidates }) => candidates)
    .filter(({ valid, copyOf }) => valid || copyOf !== undefined)
  const attempts = episodes.flatMap((episode) => episode.attempts)
  expect(total(asked.map((each) => each.questions))).toBe(questions.length)
  expect(total(asked.map((each) => each.attempts))).toBe(attempts.length)
  expect(total(asked.map(({ right }) => right)) / attempts.length).toBeCloseTo(metrics.passRate ?? NaN, 12)
  expect(Object.keys((await play()).metrics)).not.toContain('asked')
})
