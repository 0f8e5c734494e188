import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleMetrics } from '../replay/samples'
import {
  alongAxis,
  clusteredInterval,
  curveNames,
  curves,
  fewToSmooth,
  hasCurve,
  histogramMean,
  histogramOf,
  pointOf,
  smoothed,
  smoothKey,
  thinned,
} from './curves'

describe('clusteredInterval', () => {
  it('takes tasks, not attempts, as what is independent', () => {
    // Two tasks, one all right and one all wrong: mean 1/2, deviation between tasks sqrt(1/2).
    expect(clusteredInterval([1, 0, 0, 0, 1])).toEqual({ mean: 0.5, low: 0, high: 1 })
    const narrow = clusteredInterval([0, 0, 40, 0, 0])
    expect(narrow).toEqual({ mean: 0.5, low: 0.5, high: 0.5 })
    const mixed = clusteredInterval([10, 0, 20, 0, 10])
    const deviation = Math.sqrt((20 * 0.25) / 39)
    expect(mixed?.high).toBeCloseTo(0.5 + (1.96 * deviation) / Math.sqrt(40), 12)
  })
  it('is not there for fewer than two tasks, and always encloses the mean within 0 and 1', () => {
    expect(clusteredInterval([])).toBeNull()
    expect(clusteredInterval([0, 1])).toBeNull()
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 2, maxLength: 17 }), (histogram) => {
        const interval = clusteredInterval(histogram)
        if (interval === null) return
        expect(interval.low).toBeLessThanOrEqual(interval.mean + 1e-12)
        expect(interval.high).toBeGreaterThanOrEqual(interval.mean - 1e-12)
        expect(interval.low).toBeGreaterThanOrEqual(0)
        expect(interval.high).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('curves', () => {
  const round = { metrics: sampleMetrics(3), tokensPerSecond: 12 }
  it('read the fields of metrics.jsonl by their names', () => {
    expect(pointOf(curves.passRate, round)).toMatchObject({ round: 3, passRate: 0.5 })
    expect(pointOf(curves.gradNorm, round)).toEqual({
      round: 3,
      gradNormChallenger: 0.5,
      gradNormReasoner: 0.75,
    })
    expect(pointOf(curves.probe, round)).toEqual({ round: 3, probeAccuracy: null })
    expect(pointOf(curves.speed, round)).toEqual({ round: 3, tokensPerSecond: 12 })
  })
  it('tell recall, transfer and general with guessing, only where a run has them', () => {
    const measured = {
      metrics: sampleMetrics(0, {
        ...{ recall: 0.5, transfer: 0.375, general: 0.25, perplexity: 30 },
        chances: { recall: 0.25, transfer: 0.25, general: 0.25 },
      }),
      tokensPerSecond: null,
    }
    expect(pointOf(curves.documents, measured)).toEqual({
      ...{ round: 0, recall: 0.5, transfer: 0.375, general: 0.25, chances: 0.25 },
    })
    for (const name of ['documents', 'perplexity'] as const)
      expect([hasCurve(name, [round]), hasCurve(name, [round, measured])]).toEqual([false, true])
    expect(hasCurve('probe', [round])).toBe(true)
  })
  it('split a round into valid tries and what stopped the others, summing to one', () => {
    const point = pointOf(curves.validity, round)
    expect(point.parse).toBeCloseTo(1 / 6, 12)
    const sum = curves.validity.lines.reduce((all, { key }) => all + (point[key] ?? 0), 0)
    expect(sum).toBeCloseTo(1, 12)
    const whole = pointOf(curves.validity, {
      metrics: sampleMetrics(0, { validRate: 1, gates: {} }),
      tokensPerSecond: null,
    })
    expect(whole).toMatchObject({ validRate: 1, parse: 0 })
  })
  it('have a histogram for heat charts, and a name each', () => {
    expect(histogramOf('difficulty', round.metrics)).toEqual([0, 2, 2])
    expect(histogramOf('passHistogram', round.metrics)).toEqual([1, 0, 2, 0, 1])
    expect(curveNames.every((name) => curves[name].name === name)).toBe(true)
    expect(histogramMean([0, 2, 2])).toBe(1.5)
    expect(histogramMean([0, 0])).toBeNull()
  })
})

describe('thinned', () => {
  it('keeps first, last, order and the limit', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.integer({ min: 2, max: 600 }), (length, most) => {
        const items = Array.from({ length }, (_, i) => i)
        const kept = thinned(items, most)
        expect(kept.length).toBe(Math.min(length, most))
        expect(kept[0]).toBe(items[0])
        expect(kept.at(-1)).toBe(items.at(-1))
        expect(kept.every((value, i) => i === 0 || value > (kept[i - 1] ?? -1))).toBe(true)
      }),
    )
  })
})

describe('smoothing', () => {
  const line = (values: readonly (number | null)[]) => values.map((value, round) => ({ round, x: value }))
  const means = (values: readonly (number | null)[]) =>
    smoothed(line(values), ['x']).map((point) => point[smoothKey('x')])
  it('leaves a constant as it is from the first point on, and what is raw untouched', () => {
    const points = smoothed(line(Array.from({ length: 30 }, () => 0.4)), ['x'])
    for (const point of points) {
      expect(point[smoothKey('x')]).toBeCloseTo(0.4, 12)
      expect(point['x']).toBe(0.4)
    }
  })
  it('stays between the least and the greatest value so far, and is calmer than the line', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: fewToSmooth, maxLength: 200 }),
        (values) => {
          means(values).forEach((mean, i) => {
            const so = values.slice(0, i + 1)
            expect(mean).toBeGreaterThanOrEqual(Math.min(...so) - 1e-9)
            expect(mean).toBeLessThanOrEqual(Math.max(...so) + 1e-9)
          })
        },
      ),
    )
    const noise = Array.from({ length: 60 }, (_, i) => i % 2)
    const calm = means(noise)
    expect(Math.abs((calm[59] ?? 0) - (calm[58] ?? 0))).toBeLessThan(0.25)
  })
  it('weighs by hand: three points of span 3 are 1/2, 1/4, 1/4 of the newest, the one before, the oldest over their sum', () => {
    const values = [1, 2, 4, ...Array.from({ length: 15 }, () => null)]
    // 18 points: span 3, so each older value counts half as much.
    expect(means(values)[2]).toBeCloseTo((4 + 2 / 2 + 1 / 4) / (1 + 1 / 2 + 1 / 4), 12)
  })
  it('leaves gaps as gaps, and few points alone', () => {
    const values = Array.from({ length: 20 }, (_, i) => (i % 5 === 0 ? i : null))
    means(values).forEach((mean, i) => expect(mean === null).toBe(values[i] === null))
    expect(smoothed(line([1, 2, 3]), ['x'])[0]).not.toHaveProperty(smoothKey('x'))
  })
})

describe('axis', () => {
  it('counts rounds, or sums seconds or tokens up to each of them', () => {
    const rounds = [3, 4, 6].map((round) => sampleMetrics(round, { seconds: 2, processedTokens: 10 * round }))
    expect([...alongAxis(rounds, 'round').values()]).toEqual([3, 4, 6])
    expect([...alongAxis(rounds, 'time').values()]).toEqual([2, 4, 6])
    expect([...alongAxis(rounds, 'tokens').values()]).toEqual([30, 70, 130])
  })
})
