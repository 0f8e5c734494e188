// The browser's stores, opened together: both live in one database.

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
  close(): void
}

export async function openStores(name?: string): Promise<Stores> {
  const database = new Database(name)
  await database.open()
  return {
    corpora: new DexieCorpora(database),
    runs: new DexieRuns(database, await PrivateFiles.open()),
    kernels: new DexieKernels(database),
    models: new PrivateModels(database),
    close: () => database.close(),
  }
}

/** Asks the browser not to clear what is kept when room is short; true where it agrees. */
export async function askToPersist(
  storage: StorageManager | undefined = globalThis.navigator?.storage,
): Promise<boolean> {
  return (await storage?.persist?.().catch(() => false)) ?? false
}
