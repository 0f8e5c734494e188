// What a gate is: a named check that a task passes or fails, by the rules alone or by asking a player.

import type { GateResult, Task } from '../../protocol/records'
import type { PassageAnalyser } from '../analyser'
import type { PromptStyleName } from '../prompts'
import type { Player } from '../seats'
import type { Reading, Span } from '../text/reading'
import type { QuestionWindow } from './questionWindow'
import type { GateName } from './names'

/** What a gate may look at beside the task. */
export interface GateSight {
  /** Null where the game is played without a corpus. */
  readonly passage: Reading | null
  readonly analyser: PassageAnalyser
  /** The questions that were asked before. */
  readonly window: QuestionWindow
}

export interface GateCheck {
  /** Null where the rules cannot tell: a player is asked. */
  readonly result: GateResult | null
  /** Where the passage states the gold, if the gate found it. */
  readonly source?: Span | null
}

export interface PlayerQuestion {
  readonly passage: string
  readonly task: Task
  readonly stream: number
}
export interface PlayerAnswers {
  /** One a question, in order. */
  readonly results: readonly GateResult[]
  /** Tokens that were spent: written, and read as prompts. */
  readonly generated: number
  readonly prompted: number
}

export interface Gate {
  readonly name: GateName
  check(task: Task, sight: GateSight): GateCheck
  /** Asks a player about tasks that the rules let pass; absent where the rules suffice. */
  readonly ask?: (
    player: Player,
    questions: readonly PlayerQuestion[],
    options: {
      readonly seed: number
      readonly maxNewTokens: number
      readonly prompts?: PromptStyleName
      readonly signal?: AbortSignal
    },
  ) => Promise<PlayerAnswers>
  /** True where it looks at gaps and at no written question; left out: at written questions. */
  readonly gapsAlone?: boolean
  /** True where it asks how likely given sequences are; left out: it asks for none. */
  readonly scores?: boolean
  /** False where a task about a program, whose gold an interpreter wrote, has no need of it. */
  readonly checksPrograms: boolean
  /** False where it says nothing about a gap in the passage's own words. */
  readonly checksCloze: boolean
}
