// The records that pass through the one door and into files: tasks, gates, episodes, metrics, runs,
// checkpoints.
// Plain JSON data; no behaviour. `episodes.jsonl` and `metrics.jsonl` hold one `Episode` and one
// `RoundMetrics` a line.

import type { Cause } from '../problems'
import type { AnswerType, GateName } from '../config/schema'
import type { Reason } from './refusal'
import type { RunLink } from '../config/link'

export type Seat = 'challenger' | 'reasoner'

/** Part of a document, `start` and `end` in UTF-16 code units of the document's text. */
export interface Passage {
  readonly document: string
  readonly start: number
  readonly end: number
  readonly text: string
  /** Where it stands in its file, first and last second or row; absent where that is not known. */
  readonly cited?: {
    readonly file: string
    readonly unit: 'seconds' | 'row'
    readonly from: number
    readonly to: number
  }
}

/** A triple of Absolute Zero: a program, its inputs and the outputs that the interpreter gives. */
export interface ProgramTask {
  readonly kind: 'deduction' | 'abduction' | 'induction'
  readonly source: string
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
}

/** A question with its gold answer, as the Challenger wrote it and the parser read it. */
export interface Task {
  readonly type: AnswerType
  /** What the Reasoner is shown: without worked values, options apart. */
  readonly question: string
  /** The four options of a multiple choice, in order; empty for free form. */
  readonly options: readonly string[]
  /** The gold answer; for a multiple choice the letter A to D. */
  readonly gold: string
  /**
   * What the Challenger wrote beside each premise: the sentence and the value it derived. The Reasoner never
   * sees the values.
   */
  readonly steps: readonly { readonly premise: string; readonly value: string }[]
  /** The Challenger's own gold where a vote of the attempts has taken its place. */
  readonly written?: string
  /** Present where the task is about a program: an answer is then run and not compared with the gold. */
  readonly program?: ProgramTask
  /** Present where the task is a gap in a sentence: the text before it, from which the Reasoner goes on. */
  readonly cloze?: { readonly before: string }
  /** Where in the passage the gold stands (code units of the passage's text), or null where it does not. */
  readonly source: { readonly start: number; readonly end: number } | null
}

export interface GateResult {
  readonly gate: GateName
  readonly passed: boolean
  /** Why it failed, in one English sentence for readers of files; empty where it passed. */
  readonly reason: string
  /** The same as data. Absent where it passed, and in older records. */
  readonly why?: Reason
  /**
   * Present where the gate had nothing to say about this task (no story, no corpus); it then counts as
   * passed.
   */
  readonly notApplicable?: true
}

/** What the sampler recorded for each generated token; all lists have one entry a token. */
export interface Generated {
  readonly tokens: readonly number[]
  readonly logp: readonly number[]
  /** Nats. */
  readonly entropy: readonly number[]
  /**
   * The five likeliest tokens, likeliest first, as [id, probability, id, probability, ...]; empty once
   * thinned.
   */
  readonly top: readonly (readonly number[])[]
  /** The completion as text, end mark left out. */
  readonly text: string
  /** False where the budget of new tokens ended it. */
  readonly stopped: boolean
}

export interface Candidate extends Generated {
  readonly gates: readonly GateResult[]
  readonly task: Task | null
  readonly valid: boolean
  /**
   * Share of the round's kept candidates whose questions are like this one; present where that is paid for.
   */
  readonly alike?: number
  /** What the Reasoner's pass rate at its kind is above what it was; present where that is paid for. */
  readonly progress?: number
  /** Index of the candidate of its group whose question it repeats and whose reward it shares. */
  readonly copyOf?: number
  /** Null for a candidate that was sampled but not kept among the G. */
  readonly reward: number | null
  readonly advantage: number | null
}

export type Verdict = 'right' | 'wrong' | 'noAnswer'

export interface Attempt extends Generated {
  /** Index of the task's candidate. */
  readonly candidate: number
  /** The final answer that the verifier read, or null where it found none. */
  readonly answer: string | null
  readonly verdict: Verdict
  readonly reward: number
  /** Null where this group did not train the Reasoner. */
  readonly advantage: number | null
}

export interface Prompt {
  readonly tokens: readonly number[]
  readonly text: string
}

export const episodeVersion = 1

export interface Episode {
  readonly v: typeof episodeVersion
  readonly round: number
  readonly episode: number
  readonly passage: Passage
  /**
   * The exact tokens fed to the model. The Reasoner's is that of the chosen task; null where no task was
   * valid.
   */
  readonly prompts: { readonly challenger: Prompt; readonly reasoner: Prompt | null }
  readonly candidates: readonly Candidate[]
  /** Index of the candidate whose task was drawn for the Reasoner; null where none was valid. */
  readonly chosen: number | null
  /** All attempts, those of the chosen task first. */
  readonly attempts: readonly Attempt[]
}

export interface AskedKind {
  readonly questions: number
  readonly right: number
  readonly attempts: number
}

/**
 * One line of metrics.jsonl. Never NaN; only passRate, challengerReward, noSignalShare and probeAccuracy may
 * be null.
 */
export interface RoundMetrics {
  readonly round: number
  /** Mean over all attempts of all valid tasks. */
  readonly passRate: number | null
  /** Mean over the kept G, invalid ones included. */
  readonly challengerReward: number | null
  /** Valid / sampled candidates. */
  readonly validRate: number
  /** Failures by gate, each candidate counted at the first gate that it fails. */
  readonly gates: Readonly<Partial<Record<GateName, number>>>
  /** Share of the Reasoner's groups whose rewards are all equal. */
  readonly noSignalShare: number | null
  /** Duplicates / parsed. */
  readonly duplicateShare: number
  readonly probeAccuracy: number | null
  /** Nats a generated token, by seat and over both. */
  readonly entropy: number
  readonly entropyChallenger: number
  readonly entropyReasoner: number
  /** Before clipping, of the seat's own loss; 0 if none. */
  readonly gradNormChallenger: number
  readonly gradNormReasoner: number
  /**
   * Tokens of this round: written by the model; with a loss; all that went through the model, prompts too.
   */
  readonly generatedTokens: number
  readonly trainedTokens: number
  readonly processedTokens: number
  /** Mean length of a completion, in tokens. */
  readonly lengthChallenger: number
  readonly lengthReasoner: number
  /** Number of valid tasks by how many of the K attempts were right: entry k of 0..K. */
  readonly passHistogram: readonly number[]
  /** Number of valid tasks by number of premises: entry n of 0..; the difficulty of what is asked. */
  readonly premiseHistogram: readonly number[]
  readonly byType: Readonly<
    Partial<
      Record<
        AnswerType,
        {
          readonly sampled: number
          readonly valid: number
          readonly right: number
          readonly attempts: number
        }
      >
    >
  >
  /**
   * Valid tasks whose gold a solver could work out from the question alone, and those whose gold is what it
   * found. Absent in records from before it was counted.
   */
  readonly gold?: { readonly checked: number; readonly right: number }
  /**
   * Mean chance of an attempt to be right by guessing, where gaps are asked: what the pass rate is to be held
   * against. Absent in other worlds.
   */
  readonly chance?: number | null
  /**
   * Valid questions, copies within a group among them, by the kind that they ask about, and how the attempts
   * went. Absent where the world does not tell kinds apart, and in older records.
   */
  readonly asked?: Readonly<Record<string, AskedKind>>
  /**
   * Valid tasks whose question holds its own gold, whether or not a gate looks for it. Absent in older
   * records, as the next two.
   */
  readonly leaked?: number
  /**
   * Share of the Challenger's groups whose rewards are all equal, all invalid among them: nothing in them
   * pushes anywhere.
   */
  readonly challengerNoSignalShare?: number | null
  /** Valid tasks of two answers, such as yes and no, and how their attempts went. */
  readonly coins?: { readonly valid: number; readonly right: number; readonly attempts: number }
  /**
   * Tokens that went through the model forward and backward, prompts too; part of processedTokens. Absent in
   * older records.
   */
  readonly updateTokens?: number
  /**
   * Where gaps are asked, as DocumentMeasures has them, with the weights that the round begins with: null in
   * rounds in which they are not measured. Absent in other worlds.
   */
  readonly recall?: number | null
  readonly transfer?: number | null
  readonly general?: number | null
  readonly chances?: DocumentMeasures['chances'] | null
  readonly perplexity?: number | null
  /** Wall time; the one field that differs between two runs of one seed. */
  readonly seconds: number
}

/** One step of the warm start that was kept for the loss curve. */
export interface WarmStartPoint {
  readonly step: number
  /** Mean cross-entropy of the tokens with a loss, nats. */
  readonly loss: number
  readonly learningRate: number
  readonly tokens: number
  readonly seconds: number
}

export interface ProbeAnswer {
  readonly question: string
  readonly gold: string
  readonly answer: string | null
  readonly right: boolean
  /** The whole completion, where it was kept. */
  readonly text?: string
  /** Of a gap that the run's documents are measured by: which measure it belongs to, */
  readonly measure?: MeasureName
  /** the name of the document it is of, */
  readonly document?: string
  /** and the share of the gold among its options; */
  readonly probability?: number
  /** where its passage stands, in UTF-16 code units of the document with this id. */
  readonly place?: { readonly document: string; readonly start: number; readonly end: number }
}
/**
 * Recall: gaps of what was read that are never practised. Transfer: documents that were never read. General:
 * prose that comes with the lab.
 */
export const measureNames = ['recall', 'transfer', 'general'] as const
export type MeasureName = (typeof measureNames)[number]

/** How a run on a person's documents fares: shares of fixed gaps whose gold is the likeliest option. */
export interface DocumentMeasures {
  readonly recall: number | null
  readonly transfer: number | null
  readonly general: number | null
  /** What guessing would give. */
  readonly chances: Readonly<Record<MeasureName, number | null>>
  /** Of a token of general prose, where the player tells it. */
  readonly perplexity: number | null
}

export interface ProbeRecord {
  readonly round: number
  /** Of fixed questions, where there are some; else of transfer, or of what there is. */
  readonly accuracy: number
  readonly answers: readonly ProbeAnswer[]
}

/** Tokens that a model behind an endpoint was asked for, prompts and answers, and the most that it may be. */
export interface RemoteTokens {
  readonly used: number
  readonly budget: number
}

export interface RunRecord {
  readonly id: string
  readonly name: string
  readonly created: number
  readonly linked: RunLink
  readonly corpora: readonly string[]
  /** Rounds done. */
  readonly rounds: number
  readonly warmSteps: number
  /** It made its warm start itself, so there are points of it; absent where it began with weights. */
  readonly ownWarmStart?: true
  readonly state: 'new' | 'warming' | 'warm' | 'playing' | 'paused' | 'finished' | 'failed'
  /** Display text of each token id, for the token chips. */
  readonly vocabulary: readonly string[]
  readonly device: string
  /**
   * The day that its model's chat template is told, as 2026-01-31; absent where none asks, and in older runs,
   * which take the template's own.
   */
  readonly promptDate?: string
  /** Absent where no model behind an endpoint plays. */
  readonly remoteTokens?: RemoteTokens
  /**
   * The kernels that it computes with, in one line; another choice would round differently. Absent in runs
   * from before there was a choice.
   */
  readonly kernels?: string
  /** In English, for readers of files. */
  readonly note: string
  /** The sentences of the note that the engine wrote; absent in older runs, and where there is none. */
  readonly notes?: readonly Cause[]
  /** A person's own, to find it by; absent where there are none. */
  readonly tags?: readonly string[]
}

export interface CheckpointRecord {
  readonly run: string
  /** 'warm' for the end of the warm start, else the number of rounds done. */
  readonly name: string
  readonly rounds: number
  readonly warmSteps: number
  readonly created: number
  readonly bytes: number
}
