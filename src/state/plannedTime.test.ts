import { describe, expect, it } from 'vitest'
import { preset, withValue } from '../config/config'
import { sampleMetrics } from '../replay/samples'
import { planTime, shorterRun, spokenDuration, timeLeft } from './plannedTime'

const slow = { flops: 2e9, dispatch: 1e-4 }
const fast = { flops: 5e12, dispatch: 5e-6 }
const scratch = { kind: 'scratch' } as const

describe('the time of the run that the form shows', () => {
  it('offers less where the run would take days, and says nothing where it is short', () => {
    const paper = { config: preset('paper'), startFrom: scratch }
    const offered = shorterRun(slow, paper)
    expect(planTime(slow, paper).whole).toBeGreaterThan(2 * 86_400)
    expect(offered?.kind).toBe('nano')
    expect(offered?.time).toBeLessThan(planTime(slow, paper).whole)
    expect(shorterRun(fast, { config: preset('nano'), startFrom: scratch })).toBeNull()
  })

  it('offers fewer rounds where a round is short and there are many of them', () => {
    const startFrom = { kind: 'builtIn', name: 'nano-numbers' } as const
    const long = { config: withValue(preset('nano'), 'game.rounds', 100_000), startFrom }
    const offered = shorterRun(slow, long)
    expect(offered).toMatchObject({ kind: 'rounds' })
    expect(offered?.time).toBeLessThan(1.5 * 3600)
    expect(offered?.rounds).toBeGreaterThan(2)
  })

  it('is known from the newest rounds once there are some', () => {
    const linked = { preset: 'nano', seed: 1, config: withValue(preset('nano'), 'game.rounds', 12) } as const
    const rounds = [9, 5, 5, 5, 5, 5].map((seconds, round) => ({ ...sampleMetrics(round), seconds }))
    expect(timeLeft({ linked, rounds: 6 }, rounds)).toBe(30)
    expect(timeLeft({ linked, rounds: 0 }, [])).toBeNull()
  })

  it('is said in one unit', () => {
    const said = [3, 31, 61, 3000, 5400, 7000, 86_400, 3 * 86_400, 1e9].map(spokenDuration)
    expect(said).toEqual([
      ['seconds', 5],
      ['seconds', 30],
      ['minutes', 1],
      ['minutes', 50],
      ['minutes', 90],
      ['hours', 2],
      ['hours', 24],
      ['days', 3],
      ['years', 1],
    ])
  })
})
