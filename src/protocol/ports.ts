// What the engine asks of whoever keeps things: a store of runs and a store of corpora.
// The browser's adapters are in src/storage, the command line's in src/cli.

import { type Problem, ProblemError } from '../problems'
import type {
  CheckpointRecord,
  Episode,
  ProbeRecord,
  RoundMetrics,
  RunRecord,
  WarmStartPoint,
} from './records'

/** Thrown by a store that cannot keep something; `code` is 'quota' where the device has no room left. */
export class StoreError extends ProblemError {
  override readonly name = 'StoreError'
  constructor(
    readonly code: 'quota' | 'store',
    problem: Problem,
    /** Bytes in use and allowed, where known. */
    readonly usage: { readonly used: number; readonly quota: number } | null = null,
  ) {
    super(problem)
  }
}

/** Where a document's text stands in the file that it came from: what a question about it can cite. */
export interface SourceMarks {
  readonly unit: 'seconds' | 'row'
  /** [code units of the text, second or row from there on], in order. */
  readonly at: readonly (readonly [start: number, value: number])[]
}

export interface DocumentRecord {
  /** Stable: a hash of the text. */
  readonly id: string
  readonly corpus: string
  /** Path of the file it came from, with `#n` for the n-th record of it. */
  readonly name: string
  /** Length of the text in UTF-16 code units. */
  readonly length: number
  /** Estimated until a model is chosen. */
  readonly tokens: number
  readonly added: number
  /** Absent where the file knows no times or rows. */
  readonly marks?: SourceMarks
}

export interface CorpusRecord {
  readonly id: string
  readonly name: string
  readonly origin: string
  readonly licence: string
  readonly documents: number
  readonly characters: number
  readonly duplicates: number
  readonly tokens: number
  /** How often a file is read, by its path: 1 where it is not here, 0 where it is switched off. */
  readonly weights?: Readonly<Record<string, number>>
}

export interface CorpusStore {
  corpora(): Promise<CorpusRecord[]>
  /**
   * Makes a corpus, or gives it a new name, origin, licence or weights. Its counts start at 0 and are kept by
   * `add` and `remove`.
   */
  put(corpus: CorpusRecord): Promise<void>
  /**
   * Adds documents with their texts; those whose id is there already are left out and counted.
   * Texts and counts of the corpus change together. Throws where the corpus was never put.
   */
  add(
    corpus: string,
    documents: readonly (DocumentRecord & { readonly text: string })[],
  ): Promise<{ added: number; duplicates: number }>
  /** In the order in which they were added; `search` wants it in the name or the text, in any case. */
  documents(
    corpus: string,
    options?: { readonly search?: string; readonly offset?: number; readonly limit?: number },
  ): Promise<DocumentRecord[]>
  /** Null where there is no such document. */
  document(corpus: string, document: string): Promise<DocumentRecord | null>
  text(corpus: string, document: string): Promise<string | null>
  /** Every document's text, in order of adding, for cutting passages. */
  texts(corpus: string): AsyncIterable<{ readonly id: string; readonly text: string }>
  /** Without a list, the corpus and all of it. */
  remove(corpus: string, documents?: readonly string[]): Promise<void>
}

/** The kernels that were timed best, a line for each adapter. */
export interface KernelStore {
  kernels(adapter: string): Promise<string | null>
  keepKernels(adapter: string, line: string): Promise<void>
}

export interface RunStore {
  /** Oldest first. */
  runs(): Promise<RunRecord[]>
  run(id: string): Promise<RunRecord | null>
  put(run: RunRecord): Promise<void>
  /** With everything recorded of it. */
  remove(id: string): Promise<void>

  addMetrics(run: string, metrics: RoundMetrics): Promise<void>
  metrics(run: string): Promise<RoundMetrics[]>
  addEpisodes(run: string, episodes: readonly Episode[]): Promise<void>
  episodes(run: string, round: number): Promise<Episode[]>
  /**
   * Keeps, in the place of every episode of a round under `before`, what `change` makes of it: for thinning
   * old ones.
   */
  rewriteEpisodes(run: string, before: number, change: (episode: Episode) => Episode): Promise<void>
  addWarmStart(run: string, points: readonly WarmStartPoint[]): Promise<void>
  warmStart(run: string): Promise<WarmStartPoint[]>
  addProbe(run: string, probe: ProbeRecord): Promise<void>
  probes(run: string): Promise<ProbeRecord[]>
  /**
   * Removes everything recorded after `rounds` rounds, so that a run going on from a checkpoint has no double
   * lines:
   * metrics, episodes and probes whose round (counted from 0) is `rounds` or more, and checkpoints of more
   * rounds than that.
   */
  truncate(run: string, rounds: number): Promise<void>

  /** Fewest rounds first. */
  checkpoints(run: string): Promise<CheckpointRecord[]>
  /** Whole or not at all: where it fails, an older checkpoint of that name is still there. */
  putCheckpoint(checkpoint: CheckpointRecord, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  checkpoint(run: string, name: string): Promise<Uint8Array<ArrayBuffer> | null>
  removeCheckpoint(run: string, name: string): Promise<void>
  /** Bytes in use and allowed, where the platform says so. */
  usage(): Promise<{ readonly used: number; readonly quota: number } | null>
}
