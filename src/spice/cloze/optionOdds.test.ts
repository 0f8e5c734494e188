// What is told without a draw is what draws come to: the probability of each option is the product of the
// player's own along the automaton that holds an attempt.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../base/at'
import { hash32 } from '../../base/random'
import { allowedIn, nextState, type TokenAutomaton } from '../../base/tokenAutomaton'
import { encodeParts, encodeText, markId } from '../../players/characters'
import type { Player } from '../seats'
import { optionAutomaton } from './answering'
import { likeliest, optionOdds } from './optionOdds'

const spelling = { encode: encodeText, end: markId('end') }

/** Of the allowed tokens behind a prefix, any distribution that depends on all of it. */
function distribution(prefix: readonly number[], allowed: readonly number[], salt: number): number[] {
  const weights = allowed.map((token) => 1 + (hash32(salt, token, ...prefix) % 97))
  const sum = weights.reduce((total, each) => total + each, 0)
  return weights.map((weight) => weight / sum)
}

const playerOf = (salt: number, asked: number[] = []): Pick<Player, 'encode' | 'complete'> => ({
  encode: encodeParts,
  complete: async (requests) =>
    requests.map(({ tokens, automaton }) => {
      asked.push(tokens.length)
      const allowed = automaton === undefined ? [] : (allowedIn(automaton, 0) ?? [])
      const shares = distribution(tokens, allowed, salt)
      const top = allowed.flatMap((token, i) => [token, at(shares, i)])
      return [{ tokens: [at(allowed, 0)], logp: [0], entropy: [0], top: [top], text: '', stopped: false }]
    }),
})

/** By walking the automaton of an attempt along one of its options. */
function walked(
  automaton: TokenAutomaton,
  option: readonly number[],
  prompt: readonly number[],
  salt: number,
) {
  let [state, product] = [0, 1]
  option.forEach((token, i) => {
    const allowed = allowedIn(automaton, state) ?? []
    product *= at(distribution([...prompt, ...option.slice(0, i)], allowed, salt), allowed.indexOf(token))
    state = nextState(automaton, state, token) ?? -1
  })
  return product
}

describe('the odds of options', () => {
  it('are those of an attempt that is held to them, and sum to one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.stringMatching(/^[abc]{1,3}$/u), { minLength: 4, maxLength: 4 }),
        fc.nat(),
        async (options, salt) => {
          const task = { options, cloze: { before: 'It was ' } }
          const [odds] = await optionOdds(playerOf(salt), spelling, [task], { seed: 1 })
          const automaton = optionAutomaton(task, spelling)
          if (automaton === null || odds === undefined) throw new Error('free')
          const prompt = encodeParts([{ mark: 'begin' }, { mark: 'passage' }, { text: 'It was' }])
          options.forEach((option, i) => {
            const tokens = [...encodeText(` ${option}`), spelling.end]
            expect(at(odds, i)).toBeCloseTo(walked(automaton, tokens, prompt, salt), 12)
          })
          expect(odds.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('do not depend on the order of the options, and cost one prompt where no two begin alike', async () => {
    const asked: number[] = []
    const options = ['alpha', 'beta', 'gamma', 'delta']
    const ask = (own: readonly string[]) =>
      optionOdds(
        playerOf(3, asked),
        { ...spelling, encode: (text) => encodeText(text.trim()) },
        [{ options: own, cloze: { before: 'It was ' } }],
        { seed: 1 },
      )
    const [there = []] = await ask(options)
    const [back = []] = await ask(options.toReversed())
    expect(back.toReversed()).toEqual(there)
    expect(asked).toHaveLength(2)
    expect(likeliest([0.1, 0.6, 0.3])).toBe(1)
  })

  it('are even where a player tells nothing', async () => {
    const silent: Pick<Player, 'encode' | 'complete'> = {
      encode: encodeParts,
      complete: async (requests) => requests.map(() => []),
    }
    const task = { options: ['a', 'b', 'c', 'd'], cloze: { before: 'It ' } }
    const odds = await optionOdds(
      silent,
      { ...spelling, encode: (text) => encodeText(text.trim()) },
      [task],
      {
        seed: 1,
      },
    )
    expect(odds).toEqual([[0.25, 0.25, 0.25, 0.25]])
  })
})
