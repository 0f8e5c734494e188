import { describe, expect, it } from 'vitest'
import type { BenchmarkScore } from '../protocol/benchmarkResult'
import type { RoundMetrics } from '../protocol/records'
import { at } from '../base/at'
import type { ArmRun } from './armRun'
import { leadAt, skillReportOf } from './skillReport'
import { readStudy, type Study } from './studyFile'

function study(changes: object = {}): Study {
  const read = readStudy({
    ...{ name: 'x', corpus: 'c', probe: 'p.json', heldOut: 'h.json', preset: 'nano', seeds: [1, 2] },
    arms: [
      { name: 'trained', set: { 'game.rounds': 4 } },
      { name: 'fixed', set: { 'game.rounds': 8, 'game.challenger': 'frozen' } },
      { name: 'paid', set: { 'game.rounds': 4, 'reward.challenger': 'random' } },
    ],
    controls: { fixed: 'fixed', randomPay: 'paid' },
    ...changes,
  })
  if (!read.ok) throw new Error(read.error.message)
  return read.value
}

const score = (mean: number): BenchmarkScore => ({
  accuracy: { mean, low: mean, high: mean },
  bySteps: {},
  byKind: {},
})

interface Costs {
  readonly written: number
  readonly read: number
  readonly updated: number
  readonly learned: number
}

/** A run whose every round costs the same, probed every second round. */
function run(
  arm: string,
  seed: number,
  accuracies: readonly number[],
  skill: Readonly<Record<string, number>>,
  { written, read, updated, learned }: Costs,
): ArmRun {
  const rounds = 2 * (accuracies.length - 1)
  const line = {
    generatedTokens: written,
    processedTokens: read + updated,
    updateTokens: updated,
    trainedTokens: learned,
  }
  return {
    ...{ arm, seed, parameters: 10, device: 'd' },
    metrics: Array.from({ length: rounds }, (_, round) => ({ ...line, round }) as RoundMetrics),
    probes: accuracies.map((accuracy, i) => ({ round: 2 * i, accuracy, answers: [] })),
    evaluation: {
      arena: null,
      benchmarks: {
        heldOut: Object.fromEntries(
          Object.entries(skill).map(([at, mean]) => [
            at,
            {
              ...{ name: 'h', questions: 1, chance: 0, greedy: score(0), sampled: null },
              forced: { notFirst: [], greedy: score(mean), sampled: { ...score(mean / 2), samples: 4 } },
            },
          ]),
        ),
      },
    },
  }
}

const even: Costs = { written: 100, read: 100, updated: 50, learned: 20 }
const runs = [1, 2].flatMap((seed) => [
  run('trained', seed, [0.2, 0.5, 0.8], { 0: 0.2, 4: 0.7 + seed / 100 }, even),
  run('fixed', seed, [0.2, 0.3, 0.4, 0.5, 0.6], { 0: 0.2, 4: 0.4, 8: 0.6 }, even),
  run('paid', seed, [0.2, 0.3, 0.4], { 0: 0.2, 4: 0.5 }, even),
])

describe('the report of skill', () => {
  it('takes gains of attempts that are forced to work, by seed, and leaves out what was not run', () => {
    const report = skillReportOf(study(), runs)
    expect(report?.skillGain?.mean).toBeCloseTo(0.515, 12)
    expect(report?.skillGain?.seeds.map((each) => each.toFixed(3))).toEqual(['0.510', '0.520'])
    expect(report?.skillGainAtTemperature1?.mean).toBeCloseTo(0.515 / 2, 12)
    expect(report?.randomPayGain?.mean).toBeCloseTo(0.3, 12)
    expect(report?.majorityGain).toBeNull()
    expect(report?.trainedOverFixed.rounds?.mean).toBeCloseTo(0.315, 12)
  })

  it('compares at equal costs, between probes in a straight line', () => {
    const [trained, fixed] = [at(runs, 0), at(runs, 1)]
    for (const axis of ['generated', 'operations', 'tokens'] as const)
      expect(leadAt(trained, fixed, axis)).toBeCloseTo(0.8 - 0.4, 12)
    // A fixed arm whose rounds write half as much has played seven rounds for three and a half.
    const cheap = run('fixed', 1, [0.2, 0.3, 0.4, 0.5, 0.6], {}, { ...even, written: 50 })
    expect(leadAt(trained, cheap, 'generated')).toBeCloseTo(0.8 - 0.6, 12)
    expect(leadAt(trained, cheap, 'tokens')).toBeCloseTo(0.8 - 0.4, 12)
    // Silent groups cost no learned tokens: the fixed arm's end then stands against the trained one's start.
    const silent = run('fixed', 1, [0.2, 0.3, 0.4, 0.5, 0.6], {}, { ...even, learned: 5 })
    expect(leadAt(trained, silent, 'tokens')).toBeCloseTo(0.5 - 0.6, 12)
  })

  it('counts 2 operations a parameter and token of play, 6 of the update', () => {
    const dear = run('fixed', 1, [0.2, 0.3, 0.4, 0.5, 0.6], {}, { ...even, updated: 150 })
    const spent = (4 * 10 * (2 * 100 + 6 * 50)) / (10 * (2 * 100 + 6 * 150))
    const [trained] = runs
    expect(trained && leadAt(trained, dear, 'operations')).toBeCloseTo(0.8 - (0.2 + 0.05 * spent), 12)
  })

  it('is none where a study names no controls, and refuses an arm that is not there', () => {
    expect(skillReportOf(study({ controls: undefined }), runs)).toBeNull()
    const wrong = readStudy({
      ...{ name: 'x', corpus: 'c', probe: 'p', seeds: [1] },
      arms: [{ name: 'a' }],
      controls: { fixed: 'b' },
    })
    expect(wrong.ok ? '' : wrong.error.message).toContain('"controls" must name arms')
  })
})
