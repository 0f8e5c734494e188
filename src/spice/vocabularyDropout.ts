// Vocabulary dropout (arXiv 2604.03472): in each round a part of the Challenger's vocabulary, drawn anew, has
// no probability, so that it cannot settle on the sentences that pay. What a task is written with stays.

import type { Random } from '../base/random'
import type { TokenAutomaton } from '../base/tokenAutomaton'

/** What of a Challenger's player the mask is made from. */
export interface MaskedVocabulary {
  /** Text of each token id, in order. */
  readonly pieces: readonly string[]
  /** Token ids that no draw may take: what ends a completion, what its format is written with. */
  readonly kept: ReadonlySet<number>
}

/** A token without a letter is punctuation, a digit, a blank, a mark or a part of a character. */
const hasLetter = /\p{L}/u

/**
 * An automaton of one state that forbids each token with a letter with probability `share`, a draw a token,
 * whatever is kept. Null where nothing is left to forbid.
 */
export function vocabularyDropout(
  { pieces, kept }: MaskedVocabulary,
  share: number,
  random: Random,
): TokenAutomaton | null {
  const tokens = pieces.flatMap((piece, id) => {
    const dropped = random.chance(share)
    return dropped && hasLetter.test(piece) && !kept.has(id) ? [] : [id]
  })
  if (tokens.length === pieces.length) return null
  return { first: [0, tokens.length], tokens, next: tokens.map(() => 0) }
}
