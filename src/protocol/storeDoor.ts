// Queries answered from the stores, for whoever has them: the engine, a recording, and the door of a tab
// without an engine, which reads what is stored and refuses every command.

import { problem } from '../problems'
import { fail, messageOf, ok } from '../base/result'
import type { Door } from './door'
import type { ModelStore } from './modelRecord'
import { StoreError, type CorpusStore, type RunStore } from './ports'
import type { Answer, Answers, Query, QueryKind } from './queries'

export interface ReadableStores {
  readonly runs: Pick<
    RunStore,
    'runs' | 'metrics' | 'warmStart' | 'probes' | 'checkpoints' | 'episodes' | 'usage'
  >
  readonly corpora: Pick<CorpusStore, 'corpora' | 'documents' | 'text'>
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
  'corpus.text': ({ corpora }, { corpus, document }) => corpora.text(corpus, document),
  models: async ({ models }) => (await models?.models()) ?? [],
  storage: ({ runs }) => runs.usage(),
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
