// `spice read`: the documents that files give, as an import takes them, for people who want to look inside.

import { closeSync, existsSync, openSync, writeSync } from 'node:fs'
import { basename } from 'node:path'
import { FileReader, ownThread } from '../corpus'
import type { SourceFile } from '../protocol/door'
import { fileBlob, nodeReader } from './nodeReader'
import { heard, recogniserOf } from './speech'
import { DONE, UsageError } from './usage'

export interface ReadOptions {
  readonly json: string
  /** In place of what the bytes look like. */
  readonly encoding?: string
  /** A module that recognises speech, for recordings. */
  readonly speech?: string
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
export async function readFiles(
  files: readonly string[],
  { json, encoding, speech }: ReadOptions,
): Promise<number> {
  for (const file of files)
    if (!existsSync(file)) throw new UsageError(`there is no file "${file}" that can be read.`)
  const recognise = speech === undefined ? null : await recogniserOf(speech)
  const reader = new FileReader(nodeReader().openReader ?? ownThread)
  const out = openSync(json, 'w')
  writeSync(out, '[')
  for (const [index, file] of files.entries()) {
    writeSync(out, `${index === 0 ? '' : ','}\n`)
    const sources = await heard([{ path: basename(file), data: await fileBlob(file) }], recognise)
    for (const source of sources) await writeReading(out, file, source, reader, encoding ?? null)
  }
  writeSync(out, '\n]\n')
  closeSync(out)
  reader.close()
  return DONE
}

/** Document by document, as a file may hold more than one string can. */
async function writeReading(
  out: number,
  file: string,
  source: SourceFile,
  reader: FileReader,
  chosen: string | null,
): Promise<void> {
  const leftOut: string[] = []
  let documents = 0
  let encoding: string | null = null
  writeSync(out, `{"file":${JSON.stringify(file)},"documents":[`)
  for await (const { texts, failures, end } of reader.read(source, { encoding: chosen })) {
    for (const { name, text } of texts) {
      writeSync(out, `${documents === 0 ? '' : ','}\n${JSON.stringify({ title: name, text })}`)
      documents += 1
    }
    for (const { message } of [...failures, ...(end?.notes ?? [])]) leftOut.push(message)
    if (end !== null) ({ encoding } = end)
  }
  const said = encoding === null ? '' : `,"encoding":${JSON.stringify(encoding)}`
  writeSync(out, `],"leftOut":${JSON.stringify(leftOut)}${said}}`)
  console.log(`${file}: ${documents} document${documents === 1 ? '' : 's'}`)
  for (const line of leftOut) console.log(`  ${line}`)
}
