// What a person does with a corpus that is there: its name, which of its files are read and how often, and
// where in it a passage stands.

import type { CorpusRecord } from '../protocol/ports'
import type { DocumentRecord } from '../protocol/ports'
import type { App } from './app'
import type { Mark } from './documents'

export async function renameCorpus(app: App, corpus: string, name: string): Promise<void> {
  if (name.trim() === '' || !(await app.goLive())) return
  await app.send({ kind: 'corpus.change', corpus, name })
}

/** `weight` 0 switches a file off, 1 has it read as often as any other. */
export async function weighFile(app: App, corpus: CorpusRecord, path: string, weight: number): Promise<void> {
  if (!(await app.goLive())) return
  const others = Object.entries(corpus.weights ?? {}).filter(([file]) => file !== path)
  await app.send({
    kind: 'corpus.change',
    corpus: corpus.id,
    weights: Object.fromEntries(weight === 1 ? others : [...others, [path, weight]]),
  })
}

/** With all its documents. */
export async function removeFile(app: App, corpus: CorpusRecord, file: string): Promise<void> {
  if (!(await app.goLive())) return
  await app.send({ kind: 'corpus.remove', corpus: corpus.id, file })
  await app.documents.preview(null)
  await app.documents.refresh()
}

/** The document of a passage, among the corpora of the open run. */
export async function sourceOf(app: App, document: string): Promise<DocumentRecord | null> {
  const { source, run } = app.session.getState()
  if (source !== 'live' || run === null) return null
  return app.query({ kind: 'corpus.document', corpora: run.corpora, document })
}

/** Opens a document in the corpus view, with a place in it marked. */
export async function showSource(app: App, document: DocumentRecord, mark: Mark): Promise<void> {
  app.go('corpus')
  await app.documents.open(document.corpus)
  await app.documents.preview(document, mark)
}
