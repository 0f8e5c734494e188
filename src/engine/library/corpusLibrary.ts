// Corpora as the engine stores them: files and starters come in through the importer, with progress and one
// clear line for every file that did not. It must not know formats.

import { at } from '../../base/at'
import { gunzip } from '../../base/gunzip'
import { FileReader, importFiles, ownThread, type ImportOptions } from '../../corpus'
import { problem } from '../../problems'
import { fileOf } from '../../protocol/filesOfCorpus'
import type { Progress, SourceFile } from '../../protocol/door'
import type { CorpusRecord } from '../../protocol/ports'
import type { Emit } from '../training/runRecorder'
import type { EnginePorts } from '../enginePorts'
import { EngineError } from '../errors'

const OWN = { origin: 'Files of your own', licence: 'As the files say' }

/** Title, text and licence of a starter's ORIGIN.md, for people: without its marks of code. */
export function readOrigin(text: string, name: string): Pick<CorpusRecord, 'name' | 'origin' | 'licence'> {
  const title = /^#\s+(.+)$/m.exec(text)?.[1]?.trim() ?? name
  const stated = /^Licence:\s*(.+)$/im.exec(text)
  const licence = stated === null ? '' : at(stated, 1).trim().replace(/\.$/, '')
  const origin = text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '' && !part.startsWith('#') && !/^Licence:/i.test(part))
    .join(' ')
    .replaceAll('`', '')
  return { name: title, origin, licence }
}

/** Milliseconds after an import for which its thread is kept, for the next one. */
const REST = 60_000

/** Whether a document came from the file of this path: as it, as a record of it, or from within it. */
const isOf = (path: string, name: string): boolean =>
  name === path || name.startsWith(`${path}#`) || name.startsWith(`${path}/`)

export class CorpusLibrary {
  private importing: AbortController | null = null
  private readonly reader: FileReader
  private rest: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly ports: EnginePorts,
    private readonly emit: Emit,
  ) {
    this.reader = new FileReader(ports.openReader ?? ownThread)
  }

  async emitAll(): Promise<void> {
    this.emit({ kind: 'corpora', corpora: await this.ports.corpora.corpora() })
  }

  async add(corpus: string, name: string, files: readonly SourceFile[]): Promise<void> {
    const known = (await this.ports.corpora.corpora()).find(({ id }) => id === corpus)
    await this.bring(
      known ?? { id: corpus, name, ...OWN, documents: 0, characters: 0, duplicates: 0, tokens: 0 },
      files,
    )
  }

  /** A starter corpus of public/corpora, under its own name. */
  async starter(name: string): Promise<void> {
    const documents = await this.ports.asset(`corpora/${name}/corpus.jsonl.gz`)
    if (!documents.ok) throw new EngineError(documents.error)
    const origin = await this.ports.asset(`corpora/${name}/ORIGIN.md`)
    if (!origin.ok) throw new EngineError(origin.error)
    const known = (await this.ports.corpora.corpora()).find(({ id }) => id === name)
    const record = {
      ...known,
      id: name,
      ...readOrigin(new TextDecoder().decode(origin.value), name),
      documents: 0,
      characters: 0,
      duplicates: 0,
      tokens: 0,
    }
    const data = await new Response(await gunzip(new Blob([documents.value]).stream())).blob()
    await this.bring(record, [{ path: `${name}.jsonl`, data }])
  }

  async remove(corpus: string, documents?: readonly string[]): Promise<void> {
    await this.ports.corpora.remove(corpus, documents)
    await this.emitAll()
  }

  async removeFile(corpus: string, file: string): Promise<void> {
    const documents = await this.ports.corpora.documents(corpus)
    await this.remove(
      corpus,
      documents.filter(({ name }) => fileOf(name) === file).map(({ id }) => id),
    )
  }

  /** A run that trains reads the corpus as it was until it is opened again. */
  async change(
    corpus: string,
    { name, weights }: { readonly name: string | undefined; readonly weights: CorpusRecord['weights'] },
  ): Promise<void> {
    const record = (await this.ports.corpora.corpora()).find(({ id }) => id === corpus)
    if (record === undefined) throw new EngineError(problem('store-no-corpus', { corpus }))
    await this.ports.corpora.put({
      ...record,
      ...(name === undefined || name.trim() === '' ? {} : { name: name.trim() }),
      ...(weights === undefined ? {} : { weights }),
    })
    await this.emitAll()
  }

  /** The documents of a file as another encoding has them, in the place of what it gave before. */
  async reread(corpus: string, file: SourceFile, encoding: string): Promise<void> {
    const { corpora } = this.ports
    const record = (await corpora.corpora()).find(({ id }) => id === corpus)
    if (record === undefined) throw new EngineError(problem('store-no-corpus', { corpus }))
    const before = (await corpora.documents(corpus)).filter(({ name }) => isOf(file.path, name))
    const now = new Set<string>()
    await this.bring(record, [file], { encoding, onText: (id) => now.add(id) })
    // Where nothing came in, what there was stays.
    const gone = before.filter(({ id }) => !now.has(id)).map(({ id }) => id)
    if (now.size > 0 && gone.length > 0) await this.remove(corpus, gone)
  }

  /** Ends the import that is under way. */
  cancel(): void {
    this.importing?.abort()
  }

  private async bring(
    record: CorpusRecord,
    files: readonly SourceFile[],
    options: Pick<ImportOptions, 'encoding' | 'onText'> = {},
  ): Promise<void> {
    clearTimeout(this.rest)
    await this.ports.corpora.put(record)
    const importing = new AbortController()
    this.importing = importing
    const summary = await importFiles(files, {
      corpus: record.id,
      store: this.ports.corpora,
      reader: this.reader,
      ...options,
      signal: importing.signal,
      onProgress: (progress: Progress) => this.emit({ kind: 'progress', progress }),
      onFile: (outcome) => this.emit({ kind: 'file', corpus: record.id, outcome }),
      now: () => this.ports.date(),
    })
    this.importing = null
    this.rest = setTimeout(() => this.reader.close(), REST)
    await this.emitAll()
    if (summary.stopped !== null) throw new EngineError(summary.stopped, 'storage')
  }
}
