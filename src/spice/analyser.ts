// What the rules ask of somebody who can read a story: which answer types a passage can carry, and whether a
// task's gold follows from its premises. The grammar of the starter corpora implements it; the rules know no
// grammar.

import type { Reason } from '../protocol/refusal'
import type { Task } from '../protocol/records'
import type { AnswerType } from '../config/schema'
import { gapTypes } from './answers'

export type Derivation =
  /** The passage is no story of the analyser's: nothing can be said, and nothing is held against the task. */
  | { readonly kind: 'notApplicable' }
  /** The premises are a contiguous run of the passage's clauses and the gold is what it states after them. */
  | {
      readonly kind: 'derived'
      /** Where the passage states the gold (code units), or null where it is not stated. */
      readonly source: { readonly start: number; readonly end: number } | null
    }
  | { readonly kind: 'refused'; readonly why: Reason }

export interface PassageAnalyser {
  /** The answer types that a task about this passage can have, in any order; never empty. */
  types(passage: string): readonly AnswerType[]
  /**
   * Deterministic, never throws, whatever the text. `task.question` is without worked values, `task.steps`
   * has them.
   * `passage` is null where the game is played without a corpus.
   */
  check(passage: string | null, task: Task): Derivation
  /**
   * The answer of a question, worked out from the question alone: of a multiple choice the option's text.
   * Null where it
   * cannot be read. It sees neither passage nor gold, so it judges golds independently of every gate but
   * \`solver\`.
   */
  truth(task: Pick<Task, 'type' | 'question' | 'options'>): string | null
  /** Which of the world's kinds a question is about; null or absent where kinds are not told apart. */
  kindOf?(task: Pick<Task, 'question'>): string | null
  /** The working of the gold as an attempt writes it before the answer; empty where there is none. */
  working?(task: Pick<Task, 'question'>): string
}

/** The analyser of free text: words and multiple choice, and nothing that could be derived. */
export const freeText: PassageAnalyser = {
  types: () => gapTypes,
  check: () => ({ kind: 'notApplicable' }),
  truth: () => null,
}
