import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from './at'
import {
  allowedIn,
  AutomatonBuilder,
  joinAutomata,
  nextState,
  oneOf,
  startOf,
  stateCount,
  statesAlong,
} from './tokenAutomaton'

const END = 9
const sequences = fc.uniqueArray(fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 4 }), {
  selector: (tokens) => tokens.join(),
  minLength: 1,
  maxLength: 12,
})

describe('token automata', () => {
  it('one of several sequences: every walk gives one of them, and each can be walked', () => {
    fc.assert(
      fc.property(sequences, fc.array(fc.nat(), { minLength: 8, maxLength: 8 }), (all, choices) => {
        const automaton = oneOf(all, END)
        for (const tokens of all) expect(() => statesAlong(automaton, [...tokens, END])).not.toThrow()
        const walked: number[] = []
        let state = 0
        for (const choice of choices) {
          const allowed = allowedIn(automaton, state)
          if (allowed === null) break
          const token = at(allowed, choice % allowed.length)
          walked.push(token)
          state = nextState(automaton, state, token) ?? -1
        }
        expect(all.map((tokens) => [...tokens, END].join())).toContain(walked.join())
      }),
    )
  })

  it('keeps the tokens of a state ascending and stays where all are allowed', () => {
    const automaton = oneOf([[5, 1], [2], [5]], END)
    expect(allowedIn(automaton, 0)).toEqual([2, 5])
    expect(statesAlong(automaton, [5, END, 7, 7])).toEqual([0, expect.any(Number), 1, 1])
    expect(allowedIn(automaton, 1)).toBeNull()
    expect(() => statesAlong(automaton, [4])).toThrow('token 4 is not allowed at place 0')
  })

  it('refuses paths that lead one token to two places', () => {
    const builder = new AutomatonBuilder()
    const [a, b] = [builder.state(), builder.state()]
    builder.path(0, [1, 2], a)
    expect(() => builder.path(0, [1, 2], b)).toThrow('two places')
    builder.path(0, [1, 3], b)
    const short = new AutomatonBuilder()
    const end = short.state()
    short.path(0, [1], end)
    expect(() => short.path(0, [1, 2], end)).toThrow('two places')
  })

  it('lays several side by side behind one free state, equal objects once', () => {
    const [one, two] = [oneOf([[1], [2]], END), oneOf([[3]], END)]
    const joined = joinAutomata([one, two, one], 10)
    expect([startOf(joined, undefined), startOf(joined, one), startOf(joined, two)]).toEqual([
      0,
      1,
      1 + stateCount(one),
    ])
    expect(joined.first.length).toBe(2 + stateCount(one) + stateCount(two))
    expect(joined.first[1]).toBe(0)
    const begin = at(joined.first, startOf(joined, two))
    expect(joined.tokens[begin]).toBe(3)
    expect(joined.next[begin]).toBeGreaterThan(startOf(joined, two))
    expect(() => joinAutomata([one], 9)).toThrow('token 9 is outside the vocabulary of 9')
  })
})
