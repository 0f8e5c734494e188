// `spice read`: the documents that files give, as an import takes them, for people who want to look inside.

import { existsSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { FileReader, ownThread } from '../corpus'
import { fileBlob, nodeReader } from './nodeReader'
import { DONE, UsageError } from './usage'

export interface ReadOptions {
  readonly json: string
  /** In place of what the bytes look like. */
  readonly encoding?: string
}

export interface FileReading {
  readonly file: string
  readonly documents: readonly { readonly title: string; readonly text: string }[]
  /** A line for each part that did not come in, and for a file that was refused. */
  readonly leftOut: readonly string[]
  /** The encoding of its text, where that was guessed or chosen. */
  readonly encoding?: string
}

export async function reading(
  file: string,
  source: Blob | Uint8Array<ArrayBuffer>,
  reader = new FileReader(ownThread),
  chosen: string | null = null,
): Promise<FileReading> {
  const data = source instanceof Blob ? source : new Blob([source])
  const documents: { title: string; text: string }[] = []
  const leftOut: string[] = []
  let encoding: string | null = null
  for await (const { texts, failures, end } of reader.read(
    { path: basename(file), data },
    { encoding: chosen },
  )) {
    for (const { name, text } of texts) documents.push({ title: name, text })
    for (const { message } of [...failures, ...(end?.notes ?? [])]) leftOut.push(message)
    if (end !== null) ({ encoding } = end)
  }
  return { file, documents, leftOut, ...(encoding === null ? {} : { encoding }) }
}

/** Ends with DONE where each file was read or refused by a line. */
export async function readFiles(files: readonly string[], { json, encoding }: ReadOptions): Promise<number> {
  const all: FileReading[] = []
  const reader = new FileReader(nodeReader().openReader ?? ownThread)
  for (const file of files) {
    if (!existsSync(file)) throw new UsageError(`there is no file "${file}" that can be read.`)
    const found = await reading(file, await fileBlob(file), reader, encoding)
    all.push(found)
    console.log(`${file}: ${found.documents.length} document${found.documents.length === 1 ? '' : 's'}`)
    for (const line of found.leftOut) console.log(`  ${line}`)
  }
  reader.close()
  writeFileSync(json, `${JSON.stringify(all, null, 1)}\n`)
  return DONE
}
