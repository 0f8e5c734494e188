// Who can hold a seat, and who can learn: the two interfaces through which the rules of the game reach a
// model.
// The rules must not know tensors; a player may be a model, a frozen checkpoint, a remote model, a script or
// a person.

import type { TokenAutomaton } from '../base/tokenAutomaton'
import type { Generated, Seat } from '../protocol/records'

/** Marks that stand outside the text: a document can never write one. */
export const marks = ['begin', 'end', 'passage', 'challenger', 'reasoner'] as const
export type Mark = (typeof marks)[number]

/**
 * A prompt as marks and text; a tokenizer turns marks into special tokens and text into ordinary ones, never
 * the one into the other.
 */
export type PromptPart = { readonly mark: Mark } | { readonly text: string }

export interface PromptRequest {
  readonly seat: Seat
  readonly parts: readonly PromptPart[]
  /** What the answering player's `encode` gives for `parts`: whoever asks encodes, once. */
  readonly tokens: readonly number[]
  /** Completions wanted. */
  readonly count: number
  /**
   * Key of this request's random stream (u32): unique in a round, so that a completion depends on seed and
   * key alone.
   */
  readonly stream: number
  readonly maxNewTokens: number
  readonly temperature: number
  /**
   * Texts that no completion may begin with: the first token of each has no part in the distribution of a
   * completion's first token. Players without tokens take no notice.
   */
  readonly notFirst?: readonly string[]
  /**
   * What a completion is held to, in the answering player's tokens; any text where it is left out. What is
   * recorded and learned is then the distribution over the tokens that it allows.
   */
  readonly automaton?: TokenAutomaton
}

/** How a player writes text in tokens: what its completions can be held to. */
export interface Spelling {
  encode(text: string): readonly number[]
  /** The token that ends a completion. */
  readonly end: number
}

/** Gives the texts of a request's completions as far as they are written; none where it is not its turn. */
export type Writing = (textsOf: (request: number) => readonly string[]) => void

export interface Player {
  readonly name: string
  /** Absent for a player whose completions cannot be held to anything. */
  readonly spelling?: Spelling
  /** Text of each token id, in order; absent for a player without a vocabulary of its own. */
  pieces?(): readonly string[]
  /** The token ids that a prompt becomes for this player; empty for a player without tokens. */
  encode(parts: readonly PromptPart[]): readonly number[]
  /** `count` completions for each request, in order. A player may tell of them while they are written. */
  complete(
    requests: readonly PromptRequest[],
    options: {
      readonly seed: number
      readonly signal?: AbortSignal
      readonly onWriting?: Writing | undefined
    },
  ): Promise<readonly (readonly Generated[])[]>
  /** The log-probability of each sequence's tokens[from ..], summed; absent where it has no such numbers. */
  score?(sequences: readonly ScoredTokens[]): Promise<readonly number[]>
}

export interface ScoredTokens {
  readonly tokens: readonly number[]
  readonly from: number
}

/** A request to `player`, its prompt encoded for it. */
export const requestTo = (
  player: Pick<Player, 'encode'>,
  request: Omit<PromptRequest, 'tokens'>,
): PromptRequest => ({ ...request, tokens: player.encode(request.parts) })

/** One completion to learn from. */
export interface Trajectory {
  readonly seat: Seat
  readonly prompt: readonly number[]
  readonly completion: Generated
  /** What the completion was held to. */
  readonly automaton?: TokenAutomaton
  readonly advantage: number
  /**
   * Weight of each of its tokens in the loss: 1 / (trajectories of the seat x budget of new tokens of the
   * seat).
   */
  readonly weight: number
}

export interface UpdateReport {
  readonly gradNormChallenger: number
  readonly gradNormReasoner: number
  readonly trainedTokens: number
  readonly processedTokens: number
  readonly clippedShare: number
}

export interface Learner {
  update(
    trajectories: readonly Trajectory[],
    options: { readonly learningRate: number },
  ): Promise<UpdateReport>
}
