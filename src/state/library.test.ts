import { describe, expect, it } from 'vitest'
import { storeDoor, type ReadableStores } from '../protocol/storeDoor'
import { sampleRun } from '../replay/samples'
import { createLibrary } from './library'
import { createReadStored } from './stored'

describe('the shelf', () => {
  it('has the newest run first, and how much room all take', async () => {
    const stores = {
      runs: {
        runs: () => Promise.resolve([sampleRun('old'), { ...sampleRun('new'), created: 5 }]),
        usage: () => Promise.resolve({ used: 1, quota: 10 }),
      },
    } as unknown as ReadableStores
    const query = createReadStored({
      engine: () => null,
      openReader: () => Promise.resolve(storeDoor(stores)),
      trouble: () => undefined,
    })
    const library = createLibrary(query)
    await library.refresh()
    expect(library.store.getState().runs.map(({ id }) => id)).toEqual(['new', 'old'])
    expect(library.store.getState().usage).toEqual({ used: 1, quota: 10 })
  })

  it('stays as it is where the browser keeps nothing', async () => {
    const library = createLibrary(() => Promise.resolve(null))
    await library.refresh()
    expect(library.store.getState()).toEqual({ runs: [], usage: null })
  })
})
