import { preset } from '../config/config'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldList } from '../config/config'
import { schema } from '../config/schema'
import { sampleAttempt, sampleCandidate, sampleEpisode } from '../replay/samples'
import { endOf, phases, positionAt, timelineOf } from '../state/timeline'
import { tally } from './ask/Ask'
import { placeOf, roundAt } from './charts/Cursor'
import { formulaLines } from './episodes/Formula'
import { sentenceOf } from './episodes/sentence'
import { tickAt } from './episodes/Track'
import { bytes, decimal, percent, short, signed, visible } from './format'
import { words } from './strings'

describe('format', () => {
  it('writes numbers as people read them, and says when there is none', () => {
    expect([decimal(null), decimal(0), decimal(-0.052814), decimal(12345.6), decimal(0.00001)]).toEqual([
      '–',
      '0',
      '−0.0528',
      '12,346',
      '1.0e-5',
    ])
    expect([percent(null), percent(0.5), percent(0.12345, 1)]).toEqual(['–', '50%', '12.3%'])
    expect([signed(0.5), signed(-0.5), signed(0)]).toEqual(['+0.5', '−0.5', '0'])
    expect([bytes(999), bytes(1500), bytes(2.5e8)]).toEqual(['999 B', '1.5 kB', '250 MB'])
    expect([short(950), short(12_345)]).toEqual(['950', '12.3K'])
    expect(visible('a\n\tb')).toBe('a⏎⇥b')
  })
})

describe('strings', () => {
  it('have a label for every setting, option and gate of the schema', () => {
    for (const [path, field] of fieldList) {
      expect(Object.keys(words.fields), path).toContain(path)
      if (field.kind !== 'choice' && field.kind !== 'set') continue
      const known = path === 'gates.active' ? Object.keys(words.gates) : Object.keys(words.options)
      for (const option of field.options) expect(known, path).toContain(option)
    }
    expect(Object.keys(words.sections)).toEqual(Object.keys(schema))
  })
})

describe('cursor', () => {
  it('comes back to the round at whose place it points', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(2000), { minLength: 1, maxLength: 60 }),
        fc.nat(59),
        fc.boolean(),
        (list, pick, columns) => {
          const rounds = list.sort((a, b) => a - b)
          const round = rounds[pick % rounds.length] ?? 0
          expect(roundAt(rounds, placeOf(rounds, round, columns), columns)).toBe(round)
        },
      ),
    )
    expect(roundAt([3, 9], -4, false)).toBe(3)
    expect(roundAt([3, 9], 7, true)).toBe(9)
  })
})

describe('scrub bar', () => {
  it('gives every phase the same width, from its first tick to its last', () => {
    const timeline = timelineOf(sampleEpisode(0), 0)
    for (const [index, phase] of phases.entries()) {
      const at = (share: number) => positionAt(timeline, tickAt(timeline, (index + share) / phases.length))
      expect(at(0.001)).toMatchObject({ phase, shown: 1 })
      expect(at(0.999).shown).toBe(at(0.5).count)
    }
    expect(tickAt(timeline, 2)).toBe(timeline.length - 1)
  })
})

describe('formula', () => {
  const config = preset('default').reward
  it('shows the sum as it was done', () => {
    const verdicts = ['right', 'right', 'right', 'right', 'right', 'wrong', 'wrong', 'noAnswer'] as const
    const lines = formulaLines({ ...sampleCandidate(true), reward: 0.988 }, verdicts, config)
    expect(lines).toEqual([
      'p = 5/8 = 0.625',
      'Var = p (1 − p) = 0.234',
      'r = exp(−(Var − 0.25)² / (2 · 0.01)) = 0.988',
    ])
  })
  it('has a line for chance, for every other reward, and for an invalid task', () => {
    const mcq = {
      ...sampleCandidate(true),
      task: {
        type: 'mcq',
        question: 'q',
        options: ['a', 'b', 'c', 'd'],
        gold: 'A',
        steps: [],
        source: null,
      } as const,
    }
    expect(formulaLines(mcq, ['right', 'wrong'], { ...config, chanceCorrection: true }).join()).toContain(
      'p′ = max(0, (p − 0.25)',
    )
    for (const challenger of ['rzero', 'absoluteZero', 'threshold', 'learningProgress', 'random'] as const) {
      expect(formulaLines(mcq, ['right', 'wrong'], { ...config, challenger }).at(-1)).toMatch(/^r /)
    }
    expect(formulaLines(sampleCandidate(false), [], config)).toEqual(['r = ρ = −0.1'])
  })
})

describe('sentences', () => {
  it('say each phase with its numbers, for a valid question and for one that was stopped', () => {
    const episode = sampleEpisode(0)
    const valid = timelineOf(episode, 0)
    expect(phases.map((phase) => sentenceOf(episode, valid, endOf(valid, phase))).join('\n')).toContain(
      '1 of 2 right',
    )
    expect(new Set(phases.map((phase) => sentenceOf(episode, valid, endOf(valid, phase)))).size).toBe(
      phases.length,
    )
    const stopped = timelineOf(episode, 1)
    expect(sentenceOf(episode, stopped, endOf(stopped, 'gates'))).toContain(words.gates.leak.name)
    expect(sentenceOf(episode, stopped, endOf(stopped, 'attempts'))).toBe(words.episodes.sentence.noAttempts)
    expect(sentenceOf(episode, stopped, endOf(stopped, 'rewards'))).toContain('−0.1')
    expect(sentenceOf(episode, valid, 1)).toContain('(1\u00a0of\u00a05)')
  })
})

describe('tally', () => {
  it('counts final answers, most frequent first, none among them', () => {
    const attempts = [true, false, true].map((right) => ({ ...sampleAttempt(right), verdict: null }))
    expect(tally([...attempts, { ...sampleAttempt(true), answer: null, verdict: null }])).toEqual([
      ['7', 2],
      ['8', 1],
      [null, 1],
    ])
  })
})
