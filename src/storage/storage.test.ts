import 'fake-indexeddb/auto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { describeError } from '../engine/errors'
import { problemOf } from '../problems'
import { sampleMetrics, sampleRun } from '../replay/samples'
import { corpusStoreCases, runStoreCases } from '../protocol/ports.contract'
import { StoreError } from '../protocol/ports'
import { DexieCorpora } from './corpusStore'
import { Database } from './database'
import { isQuota, keeping, storageUsage } from './storageErrors'
import { askToPersist, openStores } from './index'
import { DexieRuns } from './runStore'
import { DexieKernels } from './kernelStore'
import { FakeDirectory } from './fakeDirectory'
import { PrivateFiles } from './weightFiles'

let count = 0
const opened: Database[] = []
function fresh(): Database {
  const database = new Database(`test-${String(count++)}`)
  opened.push(database)
  return database
}
afterEach(async () => {
  for (const database of opened.splice(0)) await database.delete()
})

async function filesIn(root: FakeDirectory, inWorker: boolean): Promise<PrivateFiles> {
  root.inWorker = inWorker
  const files = await PrivateFiles.open({
    getDirectory: () => Promise.resolve(root.handle),
  } as StorageManager)
  if (files === null) throw new Error('no files')
  return files
}

describe('corpora in IndexedDB', () => {
  it.each(corpusStoreCases)('$name', ({ run }) => run(new DexieCorpora(fresh())))

  it('adds, reads and removes more than one transaction takes', async () => {
    const store = new DexieCorpora(fresh())
    await store.put({
      id: 'c',
      name: 'c',
      origin: '',
      licence: '',
      documents: 0,
      characters: 0,
      duplicates: 0,
      tokens: 0,
    })
    const documents = Array.from({ length: 600 }, (_, n) => ({
      id: `d${String(n)}`,
      corpus: 'c',
      name: 'n',
      length: 9_000,
      tokens: 1,
      added: n,
      text: `${String(n)}.`.padEnd(9_000, 'x'),
    }))
    expect(await store.add('c', [...documents, ...documents.slice(0, 50)])).toEqual({
      added: 600,
      duplicates: 50,
    })
    const seen: string[] = []
    for await (const { id } of store.texts('c')) seen.push(id)
    expect(seen).toEqual(documents.map(({ id }) => id))
    expect((await store.documents('c', { search: '599.' })).map(({ id }) => id)).toEqual(['d599'])
    await store.remove(
      'c',
      documents.slice(0, 300).map(({ id }) => id),
    )
    expect((await store.corpora())[0]).toMatchObject({
      documents: 300,
      characters: 2_700_000,
      tokens: 300,
      duplicates: 50,
    })
    await store.remove('c')
    expect(await store.corpora()).toEqual([])
  })
})

describe.each([
  ['in the database', null],
  ['in files, from a worker', true],
  ['in files, from a page', false],
] as const)('runs in IndexedDB, checkpoints %s', (_, inWorker) => {
  it.each(runStoreCases)('$name', async ({ run }) => {
    const files = inWorker === null ? null : await filesIn(new FakeDirectory(), inWorker)
    await run(new DexieRuns(fresh(), files))
  })
})

describe('checkpoints in files', () => {
  const record = { run: 'r/../ü', name: '5', rounds: 5, warmSteps: 0, created: 1, bytes: 3 }

  it.each([true, false])(
    'keep the old one whole when the new one does not fit (worker: %s)',
    async (inWorker) => {
      const root = new FakeDirectory()
      const store = new DexieRuns(fresh(), await filesIn(root, inWorker))
      await store.putCheckpoint(record, Uint8Array.of(1, 2, 3))
      root.room = 2
      const failure: unknown = await store
        .putCheckpoint(record, Uint8Array.of(4, 5, 6))
        .catch((thrown: unknown) => thrown)
      expect(failure).toBeInstanceOf(StoreError)
      expect(failure).toMatchObject({
        code: 'quota',
        message: expect.stringContaining('Checkpoint 5') as string,
      })
      expect(Array.from((await store.checkpoint(record.run, '5')) ?? [])).toEqual([1, 2, 3])
      expect(root.fileCount()).toBe(1)
    },
  )

  it('leave no file behind that no record speaks of', async () => {
    const root = new FakeDirectory()
    const files = await filesIn(root, true)
    const store = new DexieRuns(fresh(), files)
    await files.write(record.run, Uint8Array.of(9))
    await store.putCheckpoint(record, Uint8Array.of(1))
    await store.putCheckpoint(record, Uint8Array.of(2))
    expect(root.fileCount()).toBe(1)
    await store.removeCheckpoint(record.run, '5')
    expect(root.fileCount()).toBe(0)
    expect(await store.checkpoint(record.run, '5')).toBeNull()
  })

  it('are not there, not broken, when the browser cleared its files', async () => {
    const root = new FakeDirectory()
    const store = new DexieRuns(fresh(), await filesIn(root, true))
    await store.putCheckpoint(record, Uint8Array.of(1))
    root.clear()
    expect(await store.checkpoint(record.run, '5')).toBeNull()
  })

  it('fall back to the database where there are no files', async () => {
    expect(await PrivateFiles.open(undefined)).toBeNull()
    expect(
      await PrivateFiles.open({
        getDirectory: () => Promise.reject(new Error('private window')),
      } as unknown as StorageManager),
    ).toBeNull()
    const stores = await openStores(`test-${String(count++)}`)
    await stores.runs.putCheckpoint(record, Uint8Array.of(7))
    expect(Array.from((await stores.runs.checkpoint(record.run, '5')) ?? [])).toEqual([7])
    stores.close()
  })
})

describe('a full device', () => {
  const full = new DOMException('full', 'QuotaExceededError')

  it('is known through wrapped errors, and says what is in use', async () => {
    expect(isQuota(full)).toBe(true)
    expect(isQuota({ name: 'AbortError', inner: full })).toBe(true)
    expect(isQuota(new Error('QuotaExceededError'))).toBe(false)
    expect(isQuota(null)).toBe(false)
    const usage = { used: 5_000_000, quota: 6_000_000 }
    const failure: unknown = await keeping(
      'Round 3',
      () => Promise.reject(full),
      () => Promise.resolve(usage),
    ).catch((thrown: unknown) => thrown)
    expect(failure).toMatchObject({
      code: 'quota',
      usage,
      message: expect.stringContaining('5 MB of 6 MB') as string,
    })
  })

  it('other errors keep their message', async () => {
    await expect(
      keeping('Round 3', () => Promise.reject(new Error('disk is on fire'))),
    ).rejects.toMatchObject({ code: 'store', message: 'Round 3 could not be stored: disk is on fire' })
  })

  it('reaches the caller from a table', async () => {
    const database = fresh()
    const store = new DexieCorpora(database)
    await store.put({
      id: 'c',
      name: 'c',
      origin: '',
      licence: '',
      documents: 0,
      characters: 0,
      duplicates: 0,
      tokens: 0,
    })
    vi.spyOn(database.texts, 'bulkAdd').mockRejectedValue(full)
    await expect(
      store.add('c', [{ id: 'a', corpus: 'c', name: 'a.txt', length: 1, tokens: 1, added: 0, text: 'x' }]),
    ).rejects.toMatchObject({ code: 'quota' })
    expect(await store.documents('c')).toEqual([])
    expect((await store.corpora())[0]?.documents).toBe(0)
  })

  it('usage and persistence are null and false where the browser does not say', async () => {
    expect(await storageUsage(undefined)).toBeNull()
    expect(
      await storageUsage({ estimate: () => Promise.resolve({ usage: 1, quota: 2 }) } as StorageManager),
    ).toEqual({ used: 1, quota: 2 })
    expect(
      await storageUsage({ estimate: () => Promise.reject(new Error('no')) } as unknown as StorageManager),
    ).toBeNull()
    expect(await askToPersist(undefined)).toBe(false)
    expect(await askToPersist({ persist: () => Promise.resolve(true) } as StorageManager)).toBe(true)
  })
})

describe('a browser that keeps nothing', () => {
  afterEach(() => vi.restoreAllMocks())

  it('gets the same stores in memory, and is told so', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('not in a private window', 'SecurityError')
    })
    const stores = await openStores('nowhere')
    expect(stores.inMemory?.code).toBe('storage-memory')
    expect(stores.inMemory?.message).toContain('not in a private window')
    await stores.runs.put(sampleRun('r'))
    await stores.runs.addMetrics('r', sampleMetrics(0))
    await stores.runs.putCheckpoint(
      { run: 'r', name: '1', rounds: 1, warmSteps: 0, created: 0, bytes: 2 },
      new Uint8Array([1, 2]),
    )
    expect(await stores.runs.metrics('r')).toEqual([sampleMetrics(0)])
    expect(await stores.runs.checkpoint('r', '1')).toEqual(new Uint8Array([1, 2]))
    expect(await stores.models.models()).toEqual([])
    await expect(stores.models.open('m', 'f')).rejects.toThrow(StoreError)
    expect((await openStores('nowhere')).inMemory).not.toBeNull()
    stores.close()
  })
})

describe('a database that is deleted under the open page', () => {
  it('takes nothing more, and says so, where a new one would be empty', async () => {
    const stores = await openStores('deleted')
    expect(stores.inMemory).toBeNull()
    await stores.runs.put(sampleRun('r'))
    await new Promise((resolve) => (indexedDB.deleteDatabase('deleted').onsuccess = resolve))
    for (const write of [
      () => stores.runs.put(sampleRun('r')),
      () => stores.runs.addMetrics('r', sampleMetrics(1)),
    ])
      await expect(write()).rejects.toMatchObject({ problem: { code: 'store-cleared' } })
    const read: unknown = await stores.runs.runs().catch((thrown: unknown) => thrown)
    expect(problemOf(read).code).toBe('store-cleared')
    expect(describeError(read).failure.code).toBe('store-cleared')
    const again = await openStores('deleted')
    expect(await again.runs.runs()).toEqual([])
    again.close()
  })
})

describe('kernels in IndexedDB', () => {
  it('are kept by adapter, the newest line alone', async () => {
    const store = new DexieKernels(fresh())
    expect(await store.kernels('a')).toBeNull()
    await store.keepKernels('a', 'groups=1')
    await store.keepKernels('b', 'groups=2')
    await store.keepKernels('a', 'groups=3')
    expect([await store.kernels('a'), await store.kernels('b')]).toEqual(['groups=3', 'groups=2'])
  })
})
