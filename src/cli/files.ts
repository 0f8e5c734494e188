// Small habits with files that both stores share: names that stay inside their folder, whole writes, lines.

import { gunzipSync } from 'node:zlib'
import { createReadStream, existsSync, openAsBlob, readdirSync, statSync } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { partsBeside } from '../base/partNames'
import { problem, ProblemError } from '../problems'
import {
  appendText,
  isMissing,
  remove,
  replaceWith,
  writeWhole,
  writing,
  type WriteOptions,
} from './diskWrites'

export { appendText, writeWhole }

/** `root/name`; throws for a name that would leave the folder. */
export function inside(root: string, name: string): string {
  if (name === '' || name === '.' || name === '..' || /[/\\\0]/.test(name))
    throw new RangeError(`"${name}" cannot be the name of a folder`)
  return join(root, name)
}

/** The text of a file, unpacked where its name ends in .gz, or null where there is none. */
export async function textOf(path: string): Promise<string | null> {
  try {
    if (path.endsWith('.gz')) return gunzipSync(await readFile(path)).toString('utf8')
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

const isFolder = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EISDIR'

/** Null where there is no file, or a folder in its place. */
export async function bytesOf(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const buffer = await readFile(path)
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
  } catch (error) {
    if (isMissing(error) || isFolder(error)) return null
    throw error
  }
}

export const writeJson = (path: string, value: unknown, options?: WriteOptions): Promise<void> =>
  writeWhole(path, `${JSON.stringify(value, null, 2)}\n`, options)

/** The value of a JSON file, or null where there is none; an empty or cut one is named. */
export async function readJson<T>(path: string): Promise<T | null> {
  const text = await textOf(path)
  if (text === null) return null
  try {
    return JSON.parse(text) as T
  } catch {
    throw new ProblemError(problem('json-damaged', { path, empty: text.trim() === '' }))
  }
}

/** What `read` makes of a line; where the line is no JSON, it is named. */
function named<T>(read: () => T, path: string, number: number): T {
  try {
    return read()
  } catch {
    throw new ProblemError(problem('line-damaged', { path, line: number }))
  }
}

/** A line each, in one write. */
export async function appendLines(path: string, values: readonly unknown[]): Promise<void> {
  if (values.length === 0) return
  await appendText(path, values.map((value) => `${JSON.stringify(value)}\n`).join(''))
}

/** The values of a file of JSON lines; a last line cut off by a crash is left out. */
export async function readLines<T>(path: string): Promise<T[]> {
  const text = await textOf(path)
  if (text === null) return []
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  return whole
    .split('\n')
    .flatMap((line, i) => (line === '' ? [] : [named(() => JSON.parse(line) as T, path, i + 1)]))
}

/** Whole lines of a file one after another, however large it is; none where there is no file. */
export async function* lines(path: string): AsyncGenerator<string> {
  for await (const { line, whole } of pieces(path)) if (whole && line !== '') yield line
}

/** The same with a last line that a crash cut off, which is no whole one. */
async function* pieces(path: string): AsyncGenerator<{ readonly line: string; readonly whole: boolean }> {
  let rest = ''
  try {
    for await (const part of createReadStream(path, 'utf8') as AsyncIterable<string>) {
      const whole = (rest + part).split('\n')
      rest = whole.pop() ?? ''
      for (const line of whole) yield { line, whole: true }
    }
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  if (rest !== '') yield { line: rest, whole: false }
}

/**
 * Puts in each line's place what `change` makes of it; null leaves the line out. A file that does not exist
 * stays so.
 */
export async function rewriteLines(path: string, change: (line: string) => string | null): Promise<void> {
  if (!existsSync(path)) return
  await writing(path, async () => {
    const beside = `${path}.part`
    const out = await open(beside, 'w')
    try {
      for await (const line of lines(path)) {
        const changed = change(line)
        if (changed !== null) await out.write(`${changed}\n`)
      }
      await out.sync()
    } catch (error) {
      await remove(beside).catch(() => undefined)
      throw error
    } finally {
      await out.close()
    }
    await replaceWith(beside, path)
  })
}

/**
 * Leaves the lines that `keep` wants and puts the others, with half a line at the end, into the file `aside`,
 * which is whole before any line is taken out. False where there is none to take out: both files stay as they
 * are.
 */
export async function setAside(
  path: string,
  aside: string,
  keep: (line: string) => boolean,
): Promise<boolean> {
  const taken: string[] = []
  let number = 0
  for await (const { line, whole } of pieces(path)) {
    number += 1
    if (line !== '' && !(whole && named(() => keep(line), path, number))) taken.push(line)
  }
  if (taken.length === 0) return false
  await writeWhole(aside, taken.map((line) => `${line}\n`).join(''))
  await rewriteLines(path, (line) => (keep(line) ? line : null))
  return true
}

export interface ModelFile {
  readonly name: string
  readonly blob: Blob
}

/**
 * A file with the other parts of a model that is split, or those of a folder that can belong to a model.
 * Nothing of them is read.
 */
export async function filesAt(path: string): Promise<ModelFile[]> {
  if (!statSync(path).isDirectory()) {
    const parts = partsBeside(basename(path), readdirSync(dirname(path))).toSorted()
    return Promise.all(
      parts.map(async (name) => ({ name, blob: await openAsBlob(join(dirname(path), name)) })),
    )
  }
  const names = readdirSync(path).filter((name) => /\.(json|safetensors|jinja|gguf)$/.test(name))
  return Promise.all(
    names.map(async (name) => ({
      name: `${basename(path)}/${name}`,
      blob: await openAsBlob(join(path, name)),
    })),
  )
}
