// Models of others: what is known of them in IndexedDB, their files in the origin private file system, a
// folder each. A file is written in place as it comes, so that a tab that is closed loses nothing of it.
import { problem } from '../problems'
import { StoreError } from '../protocol/ports'
import type { GrowingFile, ModelRecord, ModelStore } from '../protocol/modelRecord'
import type { Database } from './database'
import { keeping, storageUsage, type Usage } from './storageErrors'

/** What workers have of a file. */
interface SyncHandle {
  read(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number
  write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number
  truncate(size: number): void
  getSize(): number
  flush(): void
  close(): void
}

const isMissing = (thrown: unknown): boolean => thrown instanceof Error && thrown.name === 'NotFoundError'

/** Any name as the name of a file or folder. */
const fileName = (name: string): string => `_${encodeURIComponent(name).replaceAll('.', '%2E')}`

export class PrivateModels implements ModelStore {
  constructor(
    private readonly database: Database,
    private readonly storage: StorageManager | null = globalThis.navigator?.storage ?? null,
    private readonly usage: () => Promise<Usage> = storageUsage,
  ) {}

  async models(): Promise<ModelRecord[]> {
    return (await this.database.models.toArray()).sort((a, b) => a.added - b.added || (a.id < b.id ? -1 : 1))
  }

  async put(model: ModelRecord): Promise<void> {
    await keeping(`The model ${model.id}`, () => this.database.models.put(model))
  }

  /** The record goes last, so that a removal that was cut short can be seen and done again. */
  async remove(id: string): Promise<void> {
    try {
      await (await this.top()).removeEntry(fileName(id), { recursive: true })
    } catch (thrown) {
      if (!isMissing(thrown)) throw thrown
    }
    await this.database.models.delete(id)
  }

  async open(id: string, file: string): Promise<GrowingFile & { close(): Promise<void> }> {
    const folder = await (await this.top()).getDirectoryHandle(fileName(id), { create: true })
    const handle = await folder.getFileHandle(fileName(file), { create: true })
    return new PrivateFile(
      await (handle as unknown as { createSyncAccessHandle(): Promise<SyncHandle> }).createSyncAccessHandle(),
    )
  }

  async blob(id: string, file: string): Promise<Blob | null> {
    try {
      const folder = await (await this.top()).getDirectoryHandle(fileName(id))
      return await (await folder.getFileHandle(fileName(file))).getFile()
    } catch (thrown) {
      if (isMissing(thrown)) return null
      throw thrown
    }
  }

  async room(): Promise<number | null> {
    const usage = await this.usage()
    return usage === null ? null : Math.max(0, usage.quota - usage.used)
  }

  private async top(): Promise<FileSystemDirectoryHandle> {
    const root = await this.storage?.getDirectory?.().catch(() => undefined)
    if (root === undefined) throw new StoreError('store', problem('store-no-place'))
    return root.getDirectoryHandle('models', { create: true })
  }
}

class PrivateFile implements GrowingFile {
  constructor(private readonly handle: SyncHandle) {}

  get size(): number {
    return this.handle.getSize()
  }

  async append(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const written = this.handle.write(bytes.subarray(at), { at: this.handle.getSize() })
      if (written === 0) throw new DOMException('the file cannot grow', 'QuotaExceededError')
      at += written
    }
    return Promise.resolve()
  }

  async clear(): Promise<void> {
    this.handle.truncate(0)
    return Promise.resolve()
  }

  async read(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(end - begin)
    return Promise.resolve(bytes.subarray(0, this.handle.read(bytes, { at: begin })))
  }

  async close(): Promise<void> {
    this.handle.flush()
    this.handle.close()
    return Promise.resolve()
  }
}
