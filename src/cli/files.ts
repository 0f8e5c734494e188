// Small habits with files that both stores share: names that stay inside their folder, whole writes, lines.

import { problem } from '../problems'
import { createReadStream, existsSync, openAsBlob, readdirSync, statSync } from 'node:fs'
import { appendFile, mkdir, open, readFile, rename, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { StoreError } from '../protocol/ports'

/** `root/name`; throws for a name that would leave the folder. */
export function inside(root: string, name: string): string {
  if (name === '' || name === '.' || name === '..' || /[/\\\0]/.test(name))
    throw new RangeError(`"${name}" cannot be the name of a folder`)
  return join(root, name)
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')

/** The text of a file, or null where there is none. */
export async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

export async function bytesOf(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const buffer = await readFile(path)
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** A write whose lack of room on the disk is told as the stores tell it. */
async function writing(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await write()
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) {
      throw new StoreError('quota', problem('disk-full', { path }))
    }
    throw error
  }
}

/** All or nothing: a reader, or a crash, sees the old file or the new one. */
export function writeWhole(path: string, data: string | Uint8Array): Promise<void> {
  return writing(path, async () => {
    const beside = `${path}.part`
    await writeFile(beside, data)
    await rename(beside, path)
  })
}

export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeWhole(path, `${JSON.stringify(value, null, 2)}\n`)
}

/** A line each, in one write. */
export async function appendLines(path: string, values: readonly unknown[]): Promise<void> {
  if (values.length === 0) return
  await appendText(path, values.map((value) => `${JSON.stringify(value)}\n`).join(''))
}

export const appendText = (path: string, text: string): Promise<void> =>
  writing(path, () => appendFile(path, text))

/** The values of a file of JSON lines; a last line cut off by a crash is left out. */
export async function readLines<T>(path: string): Promise<T[]> {
  const text = await textOf(path)
  if (text === null) return []
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
}

/** Whole lines of a file one after another, however large it is; none where there is no file. */
export async function* lines(path: string): AsyncGenerator<string> {
  let rest = ''
  try {
    for await (const part of createReadStream(path, 'utf8') as AsyncIterable<string>) {
      const whole = (rest + part).split('\n')
      rest = whole.pop() ?? ''
      for (const line of whole) if (line !== '') yield line
    }
  } catch (error) {
    if (!isMissing(error)) throw error
  }
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
    } finally {
      await out.close()
    }
    await rename(beside, path)
  })
}

export async function writeLines(path: string, values: readonly unknown[]): Promise<void> {
  await writeWhole(path, values.map((value) => `${JSON.stringify(value)}\n`).join(''))
}

export interface ModelFile {
  readonly name: string
  readonly blob: Blob
}

/** A file by itself, or those of a folder that can belong to a model. Nothing of them is read. */
export async function filesAt(path: string): Promise<ModelFile[]> {
  if (!statSync(path).isDirectory()) return [{ name: basename(path), blob: await openAsBlob(path) }]
  const names = readdirSync(path).filter((name) => /\.(json|safetensors|jinja|gguf)$/.test(name))
  return Promise.all(
    names.map(async (name) => ({
      name: `${basename(path)}/${name}`,
      blob: await openAsBlob(join(path, name)),
    })),
  )
}
