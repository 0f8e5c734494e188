import { describe, expect, it } from 'vitest'
import { sampleMetrics } from '../replay/samples'
import type { ProbeRecord } from '../protocol/records'
import { courseOf, outcomeOf, sampleQuestions } from './runOutcome'

const probe = (round: number, right: readonly boolean[]): ProbeRecord => ({
  round,
  accuracy: right.filter(Boolean).length / right.length,
  answers: right.map((is, i) => ({
    question: `Question ${i}?`,
    gold: '4',
    answer: is ? '4' : '5',
    right: is,
  })),
})

describe('what came of a run', () => {
  it('is what was wrong before and is right now', () => {
    const outcome = outcomeOf([probe(0, [false, true, false, false]), probe(5, [true, false, true, false])])
    expect(outcome).toMatchObject({ asked: 4, before: 1, after: 2, lost: 1 })
    expect(outcome?.gained).toEqual([
      { question: 'Question 0?', gold: '4', before: '5', after: '4' },
      { question: 'Question 2?', gold: '4', before: '5', after: '4' },
    ])
    expect(outcomeOf([probe(0, [true])])).toBeNull()
    expect(outcomeOf([])).toBeNull()
  })

  it('says who is ahead by what the Challenger lost, and whether the questions got harder', () => {
    const rounds = (rates: readonly number[], premises: readonly number[]) =>
      rates.map((passRate, i) => ({
        ...sampleMetrics(i),
        passRate,
        premiseHistogram: Array.from({ length: 8 }, (_, n) => (n === premises[i] ? 3 : 0)),
      }))
    expect(courseOf(rounds([0.52, 0.7, 0.88], [3, 2, 2]))).toMatchObject({
      ahead: 'reasoner',
      harder: false,
      passRate: { first: 0.52, now: 0.88 },
    })
    expect(courseOf(rounds([0.5, 0.2], [2, 4]))).toMatchObject({
      ahead: 'challenger',
      harder: true,
    })
    expect(courseOf(rounds([0.5, 0.55], [2, 3]))).toMatchObject({ ahead: 'level', harder: true })
    // The recording that plays first.
    expect(courseOf(rounds([0.47, 0.74], [2, 2]))).toMatchObject({ ahead: 'reasoner' })
    expect(courseOf([])).toBeNull()
  })

  it('offers questions that the probe holds, each once', () => {
    const offered = sampleQuestions([probe(0, [true, false, true, true, false])], 3)
    expect(new Set(offered.map(({ question }) => question)).size).toBe(3)
    expect(sampleQuestions([], 3)).toEqual([])
  })
})
