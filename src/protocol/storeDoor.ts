// Queries answered from the stores, for whoever has them: the engine, a recording, and the door of a tab
// without an engine, which reads what is stored and refuses every command.

import { problem } from '../problems'
import { fail, messageOf, ok } from '../base/result'
import { fileOf, filesOf, isProse, type CorpusFile } from './filesOfCorpus'
import type { Door } from './door'
import type { ModelStore } from './modelRecord'
import { StoreError, type CorpusStore, type RunStore } from './ports'
import type { Answer, Answers, Query, QueryKind } from './queries'

export interface ReadableStores {
  readonly runs: Pick<
    RunStore,
    'runs' | 'metrics' | 'warmStart' | 'probes' | 'checkpoints' | 'episodes' | 'usage'
  >
  readonly corpora: Pick<CorpusStore, 'corpora' | 'documents' | 'document' | 'text'>
  readonly models?: Pick<ModelStore, 'models'>
}

type Answering = {
  readonly [K in QueryKind]: (stores: ReadableStores, query: Query<K>) => Promise<Answers[K]>
}

const answering: Answering = {
  runs: ({ runs }) => runs.runs(),
  'run.metrics': ({ runs }, { run }) => runs.metrics(run),
  'run.warmStart': ({ runs }, { run }) => runs.warmStart(run),
  'run.probes': ({ runs }, { run }) => runs.probes(run),
  'run.checkpoints': ({ runs }, { run }) => runs.checkpoints(run),
  'run.episodes': ({ runs }, { run, round }) => runs.episodes(run, round),
  corpora: ({ corpora }) => corpora.corpora(),
  'corpus.documents': ({ corpora }, { kind: _, corpus, ...options }) => corpora.documents(corpus, options),
  'corpus.document': async ({ corpora }, { corpora: ids, document }) => {
    for (const id of ids) {
      const found = await corpora.document(id, document)
      if (found !== null) return found
    }
    return null
  },
  'corpus.files': ({ corpora }, { corpus }) => corpusFiles(corpora, corpus),
  'corpus.text': ({ corpora }, { corpus, document }) => corpora.text(corpus, document),
  models: async ({ models }) => (await models?.models()) ?? [],
  storage: ({ runs }) => runs.usage(),
}

/** Files whose texts are looked at, and how much of each. */
const LOOKED_AT = 100
const BEGINNING = 4000

async function corpusFiles(corpora: ReadableStores['corpora'], corpus: string): Promise<CorpusFile[]> {
  const documents = await corpora.documents(corpus)
  const first = new Map<string, string[]>()
  for (const { id, name } of documents) {
    const path = fileOf(name)
    const known = first.get(path)
    if (known === undefined) first.set(path, [id])
    else if (known.length < 5) known.push(id)
  }
  const looked = filesOf(documents).map(async (file, place): Promise<CorpusFile> => {
    if (place >= LOOKED_AT) return file
    const texts = await Promise.all((first.get(file.path) ?? []).map((id) => corpora.text(corpus, id)))
    return { ...file, prose: isProse(texts.map((text) => (text ?? '').slice(0, BEGINNING)).join('\n')) }
  })
  return Promise.all(looked)
}

export async function answerQuery<K extends QueryKind>(
  stores: ReadableStores,
  query: Query<K>,
): Promise<Answer<K>> {
  try {
    return ok(await answering[query.kind](stores, query))
  } catch (thrown) {
    return fail(thrown instanceof StoreError ? thrown.code : 'store', messageOf(thrown))
  }
}

export function storeDoor(stores: ReadableStores): Door {
  return {
    send: () =>
      Promise.resolve({
        id: 0,
        ok: false,
        failure: problem('not-open'),
      }),
    query: (query) => answerQuery(stores, query),
    listen: () => () => undefined,
    close: () => undefined,
  }
}
