// Corpora and their documents in IndexedDB. Adding and removing happen in transactions that change texts and
// counts together.

import { problem } from '../problems'
import Dexie from 'dexie'
import { StoreError, type CorpusRecord, type CorpusStore, type DocumentRecord } from '../protocol/ports'
import type { Database, DocumentRow } from './database'
import { keeping } from './storageErrors'

/** Documents that one transaction adds, removes or scans. */
const chunk = 256
/** Code units of text that are held at once while texts are read. */
const portion = 4_000_000

type NewDocument = DocumentRecord & { readonly text: string }
interface Counts {
  readonly documents: number
  readonly characters: number
  readonly duplicates: number
  readonly tokens: number
}

export class DexieCorpora implements CorpusStore {
  constructor(private readonly database: Database) {}

  corpora(): Promise<CorpusRecord[]> {
    return this.database.corpora.toArray()
  }

  async put(corpus: CorpusRecord): Promise<void> {
    const { corpora } = this.database
    await keeping(`The corpus ${corpus.name}`, () =>
      this.database.transaction('rw', corpora, async () => {
        const {
          documents = 0,
          characters = 0,
          duplicates = 0,
          tokens = 0,
        } = (await corpora.get(corpus.id)) ?? {}
        await corpora.put({ ...corpus, documents, characters, duplicates, tokens })
      }),
    )
  }

  async add(
    corpus: string,
    documents: readonly NewDocument[],
  ): Promise<{ added: number; duplicates: number }> {
    let added = 0
    for (let at = 0; at === 0 || at < documents.length; at += chunk) {
      const part = documents.slice(at, at + chunk)
      added += await keeping(
        `${part[0]?.name ?? corpus} and ${String(Math.max(0, part.length - 1))} more documents`,
        () => this.addPart(corpus, part),
      )
    }
    return { added, duplicates: documents.length - added }
  }

  private addPart(corpus: string, part: readonly NewDocument[]): PromiseLike<number> {
    const { corpora, documents, texts } = this.database
    return this.database.transaction('rw', corpora, documents, texts, async () => {
      if ((await corpora.get(corpus)) === undefined)
        throw new StoreError('store', problem('store-no-corpus', { corpus }))
      const rows = await documents
        .where('[corpus+id]')
        .anyOf(part.map(({ id }) => [corpus, id]))
        .toArray()
      const known = new Set(rows.map(({ id }) => id))
      const fresh = part.filter(({ id }) => !known.has(id) && known.add(id))
      const orders = await documents.bulkAdd(
        fresh.map(({ text: _, ...record }) => ({ ...record, corpus })),
        { allKeys: true },
      )
      await texts.bulkAdd(fresh.map(({ text }, index) => ({ order: orders[index] as number, text })))
      await this.count(corpus, { ...sumOf(fresh), duplicates: part.length - fresh.length })
      return fresh.length
    })
  }

  async documents(
    corpus: string,
    options: { readonly search?: string; readonly offset?: number; readonly limit?: number } = {},
  ): Promise<DocumentRecord[]> {
    const { search = '', offset = 0, limit = Infinity } = options
    if (limit <= 0) return []
    if (search === '') {
      const rows = this.rowsAfter(corpus, Dexie.minKey).offset(offset)
      return (await (limit === Infinity ? rows : rows.limit(limit)).toArray()).map(recordOf)
    }
    const wanted = search.toLowerCase()
    const found: DocumentRecord[] = []
    let skipped = 0
    for await (const { row, text } of this.scan(corpus)) {
      if (!row.name.toLowerCase().includes(wanted) && !text.toLowerCase().includes(wanted)) continue
      if (skipped++ < offset) continue
      if (found.push(recordOf(row)) === limit) break
    }
    return found
  }

  async document(corpus: string, document: string): Promise<DocumentRecord | null> {
    const row = await this.database.documents.get({ corpus, id: document })
    return row === undefined ? null : recordOf(row)
  }

  async text(corpus: string, document: string): Promise<string | null> {
    const row = await this.database.documents.get({ corpus, id: document })
    return row === undefined ? null : ((await this.database.texts.get(row.order))?.text ?? null)
  }

  async *texts(corpus: string): AsyncGenerator<{ readonly id: string; readonly text: string }> {
    for await (const { row, text } of this.scan(corpus)) yield { id: row.id, text }
  }

  async remove(corpus: string, documents?: readonly string[]): Promise<void> {
    if (documents !== undefined) {
      for (let at = 0; at < documents.length; at += chunk) {
        const keys = documents.slice(at, at + chunk).map((id) => [corpus, id])
        await this.removeRows(corpus, () =>
          this.database.documents.where('[corpus+id]').anyOf(keys).toArray(),
        )
      }
      return
    }
    while (
      (await this.removeRows(corpus, () => this.rowsAfter(corpus, Dexie.minKey).limit(chunk).toArray())) > 0
    );
    await this.database.corpora.delete(corpus)
  }

  private removeRows(corpus: string, find: () => PromiseLike<DocumentRow[]>): Promise<number> {
    const { corpora, documents, texts } = this.database
    return this.database.transaction('rw', corpora, documents, texts, async () => {
      const rows = await find()
      const orders = rows.map(({ order }) => order)
      await documents.bulkDelete(orders)
      await texts.bulkDelete(orders)
      const { documents: gone, characters, tokens } = sumOf(rows)
      await this.count(corpus, { documents: -gone, characters: -characters, tokens: -tokens, duplicates: 0 })
      return rows.length
    })
  }

  private async count(corpus: string, by: Counts): Promise<void> {
    await this.database.corpora
      .where('id')
      .equals(corpus)
      .modify((record) => {
        Object.assign(record, {
          documents: record.documents + by.documents,
          characters: record.characters + by.characters,
          duplicates: record.duplicates + by.duplicates,
          tokens: record.tokens + by.tokens,
        })
      })
  }

  private rowsAfter(corpus: string, order: unknown) {
    return this.database.documents
      .where('[corpus+order]')
      .between([corpus, order], [corpus, Dexie.maxKey], false, true)
  }

  /** Rows with their texts, as many at a time as keeps memory bounded. */
  private async *scan(corpus: string): AsyncGenerator<{ readonly row: DocumentRow; readonly text: string }> {
    let last: unknown = Dexie.minKey
    for (;;) {
      const rows = await this.rowsAfter(corpus, last).limit(chunk).toArray()
      if (rows.length === 0) return
      for (const group of groupsOf(rows)) {
        const texts = await this.database.texts.bulkGet(group.map(({ order }) => order))
        for (const [index, row] of group.entries()) {
          const text = texts[index]?.text
          if (text !== undefined) yield { row, text }
        }
      }
      last = rows.at(-1)?.order
    }
  }
}

function sumOf(records: readonly DocumentRecord[]): Omit<Counts, 'duplicates'> {
  return {
    documents: records.length,
    characters: records.reduce((sum, { length }) => sum + length, 0),
    tokens: records.reduce((sum, { tokens }) => sum + tokens, 0),
  }
}

function recordOf({ order: _, ...record }: DocumentRow): DocumentRecord {
  return record
}

/** Neighbouring rows whose texts together stay under `portion`, a longer one alone. */
function groupsOf(rows: readonly DocumentRow[]): DocumentRow[][] {
  const groups: DocumentRow[][] = []
  let size = Infinity
  for (const row of rows) {
    if (size + row.length > portion) {
      groups.push([])
      size = 0
    }
    groups.at(-1)?.push(row)
    size += row.length
  }
  return groups
}
