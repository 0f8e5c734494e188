// What a prompt style is: what each seat is shown, and how the Challenger's text becomes a task. The rules of
// the game are the same for all.

import type { Result } from '../../base/result'
import type { Reason } from '../../protocol/refusal'
import type { Task } from '../../protocol/records'
import type { AnswerType } from '../answers/names'
import type { NumberedSpans } from '../cloze/numberedSpans'
import type { PromptPart } from '../seats'
import type { ParseOptions } from '../task'
import type { PromptStyleName } from './names'

/** What of a task is shown. */
export type ShownTask = Pick<Task, 'question' | 'options' | 'cloze'>

export interface PromptStyle {
  readonly name: PromptStyleName
  /** True where the prompts are in plain words, which a published model reads, or else taught first. */
  readonly plainWords: boolean
  /** Texts that a task of any type is written with, beside its own words; vocabulary dropout spares them. */
  readonly format: readonly string[]
  /** `type` null leaves the answer type to the Challenger, where the style has no selector. */
  readonly challenger: (passage: string | null, type: AnswerType | null) => PromptPart[]
  readonly reasoner: (task: ShownTask) => PromptPart[]
  readonly openBook: (passage: string, task: ShownTask) => PromptPart[]
  /** True where the gate that asks with the passage asks without it too: a question has to need it. */
  readonly closedBookToo?: boolean
  readonly parse: (
    completion: { readonly text: string; readonly stopped: boolean },
    options: ParseOptions,
  ) => Result<Task, Reason>
  /** What each seat writes of a task, for examples by rule; left out where nothing is taught. */
  readonly written?: (task: Task) => { readonly challenger: string; readonly reasoner: string }
  /** Asks for a gap in the passage and wrong options beside it, by their numbers. */
  readonly cloze: (passage: string, spans: Pick<NumberedSpans, 'entries' | 'type'>) => PromptPart[]
  /** A call of its own that chooses the answer type from the passage. */
  readonly selector: {
    readonly prompt: (passage: string) => PromptPart[]
    /** Null where the text names no type in play. */
    readonly parse: (text: string, active: readonly AnswerType[]) => AnswerType | null
  } | null
}
