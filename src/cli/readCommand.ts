// `spice read`: the documents that files give, as an import takes them, for people who want to look inside.

import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { readFile } from '../corpus'
import { DONE, UsageError } from './usage'

export interface ReadOptions {
  readonly json: string
}

export interface FileReading {
  readonly file: string
  readonly documents: readonly { readonly title: string; readonly text: string }[]
  /** A line for each part that did not come in, and for a file that was refused. */
  readonly leftOut: readonly string[]
}

export async function reading(file: string, bytes: Uint8Array<ArrayBuffer>): Promise<FileReading> {
  const documents: { title: string; text: string }[] = []
  const leftOut: string[] = []
  for await (const found of readFile(basename(file), bytes)) {
    if (found.ok) documents.push({ title: found.value.name, text: found.value.text })
    else leftOut.push(found.error.message)
  }
  return { file, documents, leftOut }
}

/** Ends with DONE where each file was read or refused by a line. */
export async function readFiles(files: readonly string[], { json }: ReadOptions): Promise<number> {
  const all: FileReading[] = []
  for (const file of files) {
    let bytes: Uint8Array<ArrayBuffer>
    try {
      bytes = new Uint8Array(readFileSync(file))
    } catch {
      throw new UsageError(`there is no file "${file}" that can be read.`)
    }
    const found = await reading(file, bytes)
    all.push(found)
    console.log(`${file}: ${found.documents.length} document${found.documents.length === 1 ? '' : 's'}`)
    for (const line of found.leftOut) console.log(`  ${line}`)
  }
  writeFileSync(json, `${JSON.stringify(all, null, 1)}\n`)
  return DONE
}
