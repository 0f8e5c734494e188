// The documents of a folder as the importer takes them: every file below it, by its path there, in one order
// everywhere.

import { readdir, stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import type { SourceFile } from '../protocol/door'
import { fileBlob } from './nodeReader'
import { UsageError } from './usage'

const hidden = (path: string): boolean => path.split(sep).some((part) => part.startsWith('.'))

interface NamedFile {
  readonly file: string
  /** Its path below the folder. */
  readonly name: string
}

/** A file is a folder of one. Throws UsageError where there is nothing. */
export async function corpusNames(path: string, option = '--corpus'): Promise<NamedFile[]> {
  const found = await stat(path).catch(() => null)
  if (found === null) throw new UsageError(`${option}: there is no folder, file or starter corpus "${path}".`)
  if (found.isFile()) return [{ file: path, name: basename(path) }]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !hidden(relative(path, file)))
    .map((file) => ({ file, name: relative(path, file).split(sep).join('/') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  if (files.length === 0) throw new UsageError(`${option}: "${path}" holds no files.`)
  return files
}

export async function corpusFiles(path: string, option = '--corpus'): Promise<SourceFile[]> {
  return Promise.all(
    (await corpusNames(path, option)).map(async ({ file, name }) => ({
      path: name,
      data: await fileBlob(file),
    })),
  )
}
