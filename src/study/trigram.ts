// A trigram model of token sequences with interpolated Kneser-Ney smoothing (Chen and Goodman 1999, section
// 3), as a player that can be held to options: what a reader must beat. Counts only what it is asked about.

import { at } from '../base/at'
import { allowedIn } from '../base/tokenAutomaton'
import type { Player } from '../spice/seats'

/** Kneser-Ney's discount, where no data are held out to fit one. */
const DISCOUNT = 0.75

/** How often each token follows a context, and how many different ones do. */
class Following {
  private readonly counts = new Map<number, number>()
  total = 0

  add(token: number): void {
    this.counts.set(token, (this.counts.get(token) ?? 0) + 1)
    this.total += 1
  }

  /** Discounted share of a token; what the discount took is handed out by `lower`. */
  smoothed(token: number, lower: number): number {
    if (this.total === 0) return lower
    const kept = Math.max(0, (this.counts.get(token) ?? 0) - DISCOUNT)
    return (kept + DISCOUNT * this.counts.size * lower) / this.total
  }
}

/**
 * Probabilities of tokens behind two others. `contexts` are the pairs that will be asked about, the sequences
 * token ids below `vocabulary`.
 */
export function trigramsOf(
  sequences: Iterable<ArrayLike<number>>,
  vocabulary: number,
  contexts: readonly (readonly [number, number])[],
): (first: number, second: number, token: number) => number {
  const keyOf = (a: number, b: number): number => a * vocabulary + b
  const behindTwo = new Map(contexts.map(([a, b]) => [keyOf(a, b), new Following()]))
  // Kneser-Ney's lower orders count different contexts, not occurrences.
  const behindOne = new Map(contexts.map(([, b]) => [b, { following: new Following(), seen: new Set() }]))
  const alone = new Following()
  const pairs = new Uint8Array(vocabulary * vocabulary)
  for (const tokens of sequences) {
    for (let i = 1; i < tokens.length; i++) {
      const [a, b, c] = [i > 1 ? tokens[i - 2] : -1, tokens[i - 1], tokens[i]]
      if (b === undefined || c === undefined || a === undefined) continue
      if (pairs[keyOf(b, c)] === 0) {
        pairs[keyOf(b, c)] = 1
        alone.add(c)
      }
      if (a < 0) continue
      behindTwo.get(keyOf(a, b))?.add(c)
      const one = behindOne.get(b)
      if (one === undefined || one.seen.has(keyOf(a, c))) continue
      one.seen.add(keyOf(a, c))
      one.following.add(c)
    }
  }
  return (first, second, token) => {
    const lowest = alone.smoothed(token, 1 / vocabulary)
    const lower = behindOne.get(second)?.following.smoothed(token, lowest) ?? lowest
    return behindTwo.get(keyOf(first, second))?.smoothed(token, lower) ?? lower
  }
}

/** Answers with the distribution over what it is held to, and its likeliest token; nothing is drawn. */
export function trigramPlayer(
  sequences: () => Iterable<ArrayLike<number>>,
  vocabulary: number,
  encode: Player['encode'],
): Pick<Player, 'encode' | 'complete'> {
  return {
    encode,
    complete: (requests) => {
      const contextOf = (tokens: readonly number[]): readonly [number, number] => [
        at(tokens, tokens.length - 2),
        at(tokens, tokens.length - 1),
      ]
      const probability = trigramsOf(
        sequences(),
        vocabulary,
        requests.map(({ tokens }) => contextOf(tokens)),
      )
      return Promise.resolve(
        requests.map(({ tokens, automaton }) => {
          const allowed = automaton === undefined ? [] : (allowedIn(automaton, 0) ?? [])
          const [first, second] = contextOf(tokens)
          const top = allowed.flatMap((token) => [token, probability(first, second, token)])
          return [{ tokens: [at(allowed, 0)], logp: [0], entropy: [0], top: [top], text: '', stopped: false }]
        }),
      )
    },
  }
}

/** How often each of some runs of tokens stands in the sequences. */
export function occurrences(
  sequences: Iterable<ArrayLike<number>>,
  runs: readonly (readonly number[])[],
): number[] {
  const counts = runs.map(() => 0)
  const byFirst = new Map<number, number[]>()
  runs.forEach((run, index) => {
    const first = at(run, 0)
    byFirst.set(first, [...(byFirst.get(first) ?? []), index])
  })
  for (const tokens of sequences)
    for (const [i, token] of Array.from(tokens).entries())
      for (const index of byFirst.get(token) ?? [])
        if (at(runs, index).every((each, k) => tokens[i + k] === each)) counts[index] = at(counts, index) + 1
  return counts
}
