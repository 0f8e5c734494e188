import { describe, expect, it } from 'vitest'
import { architectureOf } from './architecture'
import { preset, withValue } from './config'
import { estimateRun, shapeOf, type RunTimeRequest } from './runTime'

const slow = { flops: 2e9, dispatch: 1e-4 }
const fast = { flops: 2e12, dispatch: 5e-6 }
const request = (name: 'default' | 'paper' | 'nano'): RunTimeRequest => {
  const config = preset(name)
  return { config, shape: shapeOf(architectureOf(config.model.size, config.model.vocabulary)), warm: true }
}
const day = 86_400

describe('the time of a run', () => {
  it('counts the weights that a token goes through', () => {
    const { parameters } = shapeOf(architectureOf('nano', 640))
    expect(parameters).toBe(4 * (4 * 64 * 64 + 3 * 64 * 172) + 64 * 640)
  })

  it('is minutes for the smallest run and days for the paper’s, on a slow device', () => {
    const nano = estimateRun(slow, { ...request('nano'), warm: false })
    expect(nano.first).toBeLessThan(120)
    expect(nano.whole).toBeGreaterThan(nano.first)
    expect(estimateRun(slow, request('paper')).whole).toBeGreaterThan(3 * day)
    expect(estimateRun(fast, request('default')).whole).toBeLessThan(day)
  })

  it('grows with rounds, passages and the warm-up, and shrinks with what is done', () => {
    const base = request('default')
    const { first, round, whole } = estimateRun(fast, base)
    const more = { ...base, config: withValue(base.config, 'game.passages', 16) }
    expect(estimateRun(fast, more).round).toBeGreaterThan(1.5 * round)
    expect(estimateRun(fast, { ...base, warm: false }).first).toBeLessThan(first)
    expect(estimateRun(fast, { ...base, done: 10 }).whole).toBeLessThan(whole)
    expect(estimateRun(fast, { ...base, correction: 2 }).round).toBeCloseTo(2 * round)
  })
})
