import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { sampleAttempt, sampleCandidate, sampleEpisode } from '../replay/samples'
import {
  completed,
  endOf,
  marksOf,
  phases,
  positionAt,
  reached,
  restAt,
  shownOf,
  stepBack,
  stepOn,
  timelineOf,
} from './timeline'

const episode = sampleEpisode(0)
const timeline = timelineOf(episode, 0)

describe('timeline', () => {
  it('has a tick for every token, gate, column of attempts and verdict', () => {
    expect(timeline.spans.map(({ phase, count }) => [phase, count])).toEqual([
      ['passage', 1],
      ['question', 5],
      ['gates', 2],
      ['attempts', 4],
      ['verdicts', 2],
      ['rewards', 1],
      ['advantages', 1],
      ['gradient', 1],
      ['weights', 1],
    ])
    expect(timeline.length).toBe(18)
    expect(positionAt(timeline, 3)).toEqual({ phase: 'question', shown: 3, count: 5 })
  })

  it('gives a phase without parts one tick, so that it can still be seen and said', () => {
    const invalid = timelineOf(episode, 1)
    expect(invalid.spans.find(({ phase }) => phase === 'attempts')?.count).toBe(1)
    expect(timelineOf(episode, 99).length).toBe(phases.length)
  })

  it('walks by phase from end to end, and by token through every tick', () => {
    const walk = (speed: 'token' | 'phase'): number[] => {
      const seen = [0]
      for (let tick = stepOn(timeline, 0, speed); tick !== null; tick = stepOn(timeline, tick, speed))
        seen.push(tick)
      return seen
    }
    expect(walk('phase')).toEqual(phases.map((phase) => endOf(timeline, phase)))
    expect(walk('token')).toEqual(Array.from({ length: timeline.length }, (_, i) => i))
  })

  it('goes back the way it came', () => {
    fc.assert(
      fc.property(
        fc.nat(12),
        fc.nat(10),
        fc.nat(9),
        fc.constantFrom('token' as const, 'phase' as const),
        (length, attempts, from, speed) => {
          const made = timelineOf(
            {
              ...episode,
              candidates: [sampleCandidate(true, length)],
              attempts: Array.from({ length: attempts }, () => sampleAttempt(true, length)),
            },
            0,
          )
          const start =
            speed === 'phase'
              ? endOf(made, at(phases, from % phases.length))
              : Math.min(from, made.length - 1)
          const next = stepOn(made, start, speed)
          if (next !== null) expect(stepBack(made, next, speed)).toBe(start)
          else expect(start).toBe(made.length - 1)
        },
      ),
    )
    expect(stepBack(timeline, 0, 'phase')).toBeNull()
    expect(stepBack(timeline, 3, 'phase')).toBe(0)
  })

  it('shows nothing of a later phase and all of an earlier one', () => {
    const tick = endOf(timeline, 'gates')
    expect(shownOf(timeline, tick, 'question')).toBe(5)
    expect(completed(timeline, tick, 'gates')).toBe(true)
    expect(reached(timeline, tick, 'attempts')).toBe(false)
    expect(shownOf(timeline, 10_000, 'advantages')).toBe(1)
    expect(positionAt(timeline, -5).phase).toBe('passage')
  })

  it('rests longer at the end of a phase than within it', () => {
    expect(restAt(timeline, endOf(timeline, 'question'))).toBeGreaterThan(10 * restAt(timeline, 2))
  })
})

describe('marks', () => {
  it('stand where a verdict falls and where a gate stops the question', () => {
    expect(marksOf(episode, timeline)).toEqual([
      { phase: 'verdicts', at: 0.25, kind: 'right' },
      { phase: 'verdicts', at: 0.75, kind: 'wrong' },
    ])
    expect(marksOf(episode, timelineOf(episode, 1))).toEqual([{ phase: 'gates', at: 0.75, kind: 'stopped' }])
  })
})
