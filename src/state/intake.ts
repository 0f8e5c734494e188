// What was dropped, pasted or picked, as source files with their paths. Reads folders entry by entry; must
// not read contents.

import { at } from '../base/at'
import type { SourceFile } from '../protocol/door'

/** The parts of FileSystemEntry that are used. */
export interface Entry {
  readonly isFile: boolean
  readonly isDirectory: boolean
  readonly fullPath: string
  file?(found: (file: File) => void, failed: (error: unknown) => void): void
  createReader?(): {
    readEntries(found: (entries: readonly Entry[]) => void, failed: (error: unknown) => void): void
  }
}

export interface Intake {
  readonly files: readonly SourceFile[]
  /** Paths that could not be read. */
  readonly unreadable: readonly string[]
}

const hidden = (path: string): boolean =>
  path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX')
const plain = (path: string): string => path.replace(/^\/+/, '')

async function entriesOf(entry: Entry): Promise<readonly Entry[]> {
  const reader = entry.createReader?.()
  if (reader === undefined) return []
  const all: Entry[] = []
  // A reader gives its entries in portions; an empty one is the end.
  for (;;) {
    const portion = await new Promise<readonly Entry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (portion.length === 0) return all
    all.push(...portion)
  }
}

/** Milliseconds of looking through a folder after which the page gets its turn. */
const turn = 25

/** Resolves in a task of its own; unlike a timer, a tab in the background does not slow it down. */
function rest(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}

/** All files under the entries, in the order of their paths; hidden files are left out. */
export async function fromEntries(entries: readonly Entry[]): Promise<Intake> {
  const files: SourceFile[] = []
  const unreadable: string[] = []
  let rested = performance.now()
  const visit = async (entry: Entry): Promise<void> => {
    const path = plain(entry.fullPath)
    if (hidden(path)) return
    try {
      if (entry.isDirectory) for (const child of await entriesOf(entry)) await visit(child)
      else if (entry.isFile && entry.file !== undefined) {
        const file = await new Promise<File>((resolve, reject) => entry.file?.(resolve, reject))
        files.push({ path, data: file })
      }
    } catch {
      unreadable.push(path)
    }
    // Chromium answers thousands of these in one task where nothing comes between, which holds the page for
    // seconds.
    if (performance.now() - rested > turn) {
      await rest()
      rested = performance.now()
    }
  }
  for (const entry of entries) await visit(entry)
  files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  return { files, unreadable }
}

/** What a file picker gave; a folder picker gives relative paths. */
export function fromFiles(list: Iterable<File>): Intake {
  const files = [...list].map((file): SourceFile => ({
    path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
    data: file,
  }))
  return { files: files.filter(({ path }) => !hidden(path)), unreadable: [] }
}

/**
 * What was dropped or pasted: entries where the browser knows folders, else files, else text. Has to be
 * called within the event.
 */
export function fromTransfer(transfer: DataTransfer, textName: string): Promise<Intake> {
  const items = [...transfer.items]
  const entries = items
    .map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null))
    .filter((entry) => entry !== null)
  if (entries.length > 0) return fromEntries(entries)
  if (transfer.files.length > 0) return Promise.resolve(fromFiles(transfer.files))
  const text = transfer.getData('text/plain')
  if (text.trim() === '') return Promise.resolve({ files: [], unreadable: [] })
  return Promise.resolve({
    files: [{ path: textName, data: new Blob([text], { type: 'text/plain' }) }],
    unreadable: [],
  })
}

/**
 * Name of a corpus made of these files: their common folder, else the first file with how many more there
 * are.
 */
export function corpusName(files: readonly SourceFile[]): string {
  const first = files.length === 0 ? '' : at(files, 0).path
  const folder = first.includes('/') ? first.split('/')[0] : undefined
  if (folder !== undefined && files.every(({ path }) => path.startsWith(`${folder}/`))) return folder
  return files.length <= 1 ? first : `${first} +${files.length - 1}`
}
