import { describe, expect, it } from 'vitest'
import { preset } from '../config/config'
import type { ProbeRecord, RoundMetrics } from '../protocol/records'
import { readStudy, type Study } from './file'
import { printReport, probeGain, reportOf, runFlops, type ArmRun } from './report'

const file = {
  name: 'does it learn',
  preset: 'nano',
  corpus: 'stories-numbers',
  probe: 'probe.json',
  seeds: [1, 2, 3],
  set: { 'game.rounds': 20 },
  arms: [{ name: 'spice' }, { name: 'shuffled', set: { 'reward.shuffled': true } }],
}

function study(): Study {
  const read = readStudy(file)
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
    [{ ...file, seeds: [] }, '"seeds"'],
    [{ ...file, seeds: [1, 1] }, 'twice'],
    [{ ...file, seeds: [1.5] }, '"seeds"'],
    [{ ...file, arms: [] }, '"arms"'],
    [{ ...file, arms: [{ name: 'a b' }] }, 'a b'],
    [{ ...file, arms: [{ name: 'a' }, { name: 'a' }] }, 'Two arms'],
    [{ ...file, arms: [{ name: 'a', set: { 'game.nothing': 1 } }] }, 'game.nothing'],
    [{ ...file, set: { 'game.groupSize': 1e9 } }, 'game.groupSize'],
    [{ ...file, lastProbes: 0 }, '"lastProbes"'],
  ])('names what is wrong: %#', (json, named) => {
    const read = readStudy(json)
    expect(read.ok).toBe(false)
    if (!read.ok) expect(read.error.message).toContain(named)
  })
})

describe('reportOf', () => {
  const run = (arm: string, seed: number, last: number): ArmRun => ({
    arm,
    seed,
    parameters: 100,
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
    expect(printReport(report)).toContain('| spice | 40.0 %')
  })

  it('counts 2 operations a parameter and token read or written, 6 trained', () => {
    expect(runFlops([metrics(50, 20)], 100)).toBe(100 * (2 * 30 + 6 * 20))
  })

  it('refuses a study with a missing run', () => {
    expect(() => reportOf(study(), runs.slice(2))).toThrow('seed 1')
  })
})
