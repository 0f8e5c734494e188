// For tests: node:fs/promises with a fault at the n-th change of a file below one folder. The program is
// killed there (before the change, in the middle of its bytes, or after it), or is refused there, as a full
// or read-only disk refuses; from then on nothing is written.

import type * as fs from 'node:fs/promises'

export interface Fault {
  /** Counted from 1. */
  readonly at: number
  readonly how: 'before' | 'half' | 'after'
  /** Refused with this code in place of being killed. */
  readonly code?: 'ENOSPC' | 'EROFS' | 'EACCES' | 'EIO'
  /** A power cut: what was not synced by then is lost. */
  readonly power?: boolean
}

type Bytes = string | Uint8Array

/** Ends what goes on in the killed program. */
export class Killed extends Error {
  override readonly name = 'Killed'
}

export class FaultyDisk {
  /** Changes of files so far. */
  changes = 0
  /** Set once the fault came. */
  struck = false
  /** The path that it came at. */
  where = ''
  private folder = ''
  private fault: Fault | null = null
  private readonly unsynced = new Set<string>()

  constructor(private readonly real: typeof fs) {}

  /** Counts from here on, with a fault or without one. */
  watch(folder: string, fault: Fault | null): void {
    this.folder = folder
    this.fault = fault
    this.changes = 0
    this.struck = false
    this.unsynced.clear()
  }

  /** The module as the program is given it. */
  get module(): typeof fs {
    const { real } = this
    return {
      ...real,
      writeFile: (path: string, data: Bytes, options: object) =>
        this.change(path, () => real.writeFile(path, data, options), {
          half: () => real.writeFile(path, halfOf(data)),
          lasting: isFlushed(options),
        }),
      appendFile: (path: string, data: Bytes, options: object) =>
        this.change(path, () => real.appendFile(path, data, options), {
          half: () => real.appendFile(path, halfOf(data)),
          lasting: isFlushed(options),
        }),
      rename: (from: string, to: string) =>
        this.change(to, () => real.rename(from, to), { lasting: !this.unsynced.delete(from) }),
      rm: (path: string, options: object) => this.change(path, () => real.rm(path, options), { frees: true }),
      rmdir: (path: string) => this.change(path, () => real.rmdir(path), { frees: true }),
      truncate: (path: string, length: number) =>
        this.change(path, () => real.truncate(path, length), { frees: true }),
      open: async (path: string, flags: string) => {
        const handle = await (flags === 'w'
          ? this.change(path, () => real.open(path, flags), { lasting: false, opens: true })
          : real.open(path, flags))
        return this.watched(handle, path)
      },
    } as unknown as typeof fs
  }

  private watched(handle: fs.FileHandle, path: string): fs.FileHandle {
    const write: (data: Bytes) => Promise<unknown> = handle.write.bind(handle)
    const sync = handle.sync.bind(handle)
    return Object.assign(handle, {
      write: (data: string) =>
        this.change(path, () => write(data), { half: () => write(halfOf(data)), lasting: false }),
      sync: async () => {
        await sync()
        this.unsynced.delete(path)
      },
    })
  }

  private async change<T>(
    path: string,
    make: () => Promise<T>,
    options: { half?: () => Promise<unknown>; lasting?: boolean; frees?: boolean; opens?: boolean },
  ): Promise<T> {
    const { fault } = this
    if (!path.startsWith(this.folder) || this.folder === '') return make()
    if (this.struck && fault !== null) {
      // A full disk still takes what frees room.
      if (fault.code === 'ENOSPC' && options.frees === true) return make()
      throw refusal(fault)
    }
    this.changes += 1
    if (fault === null || this.changes !== fault.at) {
      const made = await make()
      if (options.lasting === false) this.unsynced.add(path)
      return made
    }
    if (fault.code === 'ENOSPC' && options.half === undefined) {
      // What takes no room is not refused: the fault is the next one's.
      this.changes -= 1
      return make()
    }
    this.struck = true
    this.where = path
    if (fault.how === 'half') await options.half?.()
    else if (fault.how === 'after' && fault.code === undefined && options.opens !== true) await make()
    if (fault.power === true)
      for (const lost of this.unsynced) await this.real.truncate(lost, 0).catch(() => undefined)
    throw refusal(fault)
  }
}

const refusal = ({ code }: Fault): Error =>
  code === undefined ? new Killed('killed') : Object.assign(new Error(`${code}: refused`), { code })

const halfOf = (data: Bytes): Bytes =>
  typeof data === 'string'
    ? data.slice(0, Math.floor(data.length / 2))
    : data.subarray(0, Math.floor(data.length / 2))

const isFlushed = (options: object | undefined): boolean =>
  (options as { flush?: boolean } | undefined)?.flush === true
