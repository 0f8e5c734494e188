// Writes that survive a crash and a power cut: a file is seen whole or not at all, and what was written is on
// the disk before the next thing is. What the file system refuses is told in one line with its remedy.

import { appendFile, mkdir, open, readdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { problem } from '../problems'
import { StoreError } from '../protocol/ports'

/** `lasting: false` where the caller makes many writes durable at once, with `syncTree`. */
export interface WriteOptions {
  readonly lasting?: boolean
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

/** What a failed write of `path` is told as. */
function asStoreError(error: unknown, path: string): unknown {
  const code = codeOf(error)
  switch (code) {
    case '':
      return error
    case 'ENOSPC':
    case 'EDQUOT':
      return new StoreError('quota', problem('disk-full', { path }))
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new StoreError('store', problem('folder-read-only', { path }))
    case 'ENOTDIR':
    case 'EEXIST':
      return new StoreError('store', problem('path-below-file', { path }))
    default:
      return new StoreError('store', problem('write-failed', { path, reason: code }))
  }
}

/** Does `write` in the folder of `path`, which is made where it is not there. */
export async function writing<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    await mkdir(dirname(path), { recursive: true })
    return await write()
  } catch (error) {
    throw asStoreError(error, path)
  }
}

/** A new or renamed file is there after a power cut only once its folder is written, too. */
export async function syncFolder(folder: string): Promise<void> {
  // Some systems open no folder, or refuse to sync one: there it is the file system's own care.
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

/** Puts a finished file in the place of `path`. */
export async function replaceWith(finished: string, path: string, lasting = true): Promise<void> {
  await rename(finished, path)
  if (lasting) await syncFolder(dirname(path))
}

/** All or nothing: a reader, or a crash, sees the old file or the new one. */
export function writeWhole(
  path: string,
  data: string | Uint8Array,
  { lasting = true }: WriteOptions = {},
): Promise<void> {
  return writing(path, async () => {
    const beside = `${path}.part`
    try {
      await writeFile(beside, data, { flush: lasting })
      await replaceWith(beside, path, lasting)
    } catch (error) {
      await rm(beside, { force: true }).catch(() => undefined)
      throw error
    }
  })
}

/** Where it fails, nothing of the text stays: half a line would spoil the one after it. */
export function appendText(path: string, text: string, { lasting = true }: WriteOptions = {}): Promise<void> {
  return writing(path, async () => {
    const before = await stat(path).catch(() => null)
    try {
      await appendFile(path, text, { flush: lasting })
    } catch (error) {
      await truncate(path, before?.size ?? 0).catch(() => undefined)
      throw error
    }
    if (lasting && before === null) await syncFolder(dirname(path))
  })
}

/** A file or a folder, where it is there. */
export async function remove(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true })
  } catch (error) {
    throw asStoreError(error, path)
  }
}

/** Makes all that was written below a folder durable, the folder itself included. */
export async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await syncTree(path)
    else if (entry.isFile()) {
      const handle = await open(path, 'r+')
      await handle.sync().finally(() => handle.close())
    }
  }
  await syncFolder(folder)
}

/** Whether an error says no more than that a file is not there. */
export const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error))
