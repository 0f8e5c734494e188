// What can be asked through the door about what is stored, and what is answered. Nothing is changed by it;
// what is large is read in portions or by need: documents by page, a text, the episodes of one round.

import type { Result } from '../base/result'
import type { CorpusFile } from './filesOfCorpus'
import type { ModelRecord } from './modelRecord'
import type { CorpusRecord, DocumentRecord } from './ports'
import type {
  CheckpointRecord,
  Episode,
  ProbeRecord,
  RoundMetrics,
  RunRecord,
  WarmStartPoint,
} from './records'

interface QueryParameters {
  readonly runs: unknown
  readonly 'run.metrics': { readonly run: string }
  readonly 'run.warmStart': { readonly run: string }
  readonly 'run.probes': { readonly run: string }
  readonly 'run.checkpoints': { readonly run: string }
  readonly 'run.episodes': { readonly run: string; readonly round: number }
  readonly corpora: unknown
  /** `search` wants it in the name or the text, in any case. */
  readonly 'corpus.documents': {
    readonly corpus: string
    readonly search?: string
    readonly offset: number
    readonly limit: number
  }
  /** A document of one of these corpora. */
  readonly 'corpus.document': { readonly corpora: readonly string[]; readonly document: string }
  readonly 'corpus.files': { readonly corpus: string }
  readonly 'corpus.text': { readonly corpus: string; readonly document: string }
  readonly models: unknown
  readonly storage: unknown
}

export interface Answers {
  /** Oldest first. */
  readonly runs: readonly RunRecord[]
  readonly 'run.metrics': readonly RoundMetrics[]
  readonly 'run.warmStart': readonly WarmStartPoint[]
  readonly 'run.probes': readonly ProbeRecord[]
  /** Fewest rounds first. */
  readonly 'run.checkpoints': readonly CheckpointRecord[]
  readonly 'run.episodes': readonly Episode[]
  readonly corpora: readonly CorpusRecord[]
  readonly 'corpus.documents': readonly DocumentRecord[]
  /** Null where there is no such document. */
  readonly 'corpus.document': DocumentRecord | null
  /** Largest first. */
  readonly 'corpus.files': readonly CorpusFile[]
  readonly 'corpus.text': string | null
  readonly models: readonly ModelRecord[]
  /** Bytes in use and allowed; null where the platform does not say. */
  readonly storage: { readonly used: number; readonly quota: number } | null
}

export type QueryKind = keyof QueryParameters

/** A query of one of the kinds `K`; inferred from its kind where it is written down. */
export type Query<K extends QueryKind = QueryKind> = {
  [Kind in K]: { readonly kind: Kind } & QueryParameters[Kind]
}[K]

export type Answer<K extends QueryKind = QueryKind> = Result<Answers[K]>
