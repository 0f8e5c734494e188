import { describe, expect, it } from 'vitest'
import { sampleMetrics } from '../replay/samples'
import { alarmKinds } from '../spice/health'
import { curveNames } from './curves'
import { chartOf } from './openAlarm'
import { realOf, storyOf } from './runStory'

const rounds = (rates: readonly (number | null)[]) =>
  rates.map((passRate, round) => sampleMetrics(round, { passRate }))
const probe = (round: number, right: number, all = 300) => ({
  round,
  accuracy: right / all,
  answers: Array.from({ length: all }, (_, i) => ({
    question: `q${i}`,
    gold: '1',
    answer: '1',
    right: i < right,
  })),
})

describe('story', () => {
  it('says who is ahead by the newest pass rates', () => {
    expect(storyOf(rounds([0.5, 0.9, 0.9, 0.9]), []).ahead).toBe('reasoner')
    expect(storyOf(rounds([0.9, 0.1, 0.1, 0.2]), []).ahead).toBe('challenger')
    expect(storyOf(rounds([0.4, 0.5, 0.6]), [])).toMatchObject({ ahead: 'level', passRate: 0.5 })
    expect(storyOf(rounds([null, null]), []).ahead).toBe('unknown')
    expect(storyOf([], [])).toMatchObject({ ahead: 'unknown', real: 'unknown', probe: null, validRate: null })
  })

  it('compares what is asked now with what was asked at first', () => {
    const list = [0, 1, 2, 3, 4, 5].map((round) =>
      sampleMetrics(round, { premiseHistogram: round < 3 ? [0, 4] : [0, 0, 4] }),
    )
    expect(storyOf(list, []).premises).toEqual({ first: 1, now: 2 })
  })

  it('calls a gain real only beyond the intervals of both probes', () => {
    expect(realOf([probe(0, 52), probe(15, 124)])).toBe('up')
    expect(realOf([probe(0, 124), probe(15, 52)])).toBe('down')
    expect(realOf([probe(0, 100), probe(15, 104)])).toBe('unclear')
    expect(realOf([probe(0, 100)])).toBe('unknown')
  })
})

describe('alarms', () => {
  it('have a chart each', () => {
    for (const kind of alarmKinds) expect(curveNames).toContain(chartOf[kind])
  })
})
