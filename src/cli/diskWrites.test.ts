// What a file system refuses, and what is left on the disk then.

import {
  appendFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  writeFile,
  type FileHandle,
} from 'node:fs/promises'
import type * as fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { appendText, syncTree, writeWhole } from './diskWrites'

const refusal = vi.hoisted(() => ({ code: '', after: 0 }))
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fs>()
  const refused = async (path: string, data: string): Promise<void> => {
    await real.appendFile(path, data.slice(0, refusal.after))
    throw Object.assign(new Error(`${refusal.code}: refused`), { code: refusal.code })
  }
  return {
    ...real,
    appendFile: vi.fn((path: string, data: string, options: object) =>
      refusal.code === '' ? real.appendFile(path, data, options) : refused(path, data),
    ),
    writeFile: vi.fn((path: string, data: string, options: object) =>
      refusal.code === '' ? real.writeFile(path, data, options) : refused(path, data),
    ),
  }
})

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'spice-writes-'))
})
afterEach(async () => {
  refusal.code = ''
  await rm(root, { recursive: true, force: true })
})

describe('a refused write', () => {
  it.each([
    ['ENOSPC', /no room left for .*\. Free some space, then continue with --resume/],
    ['EACCES', /read-only here\. Change its permissions, or choose another folder/],
    ['EROFS', /read-only here/],
    ['EIO', /could not be written \(EIO\)\. Check the disk/],
  ])('of %s is one line with its remedy, and leaves the file as it was', async (code, line) => {
    const path = join(root, 'a.jsonl')
    await appendText(path, '{"round":0}\n')
    refusal.code = code
    refusal.after = 5
    await expect(appendText(path, '{"round":1}\n')).rejects.toThrow(line)
    await expect(writeWhole(path, '{"round":2}\n')).rejects.toThrow(line)
    refusal.code = ''
    expect(await readFile(path, 'utf8')).toBe('{"round":0}\n')
    expect(await readdir(root)).toEqual(['a.jsonl'])
  })

  it('below a file says that a part of the path is one', async () => {
    await writeFile(join(root, 'file'), '')
    await expect(writeWhole(join(root, 'file', 'run', 'run.json'), '')).rejects.toThrow(
      /run\.json cannot be created: part of that path is a file, not a folder/,
    )
  })
})

it('asks the disk to keep every byte, and the folder that names the file', async () => {
  const handle: FileHandle = await open(root, 'r')
  const sync = vi.spyOn(Object.getPrototypeOf(handle) as FileHandle, 'sync')
  await handle.close()
  await writeWhole(join(root, 'a.json'), '{}')
  await appendText(join(root, 'b.jsonl'), '{}\n')
  await appendText(join(root, 'b.jsonl'), '{}\n')
  expect(vi.mocked(writeFile).mock.lastCall?.[2]).toEqual({ flush: true })
  expect(vi.mocked(appendFile).mock.lastCall?.[2]).toEqual({ flush: true })
  // Three files; the folder for the rename, and for the new file.
  expect(sync).toHaveBeenCalledTimes(5)
  await writeWhole(join(root, 'c.json'), '{}', { lasting: false })
  expect(vi.mocked(writeFile).mock.lastCall?.[2]).toEqual({ flush: false })
  expect(sync).toHaveBeenCalledTimes(5)
  await mkdir(join(root, 'deep'))
  await writeFile(join(root, 'deep', 'd.json'), '{}', {})
  await syncTree(root)
  expect(sync).toHaveBeenCalledTimes(5 + 4 + 2)
  sync.mockRestore()
})
