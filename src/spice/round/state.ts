// What the steps of a round share, and what they hand to each other. Types and two small helpers; no rules.

import type { Random } from '../../base/random'
import type { AnswerType, RunConfig } from '../../config/schema'
import type { TellPlay } from '../../protocol/livePlay'
import type { Generated, GateResult, Passage, Prompt, Task, Verdict } from '../../protocol/records'
import type { PassageAnalyser } from '../analyser'
import type { TokenAutomaton } from '../../base/tokenAutomaton'
import type { Lexicon } from '../cloze/wordCounts'
import type { NumberedSpans } from '../cloze/numberedSpans'
import type { QuestionWindow } from '../gates/questionWindow'
import type { ProgramKind } from '../programs/programTasks'
import type { Learner, Player, PromptPart, PromptRequest, Writing } from '../seats'

/** The run's corpora: each call gives one passage, drawn with `random` alone. */
export interface PassageSampler {
  draw(random: Random): Promise<Passage>
}

/** Running mean of the Reasoner's pass rate by kind of question. */
export type PassRates = Readonly<Record<string, number>>

export type RoundPhase = 'asking' | 'answering' | 'updating'

/** Who plays, by which rules, from which place; enough to ask and to gate. */
export interface RoundContext {
  readonly config: RunConfig
  readonly seed: number
  readonly round: number
  readonly challenger: Player
  readonly reasoner: Player
  readonly analyser: PassageAnalyser
  /** What the corpora tell about their words; a cloze then knows the passage alone where it is left out. */
  readonly lexicon?: Lexicon
  /** Aborting rejects with the signal's reason; nothing of the round remains. */
  readonly signal: AbortSignal
}

export interface AskingState extends RoundContext {
  /** The questions accepted so far; gates add to it. */
  readonly window: QuestionWindow
  readonly tokens: TokenCount
  readonly watch: WritingWatch
}

/** Who is told of completions while they are written; undefined where nobody listens. */
export interface WritingWatch {
  asking(groups: readonly Pick<CandidateGroup, 'episode'>[]): Writing | undefined
  answering(tasks: readonly Pick<AnsweredTask, 'episode' | 'index'>[]): Writing | undefined
}

/** Tokens that the round has cost: written, and read as prompts (once a request). Steps add to it. */
export interface TokenCount {
  generated: number
  prompted: number
}

export interface RoundSetup extends RoundContext {
  readonly passages: PassageSampler
  readonly learner: Learner
  /** Keys of the questions accepted before, oldest first: `questions` of the round before. */
  readonly questions: readonly string[]
  /** Pass rates by kind so far: `passRates` of the round before. */
  readonly passRates?: PassRates
  readonly onProgress: (phase: RoundPhase, done: number, total: number) => void
  /** Told what is written and what becomes of it. */
  readonly onPlay?: TellPlay
  /** Called before the weights change, with all answers in. */
  readonly beforeUpdate?: () => Promise<void>
}

export type RoundState = RoundSetup & AskingState

/** Stops where the round was told to, else tells how far it is. */
export function report(
  { signal, onProgress }: Pick<RoundState, 'signal' | 'onProgress'>,
  phase: RoundPhase,
  done: number,
  total: number,
): void {
  signal.throwIfAborted()
  onProgress(phase, done, total)
}

export interface Candidate {
  readonly completion: Generated
  readonly task: Task | null
  readonly gates: readonly GateResult[]
  readonly valid: boolean
  /** Asked before, whether or not that gate is active. */
  readonly duplicate: boolean
  /**
   * Index of the valid candidate of its own group whose question it repeats, where that one's reward is
   * shared.
   */
  readonly copyOf?: number
}

/** One passage, what the Challenger is shown of it, and the candidates that it has written so far. */
export interface CandidateGroup {
  readonly episode: number
  readonly passage: Passage
  readonly parts: readonly PromptPart[]
  readonly prompt: Prompt
  /** Null where the Challenger chooses, and in a world of programs. */
  readonly type: AnswerType | null
  /** The kind of task about a program that is asked for; null in a world of passages. */
  readonly kind: ProgramKind | null
  /** What the Challenger of a cloze points into; null in other worlds, and where the passage has no span. */
  readonly spans: NumberedSpans | null
  /** What its completions are held to. */
  readonly automaton?: TokenAutomaton
  /** Gates add to it. */
  readonly candidates: Candidate[]
}

/** What one wave added to a group, not yet gated. */
export interface Wave {
  readonly group: CandidateGroup
  readonly completions: readonly Generated[]
}

/** The candidates of a group that train, by index, and the task that the paper would give the Reasoner. */
export interface KeptGroup {
  readonly group: CandidateGroup
  /** At most G, ascending. */
  readonly kept: readonly number[]
  /** The valid ones among them. */
  readonly tasks: readonly { readonly index: number; readonly task: Task }[]
  /** Drawn among the tasks; null where there is none. */
  readonly chosen: number | null
}

/** A task with the Reasoner's G rollouts. */
export interface AnsweredTask {
  readonly episode: number
  /** Of its candidate. */
  readonly index: number
  readonly task: Task
  readonly request: PromptRequest
  readonly completions: readonly Generated[]
}

export interface Judgement {
  readonly answer: string | null
  readonly verdict: Verdict
}

/** A task whose rollouts have verdicts, one each; the gold may be that of a vote. */
export interface JudgedTask extends AnsweredTask {
  readonly judgements: readonly Judgement[]
}
