// A folder in memory that behaves as the origin private file system does, for tests; room can run out.

export class FakeDirectory {
  private readonly folders = new Map<string, Map<string, Uint8Array<ArrayBuffer>>>()
  /** Bytes that one more file may have. */
  room = Infinity
  /** Workers write through sync handles, pages through streams. */
  inWorker = true

  /** The top folder; it holds one folder, which holds the runs' folders. */
  get handle(): FileSystemDirectoryHandle {
    const runs = {
      getDirectoryHandle: async (name: string, options?: { create?: boolean }) => {
        if (options?.create === true && !this.folders.has(name)) this.folders.set(name, new Map())
        return this.folder(found(this.folders.get(name)))
      },
      removeEntry: async (name: string) => {
        if (!this.folders.delete(name)) throw missing()
      },
    }
    return { getDirectoryHandle: async () => runs } as unknown as FileSystemDirectoryHandle
  }

  fileCount(): number {
    return [...this.folders.values()].reduce((sum, files) => sum + files.size, 0)
  }

  clear(): void {
    this.folders.clear()
  }

  private folder(files: Map<string, Uint8Array<ArrayBuffer>>) {
    return {
      keys: async function* () {
        yield* [...files.keys()]
      },
      removeEntry: async (name: string) => {
        if (!files.delete(name)) throw missing()
      },
      getFileHandle: async (name: string, options?: { create?: boolean }) => {
        if (options?.create === true && !files.has(name)) files.set(name, new Uint8Array())
        found(files.get(name))
        return this.file(files, name)
      },
    }
  }

  private file(files: Map<string, Uint8Array<ArrayBuffer>>, name: string) {
    const getFile = async () => new Blob([found(files.get(name))])
    if (!this.inWorker) {
      const createWritable = async () => {
        let pending = new Uint8Array()
        return {
          write: async (bytes: Uint8Array<ArrayBuffer>) => {
            if (bytes.length > this.room) throw new DOMException('no room', 'QuotaExceededError')
            pending = bytes.slice()
          },
          close: async () => void files.set(name, pending),
        }
      }
      return { getFile, createWritable }
    }
    // At most two bytes a call, as a write may be short.
    const write = (bytes: Uint8Array<ArrayBuffer>, { at }: { at: number }): number => {
      const part = bytes.subarray(0, Math.min(2, Math.max(0, this.room - at)))
      const before = found(files.get(name))
      const after = new Uint8Array(Math.max(before.length, at + part.length))
      after.set(before)
      after.set(part, at)
      files.set(name, after)
      return part.length
    }
    const read = (bytes: Uint8Array<ArrayBuffer>, { at }: { at: number }): number => {
      const part = found(files.get(name)).subarray(at, at + bytes.length)
      bytes.set(part)
      return part.length
    }
    const truncate = (size: number): void => void files.set(name, found(files.get(name)).slice(0, size))
    return {
      getFile,
      createSyncAccessHandle: async () => ({
        read,
        write,
        truncate,
        getSize: () => found(files.get(name)).length,
        flush: () => undefined,
        close: () => undefined,
      }),
    }
  }
}

const missing = (): DOMException => new DOMException('not there', 'NotFoundError')

function found<T>(value: T | undefined): T {
  if (value === undefined) throw missing()
  return value
}
