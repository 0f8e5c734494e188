// Brings files into a corpus: reads them one after another, adds their documents in batches, tells what
// became of each file.
// Holds one file and one batch at a time; knows the store only as a port.

import { named } from '../protocol/progressDetail'
import type { Failure } from '../base/result'
import { problem, problemIn } from '../problems'
import type { FileOutcome, Progress, SourceFile } from '../protocol/door'
import { StoreError, type CorpusStore, type DocumentRecord } from '../protocol/ports'
import { FileReader, ownThread } from './fileReader'
import type { TextOfFile } from './readerMessages'

export interface ImportOptions {
  /** A corpus that the store has. */
  readonly corpus: string
  readonly store: CorpusStore
  readonly onProgress?: (progress: Progress) => void
  /** Once a file; once more for each part of an archive that did not come in. */
  readonly onFile?: (outcome: FileOutcome) => void
  /** Without it files are read in this thread, where nothing can be ended. */
  readonly reader?: FileReader
  /** The encoding of the files' texts, where a person chose it. */
  readonly encoding?: string | null
  /** Each text that is read, by its id, whether it was there or not. */
  readonly onText?: (id: string) => void
  /** Aborted: what was read is kept, the rest is not read. */
  readonly signal?: AbortSignal
  /** Milliseconds since 1970, for the records. */
  readonly now?: () => number
}

export interface ImportSummary {
  readonly files: number
  readonly documents: number
  readonly duplicates: number
  readonly failures: number
  readonly cancelled: boolean
  /** Set where the store could keep no more; what came in before stays. */
  readonly stopped: Failure | null
}

const batchDocuments = 256
const batchCharacters = 2_000_000
/** Milliseconds between two reports of progress. */
const reportEvery = 100

type NewDocument = DocumentRecord & { readonly text: string }

/** What was read of a file, and what of it the store has. */
interface Account {
  readonly path: string
  /** Documents that are read and not written yet, and those that are. */
  waiting: number
  written: number
  documents: number
  duplicates: number
  told: boolean
}

interface Taken {
  readonly document: NewDocument
  readonly account: Account
  readonly duplicate: boolean
}

/** Throws nothing that a file or a full device can cause. */
export async function importFiles(
  files: readonly SourceFile[],
  options: ImportOptions,
): Promise<ImportSummary> {
  const importer = new Importer(files, options)
  try {
    await importer.run()
  } catch (thrown) {
    if (!(thrown instanceof StoreError)) throw thrown
    return { ...importer.tellUnkept(), stopped: thrown.problem }
  }
  return importer.summary()
}

class Importer {
  private readonly seen = new Set<string>()
  private batch: Taken[] = []
  /** Files with documents that are not written yet. */
  private readonly open = new Set<Account>()
  private characters = 0
  private writing: Promise<unknown> = Promise.resolve()
  private readonly totals = { files: 0, documents: 0, duplicates: 0, failures: 0 }
  private readonly bytes: number
  private readonly reader: FileReader
  private bytesBefore = 0
  private reported = -Infinity

  constructor(
    private readonly files: readonly SourceFile[],
    private readonly options: ImportOptions,
  ) {
    this.reader = options.reader ?? new FileReader(ownThread)
    this.bytes = files.reduce((sum, { data }) => sum + data.size, 0)
  }

  summary(): ImportSummary {
    return { ...this.totals, cancelled: this.cancelled, stopped: null }
  }

  private get cancelled(): boolean {
    return this.options.signal?.aborted === true
  }

  async run(): Promise<void> {
    const { corpus, store } = this.options
    for (const { id } of await store.documents(corpus)) this.seen.add(id)
    for (const [index, file] of this.files.entries()) {
      if (this.cancelled) break
      await this.file(file, this.files.length - index - 1)
      this.bytesBefore += file.data.size
      this.totals.files += 1
    }
    this.flush()
    await this.writing
    this.report('', this.bytesBefore, true)
  }

  private async file(file: SourceFile, rest: number): Promise<void> {
    const { path, data } = file
    const account = { path, waiting: 0, written: 0, documents: 0, duplicates: 0, told: false }
    this.open.add(account)
    const { encoding = null, signal } = this.options
    let own: Failure | null = null
    this.report(path, this.bytesBefore)
    const onShare = (share: number): void => this.report(path, this.bytesBefore + share * data.size)
    let end = null
    let within = 0
    for await (const batch of this.reader.read(file, { encoding, signal, onShare })) {
      for (const failure of batch.failures) {
        this.totals.failures += 1
        if (failure.where === path) own = failure
        else {
          within += 1
          this.tell({ path, documents: 0, duplicates: 0, failure })
        }
      }
      for (const text of batch.texts) await this.take(text, account)
      end = batch.end
      if (this.cancelled) break
    }
    // Cancelled in its midst.
    if (end === null) own = problemIn(path, problem('file.cancelled', { rest }))
    const { documents, duplicates } = account
    if (own === null && within > 0 && documents + duplicates === 0)
      own = problemIn(path, problem('file.noneWithin'))
    this.totals.documents += documents
    this.totals.duplicates += duplicates
    account.told = true
    if (account.waiting === 0) this.open.delete(account)
    this.tell({
      path,
      documents,
      duplicates,
      failure: own,
      notes: end?.notes ?? [],
      encoding: end?.encoding ?? null,
    })
  }

  /** The store takes no more: says of each file what was read of it and is not there. */
  tellUnkept(): ImportSummary {
    const rest = Math.max(0, this.files.length - this.totals.files - 1)
    for (const { path, waiting, written, documents, duplicates, told } of this.open) {
      const kept = Math.min(written, documents)
      if (told) this.totals.documents -= documents - kept
      else this.totals.documents += kept
      const values = { kept, read: written + waiting, rest: told ? 0 : rest }
      const failure = problemIn(path, problem('file.notKept', values))
      this.tell({ path, documents: kept, duplicates, failure, ...(told ? { corrected: true } : {}) })
    }
    return this.summary()
  }

  private async take({ id, name, text, tokens, marks }: TextOfFile, account: Account): Promise<void> {
    this.options.onText?.(id)
    const duplicate = this.seen.has(id)
    account[duplicate ? 'duplicates' : 'documents'] += 1
    account.waiting += 1
    this.seen.add(id)
    const document = {
      id,
      corpus: this.options.corpus,
      name,
      length: text.length,
      tokens,
      added: (this.options.now ?? Date.now)(),
      ...(marks === undefined ? {} : { marks }),
      text,
    }
    await this.push({ document, account, duplicate })
  }

  private tell(outcome: FileOutcome): void {
    this.options.onFile?.(outcome)
  }

  /** Waits for the batch before when one is full, so that at most two are held. */
  private async push(taken: Taken): Promise<void> {
    this.batch.push(taken)
    this.characters += taken.document.length
    if (this.batch.length < batchDocuments && this.characters < batchCharacters) return
    await this.writing
    this.flush()
  }

  private flush(): void {
    const batch = this.batch
    if (batch.length === 0) return
    this.batch = []
    this.characters = 0
    const { corpus, store } = this.options
    this.writing = this.writing.then(async () => {
      await store.add(
        corpus,
        batch.map(({ document }) => document),
      )
      for (const each of batch) this.written(each)
    })
    // A failure is met where `writing` is waited for.
    this.writing.catch(() => undefined)
  }

  private written({ account, duplicate }: Taken): void {
    account.waiting -= 1
    if (!duplicate) account.written += 1
    if (account.waiting === 0 && account.told) this.open.delete(account)
  }

  private report(detail: string, done: number, last = false): void {
    const time = performance.now()
    if (!last && time - this.reported < reportEvery) return
    this.reported = time
    this.options.onProgress?.({
      activity: 'importing',
      detail: named(detail),
      done: Math.round(done),
      total: this.bytes,
      unit: 'bytes',
    })
  }
}
