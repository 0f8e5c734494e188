// What an answer type is: how a gold is read, when two answers are equal, and how a Challenger is asked for
// one. Knows no type by name and no prompt style.

import type { Random } from '../../base/random'
import type { Result } from '../../base/result'
import type { Reason } from '../../protocol/refusal'
import type { Reading, Span } from '../text/reading'
import type { AnswerType } from './names'

/** A question with its gold, as far as an answer type looks at them. */
export interface GoldQuestion {
  readonly options: readonly string[]
  readonly gold: string
}

export interface AnswerKind {
  readonly name: AnswerType
  /** Options that every question of the type shows; 0 where the answer is written freely. */
  readonly options: number
  /** Chance of being right by guessing. */
  chance(gold: string): number
  /** The gold as it is kept, of one that the Challenger wrote. */
  readGold(written: string): Result<string, Reason>
  /** Whether a stated answer can be read as one of the type; `options` are a choice's own words. */
  reads(answer: string, options: readonly string[]): boolean
  /** Whether it says anything of the kind at all: `see above` does not, and an earlier answer counts. */
  says(answer: string): boolean
  /** True where both are equal as answers of the type; never throws, bounded by their length. */
  equal(answer: string, gold: string, options?: readonly string[]): boolean
  /** What of an attempt's answer counts in a vote; null where it is none. */
  vote(answer: string): string | null
  /** The gold in words: of a multiple choice the option's. */
  goldText(question: GoldQuestion): string
  /** True where the gold is the truth that a solver found, which is given in words. */
  isTruth(question: GoldQuestion, truth: string): boolean
  /** Where a text has the answer, given in words, at its first place. */
  find(text: Reading, answer: string): Span | null
  /** Asks about a word that was left out of the passage; absent where a word is no answer of the type. */
  readonly gap?: (word: string, passage: string, question: string, random: Random) => GoldQuestion | null
  /** What a prompt in plain words says of the type. */
  readonly wording: {
    readonly title: string
    /** One sentence that says what the answer has to be. */
    readonly rule: string
    readonly example: GoldQuestion & { readonly question: string }
  }
}
