import { describe, expect, it } from 'vitest'
import type { RoundMetrics } from '../protocol/records'
import { alarmHistory, alarms, type AlarmKind } from './health'

const healthy: RoundMetrics = {
  ...{
    round: 0,
    passRate: 0.5,
    challengerReward: 0.3,
    validRate: 0.6,
    gates: {},
    noSignalShare: 0.3,
    duplicateShare: 0.1,
    probeAccuracy: null,
  },
  ...{
    entropy: 0.3,
    entropyChallenger: 0.3,
    entropyReasoner: 0.3,
    gradNormChallenger: 1,
    gradNormReasoner: 1,
    generatedTokens: 10,
    trainedTokens: 10,
    processedTokens: 30,
  },
  ...{
    lengthChallenger: 50,
    lengthReasoner: 20,
    passHistogram: [],
    premiseHistogram: [],
    byType: { integer: { sampled: 40, valid: 20, right: 80, attempts: 160 } },
    seconds: 1,
  },
}
const run = (count: number, change: (round: number) => Partial<RoundMetrics> = () => ({})): RoundMetrics[] =>
  Array.from({ length: count }, (_, round) => ({ ...healthy, round, ...change(round) }))
const kinds = (history: readonly RoundMetrics[]): AlarmKind[] => alarms(history).map(({ kind }) => kind)

describe('alarms', () => {
  it('are silent over a healthy run, and before there is one', () => {
    expect(alarms([])).toEqual([])
    expect(alarmHistory(run(40))).toEqual([])
  })

  it('name a number that is none at once', () => {
    expect(alarms(run(1, () => ({ gradNormReasoner: Number.NaN, entropy: Infinity })))).toEqual([
      { kind: 'notFinite', round: 0, message: 'alarm.notFinite', numbers: { fields: 2 } },
    ])
  })

  const mcq = (right: number): RoundMetrics['byType'] => ({
    mcq: { sampled: 30, valid: 16, right, attempts: 128 },
    integer: { sampled: 30, valid: 16, right: 64, attempts: 128 },
  })
  it.each<[AlarmKind, (round: number) => Partial<RoundMetrics>, (round: number) => Partial<RoundMetrics>]>([
    ['noValidTasks', () => ({ validRate: 0.01 }), () => ({ validRate: 0.05 })],
    ['repeats', () => ({ duplicateShare: 0.6 }), () => ({ duplicateShare: 0.4 })],
    [
      'noSignal',
      () => ({ noSignalShare: 0.95 }),
      (round) => ({ noSignalShare: round % 2 === 0 ? null : 0.8 }),
    ],
    [
      'entropyCollapse',
      (round) => ({ entropy: round < 5 ? 0.3 : 0.05 }),
      (round) => ({ entropy: round < 5 ? 0.3 : 0.1 }),
    ],
    ['entropyCollapse', () => ({ entropy: 0.005 }), () => ({ entropy: 0.02 })],
    [
      'rewardWithoutProbe',
      (round) => ({
        challengerReward: round < 8 ? 0.3 : 0.6,
        probeAccuracy: round === 0 ? 0.5 : round === 10 ? 0.4 : null,
      }),
      (round) => ({
        challengerReward: round < 8 ? 0.3 : 0.6,
        probeAccuracy: round === 0 ? 0.5 : round === 10 ? 0.6 : null,
      }),
    ],
    ['guessInflation', () => ({ byType: mcq(34) }), () => ({ byType: mcq(64) })],
    [
      'coinFlips',
      () => ({ coins: { valid: 10, right: 40, attempts: 80 } }),
      () => ({ coins: { valid: 10, right: 68, attempts: 80 } }),
    ],
    [
      'coinFlips',
      () => ({ coins: { valid: 6, right: 24, attempts: 48 } }),
      () => ({ coins: { valid: 4, right: 16, attempts: 32 } }),
    ],
    ['wrongGold', () => ({ gold: { checked: 20, right: 17 } }), () => ({ gold: { checked: 20, right: 19 } })],
    ['leaks', () => ({ leaked: 2 }), () => ({ leaked: 1 })],
    [
      'invalidGroups',
      () => ({ challengerNoSignalShare: 0.6 }),
      (round) => ({ challengerNoSignalShare: round % 2 === 0 ? null : 0.4 }),
    ],
  ])('%s is raised where it should be, and not a little short of it', (kind, bad, fine) => {
    expect(kinds(run(15, bad))).toEqual([kind])
    expect(kinds(run(15, fine))).toEqual([])
  })

  it('do not cry over a single odd round', () => {
    const odd: Partial<RoundMetrics> = { validRate: 0, duplicateShare: 1, entropy: 0.01, noSignalShare: 1 }
    expect(alarmHistory(run(20, (round) => (round === 12 ? odd : {})))).toEqual([])
  })

  it('do not call few guessed questions an inflation, nor reward without a probe suspicious', () => {
    expect(
      kinds(
        run(10, () => ({
          byType: {
            mcq: { sampled: 5, valid: 1, right: 2, attempts: 8 },
            integer: { sampled: 40, valid: 30, right: 100, attempts: 240 },
          },
        })),
      ),
    ).toEqual([])
    expect(kinds(run(20, (round) => ({ challengerReward: round / 20, probeAccuracy: null })))).toEqual([])
    expect(kinds(run(20, () => ({ challengerReward: null, passRate: null, byType: {} })))).toEqual([])
  })

  it('are told once while they last, with the numbers that raised them', () => {
    const told = alarmHistory(
      run(40, (round) => ({ duplicateShare: round >= 10 && round < 20 ? 0.9 : round >= 30 ? 0.9 : 0 })),
    )
    expect(told.map(({ kind, round }) => [kind, round])).toEqual([
      ['repeats', 12],
      ['repeats', 32],
    ])
    expect(told[0]).toMatchObject({ numbers: { duplicateShare: expect.closeTo(0.54, 9) as number } })
  })
})
