// The one door between engine and page: commands go in, events come out, and queries (queries.ts) read what
// is stored. Replay stands behind the same door.

import type { ProgressDetail } from './progressDetail'
import type { Failure } from '../base/result'
import type { RunLink } from '../config/link'
import type { DeviceSpeed } from '../config/runTime'
import type { ArenaReport } from './arenaReport'
import type { BenchmarkResult } from './benchmarkResult'
import type {
  CheckpointRecord,
  Episode,
  Generated,
  ProbeRecord,
  RemoteTokens,
  RoundMetrics,
  RunRecord,
  Seat,
  Verdict,
  WarmStartPoint,
} from './records'
import type { LivePlay } from './livePlay'
import type { ModelLook } from './modelLook'
import type { ModelRecord } from './modelRecord'
import type { CorpusRecord } from './ports'
import type { RunTrial } from './runTrial'
import type { Answer, Query, QueryKind } from './queries'

export interface SourceFile {
  /** Path as dropped, folders included. */
  readonly path: string
  readonly data: Blob
}

export type Command =
  | {
      readonly kind: 'corpus.add'
      readonly corpus: string
      readonly name: string
      readonly files: readonly SourceFile[]
    }
  | { readonly kind: 'corpus.starter'; readonly name: string }
  /**
   * A file again, in an encoding that a person chose (a name of the WHATWG encodings): its documents take the
   * place of those that the file of this path gave.
   */
  | {
      readonly kind: 'corpus.reread'
      readonly corpus: string
      readonly file: SourceFile
      readonly encoding: string
    }
  /** Ends the import that is under way: what had come in stays, the rest is not read. */
  | { readonly kind: 'corpus.cancel' }
  | {
      readonly kind: 'corpus.remove'
      readonly corpus: string
      readonly documents?: readonly string[]
      /** Path of a file, whose documents go all at once. */
      readonly file?: string
    }
  /** A new name, or how often files are read (CorpusRecord). */
  | {
      readonly kind: 'corpus.change'
      readonly corpus: string
      readonly name?: string
      readonly weights?: Readonly<Record<string, number>>
    }
  /** Files of a model that a person has; they are copied to where they are kept. */
  | { readonly kind: 'model.add'; readonly files: readonly SourceFile[] }
  /** By its name on the hub or an address; goes on where it was cut off. */
  | { readonly kind: 'model.download'; readonly address: string }
  /** Ends what comes in; of a download what has come is kept. */
  | { readonly kind: 'model.cancel' }
  | { readonly kind: 'model.remove'; readonly model: string }
  /** Chooses the device's kernels where none are chosen yet, and times it; told as `speed`. */
  | { readonly kind: 'device.measure' }
  /** What a run with that model and configuration takes of the device's memory. */
  | { readonly kind: 'model.plan'; readonly model: string; readonly linked: RunLink }
  | {
      readonly kind: 'run.create'
      readonly linked: RunLink
      readonly corpora: readonly string[]
      readonly name: string
      readonly startFrom?: StartFrom
    }
  /** What `run.create` would make, tried on a few questions and timed; told as `tried`. Pause ends it. */
  | {
      readonly kind: 'run.try'
      readonly linked: RunLink
      readonly corpora: readonly string[]
      readonly startFrom: StartFrom
    }
  | { readonly kind: 'run.open'; readonly run: string; readonly checkpoint?: string }
  | { readonly kind: 'run.start'; readonly until?: number }
  | { readonly kind: 'run.step' }
  | { readonly kind: 'run.pause' }
  | { readonly kind: 'run.stop' }
  | { readonly kind: 'run.rename'; readonly run: string; readonly name: string }
  /** A person's own note and tags, in the place of those before. */
  | {
      readonly kind: 'run.annotate'
      readonly run: string
      readonly note: string
      readonly tags: readonly string[]
    }
  | { readonly kind: 'run.remove'; readonly run: string }
  /** With `documents` the folder that `spice run --resume` goes on from, on any machine. */
  | {
      readonly kind: 'run.export'
      readonly run: string
      readonly passages: boolean
      readonly documents?: true
    }
  | { readonly kind: 'run.import'; readonly data: Blob }
  | {
      readonly kind: 'weights.export'
      readonly run: string
      readonly checkpoint: string
      readonly half: boolean
    }
  | { readonly kind: 'checkpoint.remove'; readonly run: string; readonly checkpoint: string }
  /**
   * Sampled on from a prefix of a completion, with the checkpoint that the round was played with or the
   * newest before it. `draw` tells repeated forks apart.
   */
  | {
      readonly kind: 'fork'
      readonly run: string
      readonly round: number
      readonly seat: Seat
      readonly prompt: readonly number[]
      readonly prefix: readonly number[]
      readonly count: number
      readonly draw: number
    }
  /** What the last of the tokens attends to. */
  | {
      readonly kind: 'attend'
      readonly run: string
      readonly round: number
      readonly tokens: readonly number[]
    }
  /** A question answered greedily by a model, and everything that question and answer passed through. */
  | {
      readonly kind: 'look'
      readonly from: Extract<StartFrom, { readonly kind: 'builtIn' | 'checkpoint' }>
      readonly question: string
    }
  | {
      readonly kind: 'ask'
      readonly question: string
      readonly run: string
      readonly checkpoints: readonly string[]
      readonly attempts: number
      /** Of what fills a gap in a document's sentence, where that is known. */
      readonly words?: number
    }
  /**
   * Checkpoints against checkpoints on passages of the first one's corpora; nothing learns. `scripted` is the
   * script that knows the stories. Pause ends it.
   */
  | {
      readonly kind: 'arena'
      readonly challengers: readonly (Contender | 'scripted')[]
      readonly reasoners: readonly Contender[]
      readonly passages: number
      readonly seed: number
    }
  /**
   * Questions of a file (JSONL as GSM8K or MMLU-Pro, or a list of the lab's own), greedily and `samples`
   * times at temperature 1. Pause ends it.
   */
  | {
      readonly kind: 'benchmark'
      readonly checkpoints: readonly Contender[]
      readonly name: string
      readonly data: Blob
      readonly samples: number
    }

/** Weights that a run kept, under the name by which a report calls them. */
export interface Contender {
  readonly run: string
  readonly checkpoint: string
  readonly name: string
}

/**
 * Where the first weights come from: seeded noise, a built-in model in public/, a model of others, or a run.
 */
export type StartFrom =
  | { readonly kind: 'scratch' }
  | { readonly kind: 'builtIn'; readonly name: string }
  | {
      readonly kind: 'model'
      readonly name: string
      /** With a warm start on examples of both seats, as long as `warmStart.steps` says. */
      readonly warm?: true
    }
  | { readonly kind: 'checkpoint'; readonly run: string; readonly checkpoint: string }

export type Activity =
  | 'idle'
  | 'loading'
  | 'opening'
  | 'importing'
  | 'tokenizing'
  | 'compiling'
  | 'warming'
  | 'asking'
  | 'updating'
  | 'probing'
  | 'saving'
  | 'answering'

export interface Progress {
  readonly activity: Activity
  /** What is being worked on: a file, a phase of the round. */
  readonly detail: ProgressDetail
  readonly done: number
  readonly total: number
  readonly unit: string
}

/** Bytes of a model that is coming in. */
export interface ModelProgress {
  readonly model: string
  readonly file: string
  readonly done: number
  readonly total: number | null
}

/** Bytes by purpose of a run with a model of others; `failure` says what does not fit, and what would. */
export interface ModelPlan {
  readonly model: string
  readonly linked: RunLink
  readonly weights: number
  readonly optimizer: number
  readonly activations: number
  readonly sampling: number
  readonly total: number
  readonly failure: Failure | null
}

export interface FileOutcome {
  readonly path: string
  readonly documents: number
  readonly duplicates: number
  /** One clear line where the file, or a part of it, did not come in. */
  readonly failure: Failure | null
  /** Set where it takes the place of what was told of the file before: not all of it could be kept. */
  readonly corrected?: true
  /** What else is to be known of it: what was left out, how it was cut. */
  readonly notes?: readonly Failure[]
  /** The encoding of its text, where that was guessed or chosen. */
  readonly encoding?: string | null
}

export interface DeviceReport {
  readonly vendor: string
  readonly architecture: string
  readonly description: string
  readonly software: boolean
  readonly bytes: number
}

export interface ModelAnswers {
  readonly checkpoint: string
  readonly prompt: readonly number[]
  readonly attempts: readonly {
    readonly text: string
    readonly answer: string | null
    readonly verdict: Verdict | null
    readonly tokens: readonly number[]
    readonly logp: readonly number[]
  }[]
}

export type Event =
  | { readonly kind: 'ready'; readonly device: DeviceReport | null; readonly failure: Failure | null }
  | {
      readonly kind: 'status'
      readonly run: RunRecord | null
      readonly activity: Activity
      readonly running: boolean
    }
  /** A record that was changed by a command, whether its run is open or not. */
  | { readonly kind: 'run.changed'; readonly run: RunRecord }
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'speed'; readonly speed: DeviceSpeed }
  | {
      readonly kind: 'tried'
      readonly linked: RunLink
      readonly corpora: readonly string[]
      readonly startFrom: StartFrom
      readonly trial: RunTrial
    }
  | { readonly kind: 'corpora'; readonly corpora: readonly CorpusRecord[] }
  | { readonly kind: 'file'; readonly corpus: string; readonly outcome: FileOutcome }
  | { readonly kind: 'models'; readonly models: readonly ModelRecord[] }
  | { readonly kind: 'model.progress'; readonly progress: ModelProgress | null }
  | { readonly kind: 'model.planned'; readonly plan: ModelPlan }
  | { readonly kind: 'warmStart'; readonly run: string; readonly points: readonly WarmStartPoint[] }
  | {
      readonly kind: 'round'
      readonly run: string
      readonly metrics: RoundMetrics
      readonly tokensPerSecond: number
      /** Where a model behind an endpoint plays. */
      readonly remoteTokens?: RemoteTokens
    }
  | {
      readonly kind: 'episodes'
      readonly run: string
      readonly round: number
      readonly episodes: readonly Episode[]
    }
  /** The round that is being played; told while it is written, and stored nowhere. */
  | { readonly kind: 'live'; readonly run: string; readonly play: LivePlay }
  | { readonly kind: 'probe'; readonly run: string; readonly probe: ProbeRecord }
  | { readonly kind: 'checkpoint'; readonly checkpoint: CheckpointRecord }
  | { readonly kind: 'deviceLost'; readonly failure: Failure; readonly recovering: boolean }
  | { readonly kind: 'file.ready'; readonly name: string; readonly data: Blob }
  | { readonly kind: 'arena'; readonly report: ArenaReport }
  | {
      readonly kind: 'benchmarked'
      readonly results: readonly { readonly checkpoint: string; readonly result: BenchmarkResult }[]
    }
  | { readonly kind: 'answered'; readonly question: string; readonly answers: readonly ModelAnswers[] }
  | {
      readonly kind: 'forked'
      readonly checkpoint: string
      readonly prefix: readonly number[]
      readonly prefixText: string
      /** What follows the prefix. */
      readonly futures: readonly Generated[]
    }
  /** One list a layer, one number a token: the mean over the layer's heads. */
  | {
      readonly kind: 'attended'
      readonly checkpoint: string
      readonly tokens: readonly number[]
      readonly layers: readonly (readonly number[])[]
    }
  | { readonly kind: 'looked'; readonly look: ModelLook }
  /** `fix` names the control that mends it, where there is one. */
  | { readonly kind: 'failure'; readonly failure: Failure; readonly fix: string | null }

/** A command or a query with the number by which its outcome is told. */
export type Request =
  { readonly id: number; readonly command: Command } | { readonly id: number; readonly query: Query }
export type Reply =
  | { readonly id: number; readonly ok: true }
  | { readonly id: number; readonly ok: false; readonly failure: Failure }

/** The outcome of the query of that number. */
export interface QueryReply {
  readonly id: number
  readonly answer: Answer
}

/** What stands behind the door: the engine in its worker, a replay, or the stores alone. */
export interface Door {
  send(command: Command): Promise<Reply>
  query<K extends QueryKind>(query: Query<K>): Promise<Answer<K>>
  listen(listener: (event: Event) => void): () => void
  close(): void
}
