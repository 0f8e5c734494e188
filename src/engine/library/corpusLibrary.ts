// Corpora as the engine stores them: files and starters come in through the importer, with progress and one
// clear line for every file that did not. It must not know formats.

import { at } from '../../base/at'
import { gunzip } from '../../base/gunzip'
import { importFiles } from '../../corpus'
import type { Progress, SourceFile } from '../../protocol/door'
import type { CorpusRecord } from '../../protocol/ports'
import type { Emit } from '../training/runRecorder'
import type { EnginePorts } from '../enginePorts'
import { EngineError } from '../errors'

const OWN = { origin: 'Files of your own', licence: 'As the files say' }

/** Title, first paragraph and licence of a starter's ORIGIN.md. */
export function readOrigin(text: string, name: string): Pick<CorpusRecord, 'name' | 'origin' | 'licence'> {
  const title = /^#\s+(.+)$/m.exec(text)?.[1]?.trim() ?? name
  const stated = /^Licence:\s*(.+)$/im.exec(text)
  const licence = stated === null ? '' : at(stated, 1).trim().replace(/\.$/, '')
  const origin = text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '' && !part.startsWith('#') && !/^Licence:/i.test(part))
    .join(' ')
  return { name: title, origin, licence }
}

export class CorpusLibrary {
  constructor(
    private readonly ports: EnginePorts,
    private readonly emit: Emit,
  ) {}

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
    const record = {
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

  private async bring(record: CorpusRecord, files: readonly SourceFile[]): Promise<void> {
    await this.ports.corpora.put(record)
    const summary = await importFiles(files, {
      corpus: record.id,
      store: this.ports.corpora,
      onProgress: (progress: Progress) => this.emit({ kind: 'progress', progress }),
      onFile: (outcome) => this.emit({ kind: 'file', corpus: record.id, outcome }),
      now: () => this.ports.date(),
    })
    await this.emitAll()
    if (summary.stopped !== null) throw new EngineError(summary.stopped, 'storage')
  }
}
