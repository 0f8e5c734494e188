// The prompt families side by side: what each seat is shown, and how the Challenger's text becomes a task.
// The rules of the game are the same for all.

import { unreachable, type Result } from '../../base/result'
import type { AnswerType, RunConfig } from '../../config/schema'
import type { Reason } from '../../protocol/reasons'
import type { Task } from '../../protocol/records'
import {
  paperChallengerPrompt,
  paperOpenBookPrompt,
  paperReasonerPrompt,
  parseSelector,
  selectorPrompt,
} from './paper'
import { parsePaperTask } from './paperTask'
import { challengerPrompt, openBookPrompt, reasonerPrompt } from './compact'
import { string } from '../answers/string'
import type { PromptPart } from '../seats'
import { parseTask, type ParseOptions } from '../task'

export type FamilyName = RunConfig['game']['prompts']
type Shown = Pick<Task, 'question' | 'options'>

export interface PromptFamily {
  /** `type` null leaves the answer type to the Challenger, where the family has no selector. */
  readonly challenger: (passage: string | null, type: AnswerType | null) => PromptPart[]
  readonly reasoner: (task: Shown) => PromptPart[]
  readonly openBook: (passage: string, task: Shown) => PromptPart[]
  readonly parse: (
    completion: { readonly text: string; readonly stopped: boolean },
    options: ParseOptions,
  ) => Result<Task, Reason>
  /** A call of its own that chooses the answer type from the passage. */
  readonly selector: {
    readonly prompt: (passage: string) => PromptPart[]
    readonly parse: (text: string, active: readonly AnswerType[]) => AnswerType | null
  } | null
}

const compact: PromptFamily = {
  challenger: challengerPrompt,
  reasoner: reasonerPrompt,
  openBook: openBookPrompt,
  parse: parseTask,
  selector: null,
}

const paper: PromptFamily = {
  challenger: (passage, type) => paperChallengerPrompt(passage, type ?? string.name),
  reasoner: paperReasonerPrompt,
  openBook: paperOpenBookPrompt,
  parse: parsePaperTask,
  selector: { prompt: selectorPrompt, parse: parseSelector },
}

/** Recorded configurations of before there was a choice have none. */
export function familyOf(name: FamilyName | undefined): PromptFamily {
  switch (name) {
    case undefined:
    case 'compact':
      return compact
    case 'paper':
      return paper
    default:
      return unreachable(name)
  }
}
