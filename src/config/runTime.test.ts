import { describe, expect, it } from 'vitest'
import { architectureOf } from './architecture'
import { preset, withValue } from './config'
import { documentChoice } from './documentChoice'
import { estimateRun, phaseSeconds, roundTokens, shapeOf, usualFacts, type RunTimeRequest } from './runTime'

const slow = { flops: 2e9, dispatch: 1e-4 }
const fast = { flops: 2e12, dispatch: 5e-6 }
const request = (name: 'default' | 'paper' | 'nano'): RunTimeRequest => {
  const config = preset(name)
  return { config, shape: shapeOf(architectureOf(config.model.size, config.model.vocabulary)), warm: true }
}
const day = 86_400

const within = (share: number, estimate: number, seen: number): void =>
  expect(Math.abs(estimate / seen - 1)).toBeLessThan(share)

describe('the tokens of a round', () => {
  it('are about those of the rounds on stories that come with the lab', () => {
    // Medians of public/studies/default, seeds 1 to 3, rounds 0 to 7.
    const { prompted, generated, learned } = roundTokens(preset('default'), usualFacts(preset('default')))
    within(0.3, generated, 7676)
    within(0.3, prompted + generated, 17_464 - 7706)
    within(0.3, learned, 7706)
  })

  it('are about those of the first round on real documents', () => {
    const { config } = documentChoice(1).linked
    const { prompted, generated, learned } = roundTokens(config, usualFacts(config))
    within(0.3, generated, 4334)
    within(0.3, prompted + generated, 18_514 - 7322)
    within(0.3, learned, 7322)
  })

  it('are more where few candidates are valid, since passages are asked about again', () => {
    const config = preset('default')
    const facts = usualFacts(config)
    const none = roundTokens(config, { ...facts, valid: 0 })
    expect(none.generated).toBeCloseTo(3 * 64 * facts.challenger.written)
    expect(none.prompted).toBeCloseTo(3 * 8 * facts.challenger.prompt)
  })
})

describe('the time of a run', () => {
  it('is what its phases took where they were timed, however wrong the speed was', () => {
    const base = request('default')
    const { config } = base
    const [slowly, fastly] = [slow, fast].map((speed) => {
      const { asking, answering, learning, probing } = phaseSeconds(speed, base)
      const seen = { asking: 3 / asking, answering: 2 / answering, learning: 4 / learning }
      return estimateRun(speed, {
        ...{ ...base, warm: false, corrections: { ...seen, probing: 1 / probing, opening: 7 } },
      })
    })
    expect(slowly?.whole).toBeCloseTo(fastly?.whole ?? NaN)
    expect(slowly?.first).toBeCloseTo(7 + 9 + 1)
    expect(slowly?.round).toBeCloseTo(9 + 1 / config.probe.every)
  })

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
    const twice = { asking: 2, answering: 2, learning: 2, probing: 2, opening: 5 }
    expect(estimateRun(fast, { ...base, corrections: twice }).round).toBeCloseTo(2 * round)
  })
})
