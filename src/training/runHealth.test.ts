import { describe, expect, it } from 'vitest'
import type { RoundMetrics } from '../protocol/records'
import { fieldList } from '../config/config'
import { sampleCandidate, sampleEpisode } from '../replay/samples'
import { alarmLevels } from '../spice/health'
import { assertFinite, health } from './runHealth'

const line = (round: number, change: Partial<RoundMetrics> = {}): RoundMetrics => ({
  round,
  passRate: 0.5,
  challengerReward: 0.4,
  validRate: 0.6,
  gates: { leak: 3 },
  noSignalShare: 0.3,
  duplicateShare: 0.05,
  probeAccuracy: null,
  entropy: 0.2,
  entropyChallenger: 0.2,
  entropyReasoner: 0.2,
  gradNormChallenger: 1,
  gradNormReasoner: 1,
  generatedTokens: 100,
  trainedTokens: 50,
  processedTokens: 300,
  lengthChallenger: 40,
  lengthReasoner: 20,
  passHistogram: [1, 2],
  premiseHistogram: [0, 3],
  byType: { integer: { sampled: 4, valid: 2, right: 3, attempts: 8 } },
  seconds: 1,
  ...change,
})
const rounds = (later: Partial<RoundMetrics>): RoundMetrics[] =>
  Array.from({ length: 3 * alarmLevels.rounds }, (_, i) => line(i, i >= 2 * alarmLevels.rounds ? later : {}))

describe('health', () => {
  it('is silent for a healthy run, and for a short one however bad', () => {
    expect(health(rounds({}))).toEqual([])
    expect(health([line(1, { validRate: 0 })])).toEqual([])
  })
  it.each([
    ['noValidTasks', { validRate: 0, passRate: null, noSignalShare: null }, 'Only 0%'],
    ['noSignal', { noSignalShare: 0.95 }, '95%'],
    ['repeats', { duplicateShare: 0.6 }, '60%'],
    ['entropyCollapse', { entropy: 0.01 }, 'from 0.20 to 0.01'],
    ['coinFlips', { coins: { valid: 2, right: 8, attempts: 16 } }, 'like a coin flip'],
    ['wrongGold', { gold: { checked: 8, right: 4 } }, '50% of 40 gold'],
    ['leaks', { leaked: 1 }, '50% of the valid'],
    ['invalidGroups', { challengerNoSignalShare: 0.75 }, '75%'],
  ] as const)('tells %s with its numbers and a field that exists', (kind, later, words) => {
    const [warning, ...others] = health(rounds(later))
    expect(others).toEqual([])
    expect(warning?.kind).toBe(kind)
    expect(warning?.failure.message).toContain(words)
    expect(fieldList.map(([path]) => path)).toContain(warning?.fix)
  })
})

it('names the episode that shows it, counted from 1', () => {
  const [episode] = [
    {
      ...sampleEpisode(14, 3),
      episode: 3,
      candidates: [{ ...sampleCandidate(false), valid: false, reward: -0.1 }],
      attempts: [],
    },
  ]
  const [warning] = health(rounds({ validRate: 0, passRate: null, noSignalShare: null }), [episode])
  expect(warning).toMatchObject({ kind: 'noValidTasks', episode: 3 })
  expect(warning?.failure.message).toMatch(/ See episode 4 of round 15\.$/u)
  expect(health(rounds({ noSignalShare: 0.95 }), [])[0]?.episode).toBeNull()
})

describe('assertFinite', () => {
  it('passes a whole line through and names the field that is no number', () => {
    expect(assertFinite(line(1))).toEqual(line(1))
    expect(() => assertFinite(line(7, { entropy: NaN }))).toThrow('Round 7: entropy is NaN')
    expect(() => assertFinite(line(7, { passHistogram: [1, Infinity] }))).toThrow(
      'passHistogram.1 is Infinity',
    )
    expect(() =>
      assertFinite(line(7, { byType: { mcq: { sampled: 1, valid: 1, right: NaN, attempts: 1 } } })),
    ).toThrow('byType.mcq.right')
  })
})
