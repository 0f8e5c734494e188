import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import type { ModelRecord } from '../protocol/modelRecord'
import { Database } from './database'
import { FakeDirectory } from './fakeDirectory'
import { PrivateModels } from './modelStore'

let count = 0
function fresh(usage: { used: number; quota: number } | null = null) {
  const directory = new FakeDirectory()
  const storage = { getDirectory: async () => directory.handle } as unknown as StorageManager
  return {
    directory,
    store: new PrivateModels(new Database(`models-${String(count++)}`), storage, async () => usage),
  }
}
const record = (id: string, added = 0): ModelRecord => ({
  id,
  address: id,
  revision: null,
  files: [],
  added,
  facts: null,
})
const text = (words: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(words)

describe('kept models', () => {
  it('are listed oldest first, and a record is changed in its place', async () => {
    const { store } = fresh()
    await store.put(record('b/b', 2))
    await store.put(record('a/a', 1))
    await store.put({ ...record('b/b', 2), revision: 'abc' })
    expect((await store.models()).map(({ id, revision }) => [id, revision])).toEqual([
      ['a/a', null],
      ['b/b', 'abc'],
    ])
  })

  it('have files that grow, are read in the middle and cleared, and are there for whoever comes later', async () => {
    const { store } = fresh()
    const file = await store.open('a/b', 'sub/m.gguf')
    await file.append(text('hello '))
    await file.append(text('world'))
    expect(file.size).toBe(11)
    expect(new TextDecoder().decode(await file.read(4, 8))).toBe('o wo')
    await file.close()
    const again = await store.open('a/b', 'sub/m.gguf')
    expect(again.size).toBe(11)
    await again.append(text('!'))
    await again.close()
    expect(await (await store.blob('a/b', 'sub/m.gguf'))?.text()).toBe('hello world!')
    await again.clear()
    expect(again.size).toBe(0)
    expect(await store.blob('a/b', 'other')).toBeNull()
    expect(await store.blob('c/d', 'm.gguf')).toBeNull()
  })

  it('are removed with their files, once or twice', async () => {
    const { store, directory } = fresh()
    await store.put(record('a/b'))
    await (await store.open('a/b', 'm.gguf')).append(text('x'))
    await (await store.open('a/c', 'm.gguf')).append(text('x'))
    await store.remove('a/b')
    await store.remove('a/b')
    expect(directory.fileCount()).toBe(1)
    expect(await store.models()).toEqual([])
  })

  it('keep what has come where the device is full, and say how much may come', async () => {
    const { store, directory } = fresh({ used: 900, quota: 1000 })
    directory.room = 3
    const file = await store.open('a/b', 'm.gguf')
    await expect(file.append(text('hello'))).rejects.toMatchObject({ name: 'QuotaExceededError' })
    expect(file.size).toBe(3)
    expect(await store.room()).toBe(100)
    expect(await fresh().store.room()).toBeNull()
  })

  it('need a place for files, and say so where a browser gives none', async () => {
    for (const storage of [
      undefined,
      { getDirectory: () => Promise.reject(new Error('private')) } as unknown as StorageManager,
    ]) {
      const store = new PrivateModels(new Database(`models-${String(count++)}`), storage)
      await expect(store.open('a/b', 'm.gguf')).rejects.toMatchObject({
        code: 'store',
        message: expect.stringContaining('private window') as string,
      })
    }
  })
})
