// The browser's stores, opened together: all live in one database, or in memory where the browser keeps
// nothing for the page.

import { messageOf } from '../base/result'
import { problem, type Problem } from '../problems'
import type { CorpusStore, KernelStore, RunStore } from '../protocol/ports'
import { DexieCorpora } from './corpusStore'
import { Database } from './database'
import { DexieKernels } from './kernelStore'
import type { ModelStore } from '../protocol/modelRecord'
import { PrivateModels } from './modelStore'
import { DexieRuns } from './runStore'
import { PrivateFiles } from './weightFiles'

export interface Stores {
  readonly corpora: CorpusStore
  readonly runs: RunStore
  readonly kernels: KernelStore
  readonly models: ModelStore
  /** Why nothing stays once this tab is closed; null where it does. */
  readonly inMemory: Problem | null
  close(): void
}

export async function openStores(name?: string): Promise<Stores> {
  const database = new Database(name)
  try {
    await database.open()
  } catch (thrown) {
    return inMemory(name, problem('storage-memory', { reason: messageOf(thrown) }))
  }
  return stores(database, await PrivateFiles.open(), new PrivateModels(database), null)
}

/** The same stores over a database in memory, brought in only where it is wanted. */
async function inMemory(name: string | undefined, why: Problem): Promise<Stores> {
  const { IDBFactory, IDBKeyRange } = await import('fake-indexeddb')
  const database = new Database(name, { indexedDB: new IDBFactory(), IDBKeyRange })
  await database.open()
  return stores(database, null, new PrivateModels(database, null), why)
}

function stores(
  database: Database,
  files: PrivateFiles | null,
  models: ModelStore,
  why: Problem | null,
): Stores {
  return {
    corpora: new DexieCorpora(database),
    runs: new DexieRuns(database, files),
    kernels: new DexieKernels(database),
    models,
    inMemory: why,
    close: () => database.close(),
  }
}

/** Asks the browser not to clear what is kept when room is short; true where it agrees. */
export async function askToPersist(
  storage: StorageManager | undefined = globalThis.navigator?.storage,
): Promise<boolean> {
  return (await storage?.persist?.().catch(() => false)) ?? false
}
