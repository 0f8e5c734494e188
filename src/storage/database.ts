// The tables of the browser's database. Documents' records and their texts are apart, so that lists stay
// quick; both are keyed by one running number, which is the order of adding.

import Dexie, { type EntityTable, type Table } from 'dexie'
import type { CorpusRecord, DocumentRecord } from '../protocol/ports'
import type { ModelRecord } from '../protocol/modelRecord'
import type {
  CheckpointRecord,
  Episode,
  ProbeRecord,
  RoundMetrics,
  RunRecord,
  WarmStartPoint,
} from '../protocol/records'

export type DocumentRow = DocumentRecord & { readonly order: number }
/** `file` names the file that holds the bytes; null where they are in `weights`. */
export type CheckpointRow = CheckpointRecord & { readonly file: string | null }

export class Database extends Dexie {
  readonly corpora!: EntityTable<CorpusRecord, 'id'>
  readonly documents!: Table<DocumentRow, number, Omit<DocumentRow, 'order'>>
  readonly texts!: Table<{ readonly order: number; readonly text: string }, number>
  readonly runs!: EntityTable<RunRecord, 'id'>
  readonly metrics!: Table<{ readonly run: string } & RoundMetrics, [string, number]>
  readonly episodes!: Table<{ readonly run: string } & Episode, [string, number, number]>
  readonly warmStart!: Table<{ readonly run: string } & WarmStartPoint, [string, number]>
  readonly probes!: Table<{ readonly run: string } & ProbeRecord, [string, number]>
  readonly checkpoints!: Table<CheckpointRow, [string, string]>
  readonly weights!: Table<
    { readonly run: string; readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> },
    [string, string]
  >
  readonly kernels!: EntityTable<{ readonly adapter: string; readonly line: string }, 'adapter'>
  readonly models!: EntityTable<ModelRecord, 'id'>

  constructor(name = 'spice-lab') {
    super(name)
    this.version(1).stores({
      corpora: 'id',
      documents: '++order, &[corpus+id], [corpus+order]',
      texts: 'order',
      runs: 'id',
      metrics: '[run+round]',
      episodes: '[run+round+episode]',
      warmStart: '[run+step]',
      probes: '[run+round]',
      checkpoints: '[run+name]',
      weights: '[run+name]',
    })
    this.version(2).stores({ kernels: 'adapter' })
    this.version(3).stores({ models: 'id' })
  }
}
