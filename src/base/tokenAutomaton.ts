// Finite automata over token ids: which tokens may come next, and where each leads. What a completion is held
// to where it may not be any text. Knows no model and no text.

import { at, get } from './at'

/**
 * Plain data, in compressed rows. State 0 is where a completion begins; the edges of state s stand at
 * first[s] .. first[s + 1], their tokens ascending. A state without edges allows every token and stays.
 */
export interface TokenAutomaton {
  readonly first: readonly number[]
  readonly tokens: readonly number[]
  readonly next: readonly number[]
}

export const stateCount = ({ first }: TokenAutomaton): number => first.length - 1

/** Tokens that a state allows, ascending; null where it allows all. */
export function allowedIn({ first, tokens }: TokenAutomaton, state: number): readonly number[] | null {
  const [from, to] = [at(first, state), at(first, state + 1)]
  return from === to ? null : tokens.slice(from, to)
}

/** Where a token leads; null where the state forbids it. */
export function nextState(automaton: TokenAutomaton, state: number, token: number): number | null {
  const { first, tokens, next } = automaton
  const [from, to] = [at(first, state), at(first, state + 1)]
  if (from === to) return state
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (at(tokens, middle) < token) low = middle + 1
    else high = middle
  }
  return low < to && at(tokens, low) === token ? at(next, low) : null
}

/** The state before each token. Throws RangeError for a token that is not allowed. */
export function statesAlong(automaton: TokenAutomaton, tokens: Iterable<number>): number[] {
  const states: number[] = []
  let state = 0
  for (const token of tokens) {
    states.push(state)
    const next = nextState(automaton, state, token)
    if (next === null) throw new RangeError(`token ${token} is not allowed at place ${states.length - 1}`)
    state = next
  }
  return states
}

/** Puts an automaton together state by state; state 0 is there from the beginning. */
export class AutomatonBuilder {
  private readonly edges: Map<number, number>[] = [new Map<number, number>()]

  state(): number {
    this.edges.push(new Map())
    return this.edges.length - 1
  }

  /**
   * From one state to another by these tokens, over states that paths with the same beginning share. Throws
   * where the tokens, or their beginning, lead elsewhere already.
   */
  path(from: number, tokens: readonly number[], to: number): void {
    let state = from
    tokens.forEach((token, i) => {
      const edges = at(this.edges, state)
      const known = edges.get(token)
      const isLast = i === tokens.length - 1
      if (known !== undefined && (isLast ? known !== to : this.targets.has(known)))
        throw new RangeError(`token ${token} leads to two places from one state`)
      const next = isLast ? to : (known ?? this.state())
      edges.set(token, next)
      state = next
    })
    this.targets.add(to)
  }

  /** States that a path ends in: no path may pass through them on the way to another. */
  private readonly targets = new Set<number>()

  build(): TokenAutomaton {
    const sorted = this.edges.map((edges) => [...edges].sort(([a], [b]) => a - b))
    const first = [0]
    for (const edges of sorted) first.push(at(first, first.length - 1) + edges.length)
    const flat = sorted.flat()
    return { first, tokens: flat.map(([token]) => token), next: flat.map(([, next]) => next) }
  }
}

/** One of several token sequences, each ended by `end`; sequences may be the beginning of one another. */
export function oneOf(sequences: readonly (readonly number[])[], end: number): TokenAutomaton {
  const builder = new AutomatonBuilder()
  const last = builder.state()
  for (const tokens of sequences) builder.path(0, [...tokens, end], last)
  return builder.build()
}

/** Several automata side by side, as a device reads them. */
export interface JoinedAutomata {
  /** Global state 0 is free; the states of each automaton follow. */
  readonly first: Uint32Array
  readonly tokens: Uint32Array
  readonly next: Uint32Array
  /** Global number of each automaton's state 0. */
  readonly start: ReadonlyMap<TokenAutomaton, number>
}

/** Equal objects are laid down once. Throws RangeError for a token outside of the vocabulary. */
export function joinAutomata(automata: Iterable<TokenAutomaton>, vocabulary: number): JoinedAutomata {
  const start = new Map<TokenAutomaton, number>()
  const [first, tokens, next] = [[0, 0], [] as number[], [] as number[]]
  for (const automaton of new Set(automata)) {
    const base = first.length - 1
    const edges = tokens.length
    start.set(automaton, base)
    for (const end of automaton.first.slice(1)) first.push(edges + end)
    for (const token of automaton.tokens) {
      if (token >= vocabulary)
        throw new RangeError(`token ${token} is outside the vocabulary of ${vocabulary}`)
      tokens.push(token)
    }
    for (const state of automaton.next) next.push(base + state)
  }
  return {
    first: Uint32Array.from(first),
    tokens: Uint32Array.from(tokens),
    next: Uint32Array.from(next),
    start,
  }
}

/** Global number of state 0; the free state where there is no automaton. */
export const startOf = ({ start }: JoinedAutomata, automaton: TokenAutomaton | undefined): number =>
  automaton === undefined ? 0 : get(start, automaton)
