import { describe, expect, it } from 'vitest'
import type { CorpusStore, DocumentRecord } from '../protocol/ports'
import { storeDoor, type ReadableStores } from '../protocol/storeDoor'
import { createDocuments } from './documents'
import { createReadStored } from './stored'

const record = (i: number): DocumentRecord => ({
  id: `d${i}`,
  corpus: 'c',
  name: `${i}.txt`,
  length: 10,
  tokens: 3,
  added: i,
})

/** A store of `count` documents that can be made to answer late. */
function fakeStore(count: number) {
  const gates: (() => void)[] = []
  let slow = false
  const store = {
    documents: async (
      _corpus: string,
      {
        search = '',
        offset = 0,
        limit = Infinity,
      }: { search?: string; offset?: number; limit?: number } = {},
    ) => {
      if (slow) await new Promise<void>((open) => gates.push(open))
      return Array.from({ length: count }, (_, i) => record(i))
        .filter(({ name }) => name.includes(search))
        .slice(offset, offset + limit)
    },
    text: (_corpus: string, id: string) => Promise.resolve(`text of ${id}`),
  } as unknown as CorpusStore
  const stores = { corpora: store } as unknown as ReadableStores
  const query = createReadStored({
    engine: () => null,
    openReader: () => Promise.resolve(storeDoor(stores)),
    trouble: () => undefined,
  })
  return { query, gates, delay: (on: boolean) => (slow = on) }
}

describe('documents', () => {
  it('reads twenty thousand in portions, to the end and no further', async () => {
    const { query } = fakeStore(1200)
    const documents = createDocuments(query)
    await documents.open('c')
    expect(documents.store.getState()).toMatchObject({ complete: false, loading: false })
    expect(documents.store.getState().rows).toHaveLength(500)
    await documents.more()
    await documents.more()
    await documents.more()
    expect(documents.store.getState().rows.map(({ id }) => id)).toEqual(
      Array.from({ length: 1200 }, (_, i) => `d${i}`),
    )
    expect(documents.store.getState().complete).toBe(true)
  })

  it('drops the answer of an older search that comes late', async () => {
    const { query, gates, delay } = fakeStore(30)
    const documents = createDocuments(query)
    await documents.open('c')
    delay(true)
    const older = documents.search('1')
    await Promise.resolve()
    const newer = documents.search('29')
    await new Promise((resolve) => setTimeout(resolve))
    gates[1]?.()
    await newer
    gates[0]?.()
    await older
    expect(documents.store.getState().rows.map(({ name }) => name)).toEqual(['29.txt'])
  })

  it('previews text, and closes with the corpus', async () => {
    const { query } = fakeStore(3)
    const documents = createDocuments(query)
    await documents.open('c')
    await documents.preview(record(1))
    expect(documents.store.getState().preview).toMatchObject({ document: { id: 'd1' }, text: 'text of d1' })
    await documents.open(null)
    expect(documents.store.getState()).toMatchObject({ corpus: null, rows: [], preview: null })
  })

  it('stays empty where the browser keeps nothing', async () => {
    const documents = createDocuments(() => Promise.resolve(null))
    await documents.open('c')
    expect(documents.store.getState()).toMatchObject({ rows: [], complete: true, loading: false })
  })
})
