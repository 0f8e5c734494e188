// Held to an automaton: what its state leaves of a row of logits, and the state after a token; plain loops.
// Willard and Louf 2023 (arXiv 2307.09702), section 3.

export interface Automata {
  first: ArrayLike<number> // (S+1)
  token: ArrayLike<number> // (E)
  next: ArrayLike<number> // (E)
}

/** Forbidden logits become -1e30; a state without edges forbids none. */
export function maskReference(logits: ArrayLike<number>, state: number, { first, token }: Automata) {
  const [from, to] = [first[state], first[state + 1]]
  return Float64Array.from(logits, (value, v) => {
    if (from === to) return value
    for (let edge = from; edge < to; edge++) if (token[edge] === v) return value
    return -1e30
  })
}

export function advanceReference(state: number, drawn: number, { first, token, next }: Automata): number {
  for (let edge = first[state]; edge < first[state + 1]; edge++) if (token[edge] === drawn) return next[edge]
  return state
}
