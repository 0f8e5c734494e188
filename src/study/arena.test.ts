import { describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { withValue } from '../config/config'
import { StrongChallenger } from '../players/strongChallenger'
import { ScriptPlayer, sumChallenger, sumReasoner } from '../players/scriptPlayer'
import type { ArenaReport } from '../protocol/arenaReport'
import { freeText } from '../spice/analyser'
import { storyAnalyser } from '../spice/stories/analyse'
import { corpusTexts } from '../spice/stories/storyCorpus'
import { Recorder, sumConfig, sumPassages, textOf } from '../spice/testing/sums'
import { playArena, type ArenaRequest } from './arena'

const sums: ArenaRequest = {
  challengers: [
    { name: 'early', player: sumChallenger(0.2) },
    { name: 'late', player: sumChallenger(0.6) },
  ],
  reasoners: [
    { name: 'weak', player: sumReasoner(0.5) },
    { name: 'good', player: sumReasoner(0.95) },
  ],
  ...{
    passages: sumPassages(12),
    config: sumConfig(),
    seed: 5,
    candidates: 6,
    attempts: 4,
    analyser: { ...freeText, types: () => ['integer'] },
  },
}
const cell = (report: ArenaReport, challenger: number, reasoner: number) =>
  report.cells.find((each) => each.challenger === challenger && each.reasoner === reasoner)

describe('playArena', () => {
  it('asks every Challenger once and every Reasoner all that is valid, and repeats from its seed', async () => {
    const report = await playArena(sums)
    expect(report.cells).toHaveLength(4)
    expect(report.challengers.map(({ name, sampled }) => [name, sampled])).toEqual([
      ['early', 72],
      ['late', 72],
    ])
    const [early, late] = report.challengers
    expect(early?.valid).toBeGreaterThan(late?.valid ?? 99)
    for (const { challenger, tasks, attempts } of report.cells)
      expect([tasks, attempts]).toEqual([report.challengers[challenger]?.valid, 4 * tasks])
    expect(cell(report, 0, 1)?.passRate?.mean).toBeGreaterThan(
      (cell(report, 0, 0)?.passRate?.mean ?? 1) + 0.2,
    )
    for (const { passRate } of report.cells) {
      expect(passRate?.low).toBeLessThan(passRate?.mean ?? 0)
      expect(passRate?.high).toBeGreaterThan(passRate?.mean ?? 1)
    }
    expect(await playArena(sums)).toEqual(report)
    expect((await playArena({ ...sums, seed: 6 })).cells).not.toEqual(report.cells)
  })

  it("asks Reasoners the same questions without the passage, and once more with it: the Reasoner's own prompt never holds it", async () => {
    const recorders = [new Recorder(sumReasoner()), new Recorder(sumReasoner(0.5))]
    await playArena({
      ...sums,
      passages: sumPassages(4, 'Nobody saw the zebra.'),
      reasoners: recorders.map((player, i) => ({ name: String(i), player })),
    })
    const calls = recorders.map(({ calls }) => calls)
    expect(calls[0]?.map((requests) => requests.map(textOf))).toEqual(
      calls[1]?.map((requests) => requests.map(textOf)),
    )
    const [closed, open] = at(calls, 0)
    expect(
      closed?.every(
        (request) => !textOf(request).includes('zebra') && request.count === 4 && request.temperature === 1,
      ),
    ).toBe(true)
    expect(
      open?.every(
        (request) => textOf(request).includes('zebra') && request.count === 1 && request.temperature === 0,
      ),
    ).toBe(true)
  })

  it('forces attempts to work where it is asked to, with the same questions and draws', async () => {
    const recorder = new Recorder(sumReasoner())
    const report = await playArena({
      ...sums,
      notFirst: [' Answer'],
      reasoners: [{ name: 'r', player: recorder }],
    })
    const [closed, forced, open] = recorder.calls
    expect(forced).toEqual(closed?.map((each) => ({ ...each, notFirst: [' Answer'] })))
    expect(open?.every(({ notFirst }) => notFirst === undefined)).toBe(true)
    // The script works always: every attempt counts as working, and forcing changes nothing.
    const [first] = report.cells
    expect(first?.working?.working).toBe(first?.attempts)
    expect(first?.working?.right).toBe(Math.round((first?.passRate?.mean ?? 0) * (first?.attempts ?? 0)))
    expect(first?.forced).toEqual(first?.passRate)
    expect(report.notFirst).toEqual([' Answer'])
    expect((await playArena(sums)).cells[0]?.forced).toBeNull()
  })

  it('clusters by passage: many questions about few passages are worth no more than the passages', async () => {
    // Right for half of the passages, whatever is asked: eight passages, not eight times as many questions.
    const passages = sumPassages(8)
    const readable = new Set(passages.slice(0, 4).map(({ text }) => /^\w+ had \d+/u.exec(text)?.[0]))
    const reasoner = new ScriptPlayer('knows four', ({ text }) => {
      const numbers = [...text.matchAll(/\d+/gu)].map(Number)
      const known = readable.has(/^\w+ had \d+/u.exec(text)?.[0])
      return ` Answer: ${known ? numbers.reduce((sum, value) => sum + value, 0) : 0}`
    })
    const report = await playArena({
      ...sums,
      passages,
      candidates: 12,
      challengers: [{ name: 'c', player: sumChallenger(0) }],
      reasoners: [{ name: 'r', player: reasoner }],
    })
    const rate = cell(report, 0, 0)?.passRate
    expect((rate?.high ?? 0) - (rate?.low ?? 0)).toBeGreaterThan(0.5)
  })

  it('tells right golds, what the checker finds and what guessing would bring', async () => {
    const passages = corpusTexts('relations', 60, 4).map((text, i) => ({
      document: `d${i}`,
      start: 0,
      end: text.length,
      text,
    }))
    const config = withValue(sumConfig({ 'game.answerTypes': ['mcq', 'string'] }), 'gates.active', ['parse'])
    const strong = await playArena({
      ...sums,
      passages,
      config,
      analyser: storyAnalyser,
      challengers: [{ name: 'strong', player: new StrongChallenger() }],
      reasoners: [{ name: 'r', player: sumReasoner() }],
    })
    const [found] = strong.challengers
    expect(found?.rightGold).toMatchObject({ mean: 1, checked: found?.valid })
    expect(found?.withChecker).toMatchObject({ mean: 1, checked: found?.valid })
    expect(found?.choices).toBeGreaterThan(0)
    expect(found?.chance).toBeCloseTo((0.25 * (found?.choices ?? 0)) / (found?.valid ?? 1), 12)
    const wrong = new ScriptPlayer(
      'always wrong',
      () =>
        ' Ann was tall. Tom was taller than Ann. Who is the tallest? A) Ann B) Tom C) Sue D) Leo Answer: A',
    )
    const report = await playArena({
      ...sums,
      passages,
      config,
      analyser: storyAnalyser,
      challengers: [{ name: 'wrong', player: wrong }],
    })
    expect(report.challengers[0]?.rightGold.mean).toBe(0)
    expect(report.challengers[0]?.withChecker.mean).toBe(0)
  })

  it('has no rate where nothing is valid', async () => {
    const report = await playArena({
      ...sums,
      challengers: [{ name: 'mute', player: new ScriptPlayer('mute', () => '') }],
    })
    expect(report.cells.map(({ passRate, withPassage, tasks }) => [passRate, withPassage, tasks])).toEqual([
      [null, null, 0],
      [null, null, 0],
    ])
    expect(report.challengers[0]).toMatchObject({ valid: 0, premises: null, chance: null })
  })
})
