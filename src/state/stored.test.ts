import { expect, it } from 'vitest'
import { fail, ok } from '../base/result'
import type { Door } from '../protocol/door'
import { storeDoor, type ReadableStores } from '../protocol/storeDoor'
import { sampleRun } from '../replay/samples'
import { createReadStored } from './stored'

const reader = (...runs: string[]): Door =>
  storeDoor({ runs: { runs: () => Promise.resolve(runs.map(sampleRun)) } } as unknown as ReadableStores)

function fixture(parts: { engine?: Door; openReader: () => Promise<Door> }) {
  const troubles: string[] = []
  const query = createReadStored({
    engine: () => parts.engine ?? null,
    openReader: parts.openReader,
    trouble: ({ code }) => troubles.push(code),
  })
  return { query, troubles }
}

it('asks the engine where it is open, and the stores where there is none or it has stopped', async () => {
  const openReader = () => Promise.resolve(reader('stored'))
  expect(await fixture({ engine: reader('live'), openReader }).query({ kind: 'runs' })).toMatchObject([
    { id: 'live' },
  ])
  expect(await fixture({ openReader }).query({ kind: 'runs' })).toMatchObject([{ id: 'stored' }])
  const stopped = { ...reader(), query: () => Promise.resolve(fail('engine-stopped', 'It stopped.')) }
  const { query, troubles } = fixture({ engine: stopped, openReader })
  expect(await query({ kind: 'runs' })).toMatchObject([{ id: 'stored' }])
  expect(troubles).toEqual([])
})

it('says once that nothing can be kept, and each time what cannot be read', async () => {
  const closed = fixture({ openReader: () => Promise.reject(new Error('private window')) })
  expect([await closed.query({ kind: 'runs' }), await closed.query({ kind: 'corpora' })]).toEqual([
    null,
    null,
  ])
  expect(closed.troubles).toEqual(['storage-closed'])
  const damaged = storeDoor({
    runs: { runs: () => Promise.reject(new Error('The database is damaged.')) },
  } as unknown as ReadableStores)
  const { query, troubles } = fixture({ openReader: () => Promise.resolve(damaged) })
  expect(await query({ kind: 'runs' })).toBeNull()
  expect(troubles).toEqual(['store'])
})

it('refuses every command without an engine', async () => {
  expect(await reader().send({ kind: 'run.start' })).toMatchObject({
    ok: false,
    failure: { code: 'not-open' },
  })
  expect(await reader('a').query({ kind: 'runs' })).toMatchObject(ok([{ id: 'a' }]))
})
