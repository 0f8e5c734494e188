// Large byte arrays as files of the origin private file system. A file is written under a name of its own and
// only then spoken of by a record, so a crash in between leaves a file that nobody knows, which `sweep`
// removes.

/** The files of one run each in a folder of its own. */
export interface WeightFiles {
  /** Name of the new file. */
  write(run: string, bytes: Uint8Array<ArrayBuffer>): Promise<string>
  read(run: string, file: string): Promise<Uint8Array<ArrayBuffer> | null>
  /** Removes every file of the run that is not in `kept`. */
  sweep(run: string, kept: ReadonlySet<string>): Promise<void>
}

/** Workers have this; it writes in place and is the quicker way. */
interface SyncHandle {
  write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number
  flush(): void
  close(): void
}

const isMissing = (thrown: unknown): boolean => thrown instanceof Error && thrown.name === 'NotFoundError'

export class PrivateFiles implements WeightFiles {
  private constructor(private readonly root: FileSystemDirectoryHandle) {}

  /**
   * Null where the browser has no origin private file system (or, as in some private windows, refuses it).
   */
  static async open(
    storage: StorageManager | undefined = globalThis.navigator?.storage,
  ): Promise<PrivateFiles | null> {
    try {
      const top = await storage?.getDirectory?.()
      return top === undefined
        ? null
        : new PrivateFiles(await top.getDirectoryHandle('checkpoints', { create: true }))
    } catch {
      return null
    }
  }

  async write(run: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    const folder = await this.root.getDirectoryHandle(folderName(run), { create: true })
    const name = crypto.randomUUID()
    try {
      await writeFile(await folder.getFileHandle(name, { create: true }), bytes)
    } catch (thrown) {
      await folder.removeEntry(name).catch(() => undefined)
      throw thrown
    }
    return name
  }

  async read(run: string, file: string): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      const folder = await this.root.getDirectoryHandle(folderName(run))
      return new Uint8Array(await (await (await folder.getFileHandle(file)).getFile()).arrayBuffer())
    } catch (thrown) {
      if (isMissing(thrown)) return null
      throw thrown
    }
  }

  async sweep(run: string, kept: ReadonlySet<string>): Promise<void> {
    try {
      if (kept.size === 0) return await this.root.removeEntry(folderName(run), { recursive: true })
      const folder = await this.root.getDirectoryHandle(folderName(run))
      for await (const name of folder.keys()) if (!kept.has(name)) await folder.removeEntry(name)
    } catch (thrown) {
      if (!isMissing(thrown)) throw thrown
    }
  }
}

/** Any run id as a file name. */
const folderName = (run: string): string => `run-${encodeURIComponent(run).replaceAll('.', '%2E')}`

async function writeFile(handle: FileSystemFileHandle, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const { createSyncAccessHandle } = handle as { createSyncAccessHandle?: () => Promise<SyncHandle> }
  if (createSyncAccessHandle === undefined) {
    const stream = await handle.createWritable()
    await stream.write(bytes)
    return stream.close()
  }
  const file = await createSyncAccessHandle.call(handle)
  try {
    for (let at = 0; at < bytes.length;) {
      const written = file.write(bytes.subarray(at), { at })
      if (written === 0) throw new DOMException('the file cannot grow', 'QuotaExceededError')
      at += written
    }
    file.flush()
  } finally {
    file.close()
  }
}
