// A folder as the place of a model that is being downloaded: its files under their own names, and beside them
// download.json, which says how far each has come and what its hash is.
import { mkdir, open, readFile, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { DownloadState, ModelPlace } from '../hub'
import { readJson, writeJson } from './files'

const STATE = 'download.json'

export class ModelFolder implements ModelPlace {
  constructor(private readonly folder: string) {}

  /** What an earlier download left, or null. */
  async before(): Promise<DownloadState | null> {
    return readJson(join(this.folder, STATE))
  }

  async open(name: string): Promise<Awaited<ReturnType<ModelPlace['open']>>> {
    const path = join(this.folder, name)
    await mkdir(dirname(path), { recursive: true })
    const file = await open(path, 'a+')
    let size = (await file.stat()).size
    return {
      get size() {
        return size
      },
      async append(bytes) {
        await file.appendFile(bytes)
        size += bytes.length
      },
      async clear() {
        await file.truncate(0)
        size = 0
      },
      async read(begin, end) {
        const bytes = new Uint8Array(end - begin)
        const { bytesRead } = await file.read(bytes, 0, bytes.length, begin)
        return bytes.subarray(0, bytesRead)
      },
      close: () => file.close(),
    }
  }

  text(name: string): Promise<string> {
    return readFile(join(this.folder, name), 'utf8')
  }

  remember(state: DownloadState): Promise<void> {
    return writeJson(join(this.folder, STATE), state)
  }

  async room(): Promise<number | null> {
    await mkdir(this.folder, { recursive: true })
    const { bavail, bsize } = await statfs(this.folder)
    return bavail * bsize
  }
}
