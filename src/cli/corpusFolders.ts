// Corpora as folders: corpus.json and documents.jsonl. The file system's adapter of CorpusStore.
// Records are held in memory, texts are read from the file when asked for. Documents come in by the thousand:
// whoever brings them in makes them durable once they are all there.

import { problem } from '../problems'
import { mkdir, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { StoreError, type CorpusRecord, type CorpusStore, type DocumentRecord } from '../protocol/ports'
import { appendText, inside, readJson, textOf, writeJson, writeWhole } from './files'

type DocumentLine = DocumentRecord & { readonly text: string }

interface DocumentEntry {
  readonly record: DocumentRecord
  /** Bytes of its line in documents.jsonl. */
  readonly start: number
  readonly length: number
}

interface CorpusIndex {
  entries: Map<string, DocumentEntry>
  /** Bytes of documents.jsonl that hold whole lines. */
  size: number
}

export class CorpusFolders implements CorpusStore {
  private readonly held = new Map<string, Promise<CorpusIndex>>()

  /** Each corpus is the folder `root/<id>`. */
  constructor(private readonly root: string) {}

  async corpora(): Promise<CorpusRecord[]> {
    await mkdir(this.root, { recursive: true })
    const folders = (await readdir(this.root, { withFileTypes: true })).filter((entry) => entry.isDirectory())
    const records = await Promise.all(folders.map(({ name }) => this.record(name)))
    return records.filter((record) => record !== null)
  }

  async put(corpus: CorpusRecord): Promise<void> {
    const { documents, characters, duplicates, tokens } = (await this.record(corpus.id)) ?? {
      documents: 0,
      characters: 0,
      duplicates: 0,
      tokens: 0,
    }
    await this.write({ ...corpus, documents, characters, duplicates, tokens })
  }

  private record(corpus: string): Promise<CorpusRecord | null> {
    return readJson(join(inside(this.root, corpus), 'corpus.json'))
  }

  private write(corpus: CorpusRecord): Promise<void> {
    return writeJson(join(inside(this.root, corpus.id), 'corpus.json'), corpus, { lasting: false })
  }

  private async count(corpus: string, duplicates: number): Promise<void> {
    const record = await this.record(corpus)
    if (record === null) return
    const records = [...(await this.load(corpus)).entries.values()].map((entry) => entry.record)
    const sum = (value: (document: DocumentRecord) => number): number =>
      records.reduce((total, document) => total + value(document), 0)
    await this.write({
      ...record,
      documents: records.length,
      characters: sum(({ length }) => length),
      tokens: sum(({ tokens }) => tokens),
      duplicates: record.duplicates + duplicates,
    })
  }

  async add(
    corpus: string,
    documents: readonly DocumentLine[],
  ): Promise<{ added: number; duplicates: number }> {
    if ((await this.record(corpus)) === null)
      throw new StoreError('store', problem('store-no-corpus', { corpus }))
    const held = await this.load(corpus)
    const lines: string[] = []
    let added = 0
    for (const { text, ...record } of documents) {
      if (held.entries.has(record.id)) continue
      const line = `${JSON.stringify({ ...record, text })}\n`
      const length = Buffer.byteLength(line)
      held.entries.set(record.id, { record, start: held.size, length })
      held.size += length
      lines.push(line)
      added += 1
    }
    if (added > 0) await appendText(this.path(corpus), lines.join(''), { lasting: false })
    const duplicates = documents.length - added
    await this.count(corpus, duplicates)
    return { added, duplicates }
  }

  async documents(
    corpus: string,
    options: { readonly search?: string; readonly offset?: number; readonly limit?: number } = {},
  ): Promise<DocumentRecord[]> {
    const { search = '', offset = 0, limit = Infinity } = options
    const wanted = search.toLowerCase()
    const found: DocumentRecord[] = []
    if (limit < 1) return found
    for (const { record } of (await this.load(corpus)).entries.values()) {
      const matches =
        wanted === '' ||
        record.name.toLowerCase().includes(wanted) ||
        ((await this.text(corpus, record.id)) ?? '').toLowerCase().includes(wanted)
      if (matches) found.push(record)
      if (found.length >= offset + limit) break
    }
    return found.slice(offset, offset + limit)
  }

  async document(corpus: string, document: string): Promise<DocumentRecord | null> {
    return (await this.load(corpus)).entries.get(document)?.record ?? null
  }

  async text(corpus: string, document: string): Promise<string | null> {
    const entry = (await this.load(corpus)).entries.get(document)
    if (entry === undefined) return null
    const file = await open(this.path(corpus), 'r')
    try {
      const bytes = Buffer.alloc(entry.length)
      await file.read(bytes, 0, entry.length, entry.start)
      return (JSON.parse(bytes.toString('utf8')) as DocumentLine).text
    } finally {
      await file.close()
    }
  }

  async *texts(corpus: string): AsyncGenerator<{ readonly id: string; readonly text: string }> {
    for (const id of (await this.load(corpus)).entries.keys()) {
      const text = await this.text(corpus, id)
      if (text !== null) yield { id, text }
    }
  }

  async remove(corpus: string, documents?: readonly string[]): Promise<void> {
    if (documents === undefined) {
      this.held.delete(corpus)
      return rm(inside(this.root, corpus), { recursive: true, force: true })
    }
    const gone = new Set(documents)
    const lines: string[] = []
    for (const { record } of (await this.load(corpus)).entries.values()) {
      const text = gone.has(record.id) ? null : await this.text(corpus, record.id)
      if (text !== null) lines.push(`${JSON.stringify({ ...record, text })}\n`)
    }
    if ((await this.record(corpus)) === null) return
    await writeWhole(this.path(corpus), lines.join(''))
    this.held.delete(corpus)
    await this.count(corpus, 0)
  }

  private path(corpus: string): string {
    return join(inside(this.root, corpus), 'documents.jsonl')
  }

  private load(corpus: string): Promise<CorpusIndex> {
    const known = this.held.get(corpus)
    if (known !== undefined) return known
    const loading = this.scan(corpus)
    this.held.set(corpus, loading)
    return loading
  }

  /** A line that a crash cut off is cut away, so that the next one does not join it. */
  private async scan(corpus: string): Promise<CorpusIndex> {
    const text = (await textOf(this.path(corpus))) ?? ''
    const whole = text.slice(0, text.lastIndexOf('\n') + 1)
    if (whole.length < text.length) await writeWhole(this.path(corpus), whole)
    const entries = new Map<string, DocumentEntry>()
    let size = 0
    for (const line of whole.split('\n')) {
      if (line === '') continue
      const { text: _, ...record } = JSON.parse(line) as DocumentLine
      const length = Buffer.byteLength(line) + 1
      entries.set(record.id, { record, start: size, length })
      size += length
    }
    return { entries, size }
  }
}
