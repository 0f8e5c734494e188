import { describe, expect, it } from 'vitest'
import { preset } from '../config/config'
import type { ProbeRecord, RoundMetrics } from '../protocol/records'
import { readStudy, startOf, tokensLike, type Study } from './studyFile'
import type { ArenaReport } from '../protocol/arenaReport'
import type { BenchmarkResult } from '../protocol/benchmarkResult'
import type { StudyReport } from '../protocol/studyReport'
import { printReport, reportText } from './printStudy'
import type { ArmRun } from './armRun'
import { runFlops } from './flops'
import { probeGain, reportOf } from './report'

const file = {
  name: 'does it learn',
  preset: 'nano',
  corpus: 'stories-numbers',
  probe: 'probe.json',
  seeds: [1, 2, 3],
  set: { 'game.rounds': 20 },
  arms: [{ name: 'spice' }, { name: 'shuffled', set: { 'reward.shuffled': true } }],
}

function study(changes: object = {}): Study {
  const read = readStudy({ ...file, ...changes })
  if (!read.ok) throw new Error(read.error.message)
  return read.value
}

const probe = (round: number, accuracy: number): ProbeRecord => ({ round, accuracy, answers: [] })
const metrics = (processed: number, trained: number): RoundMetrics => ({
  round: 0,
  passRate: 0.5,
  challengerReward: 0.2,
  validRate: 0.6,
  gates: {},
  noSignalShare: null,
  duplicateShare: 0,
  probeAccuracy: null,
  entropy: 1,
  entropyChallenger: 1,
  entropyReasoner: 1,
  gradNormChallenger: 0,
  gradNormReasoner: 0,
  generatedTokens: 10,
  trainedTokens: trained,
  processedTokens: processed,
  lengthChallenger: 5,
  lengthReasoner: 5,
  passHistogram: [0, 1],
  premiseHistogram: [0, 1],
  byType: {},
  seconds: 2,
})

describe('readStudy', () => {
  it('applies the shared changes and then those of the arm', () => {
    const [spice, shuffled] = study().arms
    expect(spice?.config.game.rounds).toBe(20)
    expect(spice?.config.reward.shuffled).toBe(false)
    expect(shuffled?.config.game.rounds).toBe(20)
    expect(shuffled?.config.reward.shuffled).toBe(true)
    expect(spice?.config.model).toEqual(preset('nano').model)
  })

  it.each([
    [null, 'one JSON object'],
    [{ ...file, corpus: '' }, '"corpus"'],
    [{ ...file, preset: 'mine' }, 'mine'],
    [{ ...file, seed: 1 }, '"seed" is unknown here'],
    [{ ...file, arms: [{ name: 'a', sett: {} }] }, 'arm a: "sett" is unknown here'],
    [{ ...file, probe: undefined }, '"probe"'],
    [{ ...file, seeds: [] }, '"seeds"'],
    [{ ...file, seeds: [1, 1] }, 'twice'],
    [{ ...file, seeds: [1.5] }, '"seeds"'],
    [{ ...file, arms: [] }, '"arms"'],
    [{ ...file, arms: [{ name: 'a b' }] }, 'a b'],
    [{ ...file, arms: [{ name: 'a' }, { name: 'a' }] }, 'Two arms'],
    [{ ...file, arms: [{ name: 'a', set: { 'game.nothing': 1 } }] }, 'game.nothing'],
    [{ ...file, set: { 'game.groupSize': 1e9 } }, 'game.groupSize'],
    [{ ...file, lastProbes: 0 }, '"lastProbes"'],
    [{ ...file, samples: -1 }, '"samples"'],
    [{ ...file, arena: 5 }, '"arena"'],
    [{ ...file, arena: { passages: 0 } }, 'arena: "passages"'],
    [{ ...file, benchmarks: { facts: 5 } }, '"benchmarks"'],
    [{ ...file, arms: [{ name: 'a', seeds: [4] }] }, 'seed 4'],
    [{ ...file, arms: [{ name: 'a', seeds: [] }] }, 'arm a: "seeds"'],
    [{ ...file, arms: [{ name: 'a', tokensAs: 'b' }, { name: 'b' }] }, '"tokensAs"'],
    [
      {
        ...file,
        arms: [
          { name: 'a', seeds: [1] },
          { name: 'b', tokensAs: 'a' },
        ],
      },
      'lacks some',
    ],
  ])('names what is wrong: %#', (json, named) => {
    const read = readStudy(json)
    expect(read.ok).toBe(false)
    if (!read.ok) expect(read.error.message).toContain(named)
  })
})

describe('arms of a study', () => {
  it('may begin from several weights, which the seeds of the study take in turn', () => {
    const several = study({
      startFrom: ['a.safetensors', 'b.safetensors'],
      arms: [{ name: 'spice' }, { name: 'own', seeds: [3, 2], startFrom: 'c.safetensors' }],
    })
    const [spice, own] = several.arms
    expect([1, 2, 3].map((seed) => spice && startOf(several, spice, seed))).toEqual([
      'a.safetensors',
      'b.safetensors',
      'a.safetensors',
    ])
    expect([2, 3].map((seed) => own && startOf(several, own, seed))).toEqual([
      'c.safetensors',
      'c.safetensors',
    ])
  })

  it('may have fewer seeds and rounds, and as many learned tokens as another', () => {
    const { arms, arena, benchmarks } = study({
      heldOut: 'held.json',
      benchmarks: { facts: 'facts.json' },
      arena: { passages: 16 },
      arms: [
        { name: 'spice' },
        {
          name: 'more',
          tokensAs: 'spice',
          corpus: 'elsewhere',
          startFrom: 'w.safetensors',
          seeds: [3, 1],
          set: { 'game.rounds': 5 },
          arena: false,
        },
      ],
    })
    expect(arms.map(({ corpus, startFrom }) => [corpus, startFrom])).toEqual([
      [file.corpus, []],
      ['elsewhere', ['w.safetensors']],
    ])
    expect(arms[0]).toMatchObject({
      seeds: [1, 2, 3],
      tokensAs: null,
      arena: true,
      config: { update: { source: 'play' } },
    })
    expect(arms[1]).toMatchObject({
      seeds: [1, 3],
      tokensAs: 'spice',
      arena: false,
      config: { update: { source: 'examples' }, game: { rounds: 5 } },
    })
    expect(arena).toEqual({ passages: 16, candidates: 8, attempts: 8, seed: 1 })
    expect(benchmarks).toEqual({ heldOut: 'held.json', facts: 'facts.json' })
    expect(study().arena).toBeNull()
  })

  it('counts tokens a round over the rounds that both have', () => {
    expect(tokensLike([100, 300, 500], 3)).toBe(300)
    expect(tokensLike([100, 300, 500], 2)).toBe(200)
    expect(tokensLike([100, 300], 8)).toBe(200)
    expect(tokensLike([], 2)).toBe(64)
  })
})

describe('reportOf', () => {
  const run = (arm: string, seed: number, last: number): ArmRun => ({
    arm,
    seed,
    parameters: 100,
    device: 'a device',
    evaluation: null,
    metrics: [metrics(50, 20), metrics(50, 20)],
    probes: [probe(10, last + 0.01), probe(0, 0.4), probe(5, 0.9), probe(15, last - 0.01), probe(20, last)],
  })
  const runs = [1, 2, 3].flatMap((seed) => [run('spice', seed, 0.5 + seed / 100), run('shuffled', seed, 0.4)])

  it('takes the probe of round 0 and the mean of the last ones, whatever their order', () => {
    expect(probeGain(runs[0]?.probes ?? [], 3).last).toBeCloseTo(0.51, 12)
    expect(() => probeGain([probe(5, 0.5)], 3)).toThrow('round 0')
    expect(() => probeGain([probe(0, 0.5)], 3)).toThrow('after round 0')
  })

  it('gives the mean gain with the t interval over seeds (three seeds: 4.303 standard errors)', () => {
    const report = reportOf(study(), runs.slice().reverse())
    const gain = report.arms[0]?.gain
    expect(gain?.mean).toBeCloseTo(0.12, 12)
    expect(gain?.high).toBeCloseTo(0.12 + (4.3026527 * 0.01) / Math.sqrt(3), 6)
    expect(gain?.seeds.map((value) => Number(value.toFixed(3)))).toEqual([0.11, 0.12, 0.13])
    expect(report.differences[0]?.gain.mean).toBeCloseTo(0.12, 12)
    expect(printReport(report)).toContain('| spice | 1 2 3 | 20 | 40.0 %')
  })

  it('counts 2 operations a parameter and token of play, 6 of the update, prompts in both', () => {
    expect(runFlops([{ ...metrics(50, 20), updateTokens: 35 }], 100)).toBe(100 * (2 * 15 + 6 * 35))
    expect(runFlops([metrics(50, 20)], 100)).toBe(100 * (2 * 30 + 6 * 20))
  })

  it('tells what is not done yet, pairs by the seeds that both have, and needs one run', () => {
    const report = reportOf(
      study(),
      runs.filter(({ arm, seed }) => arm === 'spice' || seed === 2),
    )
    expect(report.missing).toEqual([
      { arm: 'shuffled', seed: 1 },
      { arm: 'shuffled', seed: 3 },
    ])
    expect(report.differences[0]?.gain).toEqual({
      mean: expect.closeTo(0.12, 9) as number,
      low: null,
      high: null,
      seeds: [expect.closeTo(0.12, 9)],
    })
    expect(printReport(report)).toContain('Not done yet: shuffled 1, shuffled 3.')
    expect(() => reportOf(study(), [])).toThrow('No run')
  })

  it('draws curves with bands over seeds, of every quantity that a round has', () => {
    const { curves } = reportOf(study(), runs)
    expect(curves['spice']?.probe?.map(([round]) => round)).toEqual([0, 5, 10, 15, 20])
    const [, mean, low, high, seeds] = curves['spice']?.probe?.at(-1) ?? []
    expect([mean, seeds]).toEqual([0.52, 3])
    expect(high).toBeCloseTo(0.52 + (4.3026527 * 0.01) / Math.sqrt(3), 4)
    expect(low).toBeCloseTo(0.52 - (4.3026527 * 0.01) / Math.sqrt(3), 4)
    expect(curves['spice']?.noSignalShare).toBeUndefined()
    expect(curves['spice']?.premises?.[0]?.[1]).toBe(1)
  })
})

/** An arena whose pass rates are pass[challenger][reasoner]. */
function arena(
  pass: readonly (readonly (number | null)[])[],
  rightGold: readonly number[],
  checked = 10,
): ArenaReport {
  const rate = (mean: number) => ({ mean, low: 0, high: 1 })
  return {
    ...{
      v: 1,
      seed: 1,
      passages: 4,
      candidates: 8,
      attempts: 8,
      reasoners: [{ name: 'first' }, { name: 'last' }],
    },
    challengers: rightGold.map((gold, i) => ({
      name: String(i),
      sampled: 10,
      valid: 5 + i,
      passages: 4,
      premises: 2 + i,
      rightGold: { ...rate(gold), checked: 10 },
      withChecker: { ...rate(0.95), checked },
      choices: 0,
      chance: 0,
    })),
    cells: pass.flatMap((row, challenger) =>
      row.map((mean, reasoner) => ({
        challenger,
        reasoner,
        passRate: mean === null ? null : rate(mean),
        withPassage: mean === null ? null : rate(0.5 + reasoner / 10),
        tasks: 5,
        attempts: 40,
      })),
    ),
  }
}

const result = (greedy: number, sampled: number): BenchmarkResult => {
  const score = (mean: number) => ({
    accuracy: { mean, low: 0, high: 1 },
    bySteps: { 2: { asked: 10, right: 10 * mean } },
    byKind: { k: { asked: 4, right: 1 } },
  })
  return {
    name: 'heldOut',
    questions: 10,
    chance: 0,
    greedy: score(greedy),
    sampled: { ...score(sampled), samples: 4 },
  }
}

describe('the measurements after the last round', () => {
  const plan = {
    heldOut: 'held.json',
    arena: { passages: 4 },
    arms: [{ name: 'spice' }, { name: 'short', set: { 'game.rounds': 10 } }],
  }
  const asked = study(plan)
  const run = (
    arm: string,
    seed: number,
    rounds: number,
    last: number,
    extra: Record<string, BenchmarkResult> = {},
  ): ArmRun => ({
    ...{
      arm,
      seed,
      parameters: 100,
      device: 'd',
      metrics: [metrics(50, 20)],
      probes: [probe(0, 0.4), probe(5, 0.5), probe(rounds, last)],
    },
    evaluation: {
      arena: arena(
        [
          [0.5, 0.7 + seed / 100],
          [0.4 - seed / 100, 0.6],
        ],
        [0.9, 0.95],
      ),
      benchmarks: { heldOut: { 0: result(0.2, 0.3), [rounds]: result(last, last - 0.1), ...extra } },
    },
  })
  const all = [1, 2, 3].flatMap((seed) => [
    run('spice', seed, 20, 0.5 + seed / 100, { 10: result(0.45, 0.4) }),
    run('short', seed, 10, 0.35),
  ])
  const rounded = (values: readonly number[] | undefined): number[] =>
    (values ?? []).map((value) => Number(value.toFixed(6)))

  it('has the gains and drops of the first arm, by seed, drops positive', () => {
    const report = reportOf(asked, all)
    expect(rounded(report.fixedChallengerGain?.seeds)).toEqual([0.21, 0.22, 0.23])
    expect(rounded(report.fixedReasonerDrop?.seeds)).toEqual([0.11, 0.12, 0.13])
    expect(rounded(report.heldOutGain?.seeds)).toEqual([0.31, 0.32, 0.33])
    expect(rounded(report.heldOutGainAtTemperature1?.seeds)).toEqual([0.11, 0.12, 0.13])
    expect(report.rightGoldChange?.mean).toBeCloseTo(0.05, 12)
    expect(report.passWithPassage?.mean).toBeCloseTo(0.95, 12)
    expect(report.fixedChallengerGain?.low).toBeCloseTo(0.22 - (4.3026527 * 0.01) / Math.sqrt(3), 6)
    expect(Object.keys(report.heldOut)).toEqual(['spice', 'short'])
    expect(report.heldOut['short']?.mean).toBeCloseTo(0.35, 12)
    expect(rounded(report.arena['spice']?.matrix[1]?.[0]?.seeds)).toEqual([0.39, 0.38, 0.37])
    expect(report.benchmarks['heldOut']?.['spice']?.bySteps['2']?.first).toBeCloseTo(0.3, 12)
  })

  it('compares an arm of fewer rounds after the same number of rounds, and says where it cannot', () => {
    const [difference] = reportOf(asked, all).heldOutDifferences
    expect(difference).toMatchObject({ arm: 'short', rounds: 10, sameRound: true })
    expect(rounded(difference?.greedy.seeds)).toEqual([0.1, 0.1, 0.1])
    const without = [1, 2, 3].flatMap((seed) => [run('spice', seed, 20, 0.5), run('short', seed, 10, 0.35)])
    const [other] = reportOf(asked, without).heldOutDifferences
    expect(other).toMatchObject({ sameRound: false })
    expect(other?.greedy.mean).toBeCloseTo(0.15, 12)
    // The probe's difference is of the same rounds whatever was kept.
    expect(reportOf(asked, all).differences[0]?.gain.mean).toBeCloseTo(0.1 - 0.025, 12)
  })

  it('leaves the probe out of the comparison where the first arm was not asked so early', () => {
    const soon = study({ ...plan, arms: [{ name: 'spice' }, { name: 'short', set: { 'game.rounds': 2 } }] })
    const short: ArmRun = { ...run('short', 1, 2, 0.5), probes: [probe(0, 0.4), probe(2, 0.5)] }
    expect(reportOf(soon, [run('spice', 1, 20, 0.5), short]).differences).toEqual([])
  })

  it('takes the model for the passage where no checker reads it, and leaves out a seed whose Challenger asked nothing', () => {
    const blind = (seed: number, pass: readonly (readonly (number | null)[])[]): ArmRun => ({
      ...run('spice', seed, 20, 0.5),
      evaluation: { arena: arena(pass, [0, 0], 0), benchmarks: {} },
    })
    const report = reportOf(asked, [
      blind(1, [
        [0.5, 0.6],
        [0.4, 0.5],
      ]),
      blind(2, [
        [0.5, 0.6],
        [null, null],
      ]),
    ])
    expect(report.passWithPassage).toMatchObject({ mean: 0.6, low: null })
    expect(report.fixedChallengerGain?.seeds).toHaveLength(1)
    expect(report.heldOutGain).toBeNull()
    expect(report.heldOut).toEqual({})
  })

  it('prints every claim and is JSON that says the same to nine digits', () => {
    const report = reportOf(asked, all)
    const text = printReport(report)
    for (const part of [
      '+22.0 (+19.5 to +24.5)',
      '| Held-out benchmark, greedy, points | +32.0',
      '| short | +10.0 (+10.0 to +10.0) | +15.0',
      'heldOut: before to after',
    ])
      expect(text).toContain(part)
    const kept = (_: string, value: unknown) => (typeof value === 'number' ? +value.toExponential(8) : value)
    expect(JSON.parse(reportText(report)) as StudyReport).toEqual(JSON.parse(JSON.stringify(report), kept))
    expect(reportText(report).match(/^"curves":/gm)).toHaveLength(1)
  })
})
