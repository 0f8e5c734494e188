import { describe, expect, it } from 'vitest'
import { preset } from '../config/config'
import { StrongChallenger } from '../players/strongChallenger'
import { storyAnalyser } from '../spice/stories/analyse'
import { ambiguousTexts } from '../spice/stories/ambiguous/passage'
import { ladder } from '../spice/stories/ambiguous/kinds'
import { rightShare } from '../spice/stories/ambiguous/tasks'
import { writeCandidates } from './arena'
import { spilloverOf } from './spillover'
import { checkStart, faultsOf, oddsByKind } from './startCheck'

const config = preset('nano')
const planned = ladder.flatMap((kind) => {
  const right = rightShare(kind, config.warmStart.rightShare)
  return [-0.02, 0.02].map((off) => ({ kind: kind.name, right: right + off, other: 1 - right - off }))
})
const passages = ambiguousTexts(12, 3).map((text, i) => ({
  document: `d${i}`,
  start: 0,
  end: text.length,
  text,
}))
const asking = (kinds: number) =>
  writeCandidates(
    {
      config: {
        ...config,
        game: { ...config.game, answerTypes: ['string'] },
        gates: { ...config.gates, copies: 'shared' },
      },
      seed: 4,
      analyser: storyAnalyser,
      passages,
      candidates: 8,
    },
    new StrongChallenger(kinds),
  )

describe('checkStart', () => {
  it('counts what is asked by kind, copies of a question too, and holds each kind to its plan', async () => {
    const even = checkStart(planned, await asking(Infinity), config)
    expect([even.sampled, even.valid]).toEqual([96, 96])
    expect(even.kinds.map(({ plan }) => plan).slice(0, 5)).toEqual([0.95, 0.85, 0.75, 0.65, 0.35])
    expect(even.kinds.reduce((sum, { asked }) => sum + asked, 0)).toBeCloseTo(1, 12)
    expect(even.upper).toBeGreaterThan(0.3)
    expect(faultsOf(even)).toEqual([expect.stringContaining('upper half')])
    const low = checkStart(planned, await asking(4), config)
    expect(low.kinds.slice(4).every(({ asked }) => asked === 0)).toBe(true)
    expect(low.upper).toBe(0)
  })

  it('names kinds off their plan, kinds with a third reading, and invalid questions', async () => {
    const groups = await asking(4)
    const off = planned.map((each) => (each.kind === 'golfers' ? { ...each, right: 0.5, other: 0.4 } : each))
    const check = checkStart(off, groups, config)
    expect(faultsOf({ ...check, upper: 0.005 })).toEqual([
      'golfers: the right reading has 0.50 where 0.35 was planned',
      'golfers: the two readings together have 0.90',
    ])
    expect(faultsOf({ ...check, upper: 0.005, valid: 70 })).toContain('70 of 96 questions are valid')
  })
})

describe('spilloverOf', () => {
  const before = oddsByKind(planned)
  it('is within its limit where only practised kinds have moved', () => {
    const after = before.map((each, i) => ({ ...each, right: each.right + (i < 4 ? 0.05 * i : -0.04) }))
    const found = spilloverOf(before, after, 4)
    expect(found.worst).toBeCloseTo(0.04, 12)
    expect(found.within).toBe(true)
    expect(found.kinds.filter(({ practised }) => practised)).toHaveLength(4)
  })
  it('is not where another one has, up or down', () => {
    const after = before.map((each, i) => ({ ...each, right: each.right - (i === 11 ? 0.3 : 0) }))
    expect(spilloverOf(before, after, 4)).toMatchObject({ within: false })
    expect(() => spilloverOf(before, after.slice(1), 4)).toThrow(RangeError)
  })
})
