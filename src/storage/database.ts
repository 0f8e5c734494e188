// The tables of the browser's database. Documents' records and their texts are apart, so that lists stay
// quick; both are keyed by one running number, which is the order of adding.

import Dexie, { type DexieOptions, type EntityTable, type Table } from 'dexie'
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

  /** `place`: where it is kept, the browser's own where it is left out. */
  constructor(name = 'spice-lab', place?: Pick<DexieOptions, 'indexedDB' | 'IDBKeyRange'>) {
    super(name, place)
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
    // Deleted under the open page: one made anew would be empty, and a run would go on into it without
    // what it has recorded so far. So none is made, and every access says that it is closed.
    let known = false
    this.on('ready', () => void (known = true))
    this.on('populate', () => {
      if (known) throw new Dexie.DatabaseClosedError('deleted while it was open')
    })
  }
}
