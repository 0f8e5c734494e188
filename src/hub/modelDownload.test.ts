// A whole model from a server on this machine, shards and all.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { last } from '../base/at'
import { openHub, type Hub, type HubFile } from '../../e2e/fixtures/hub'
import { ok } from '../base/result'
import { fail } from '../problems'
import { openModel } from '../checkpoint/openModel'
import { downloadModel, type DownloadState, type ModelPorts, type ModelProgress } from './modelDownload'
import { FakePlace } from './fakeHub'

const fixtures = 'e2e/fixtures/models'
const filesOf = (folder: string): HubFile[] =>
  readdirSync(join(fixtures, folder))
    .filter((name) => name !== 'expected.json')
    .map((name) => ({ name, bytes: readFileSync(join(fixtures, folder, name)) }))
const sharded = filesOf('llama')
const gguf: HubFile = { name: 'qwen3.gguf', bytes: readFileSync(join(fixtures, 'qwen3.gguf')) }
const text = (name: string, words: string): HubFile => ({ name, bytes: new TextEncoder().encode(words) })

let hub: Hub
beforeAll(async () => {
  hub = await openHub({})
})
beforeEach(() => {
  hub.replace('test/llama', [
    ...sharded,
    text('README.md', 'words'),
    text('tokenizer_config.json', '{}'),
    text('extra/model.safetensors', 'not this one'),
  ])
  hub.replace('test/gguf', [gguf, text('README.md', 'words')])
  hub.replace('test/many', [
    gguf,
    { ...gguf, name: 'other.gguf' },
    { ...gguf, name: 'big-00001-of-00002.gguf' },
  ])
  hub.replace('test/none', [text('README.md', 'words')])
  hub.asked.length = 0
  Object.assign(hub.mischief, {
    statuses: [],
    refuse: null,
    ignoreRanges: false,
    cut: null,
    mute: false,
    lie: false,
    slow: 0,
    etags: 'strong',
  })
})
afterAll(() => hub.close())

const ports = (place: FakePlace, more: Partial<ModelPorts> = {}): ModelPorts => ({
  fetch: (url, init) => fetch(url, init),
  signal: new AbortController().signal,
  wait: async () => undefined,
  place,
  onProgress: () => undefined,
  ...more,
})
const get = (
  name: string,
  place: FakePlace,
  more: Partial<ModelPorts> = {},
  before: DownloadState | null = null,
) => downloadModel(name, before, ports(place, more), `${hub.url}/hub`)
const modelIn = (place: FakePlace) =>
  openModel([...place.files].map(([name, { bytes }]) => ({ name: `m/${name}`, blob: new Blob([bytes]) })))
const asks = (): string[] =>
  hub.asked
    .map(({ path }) => path)
    .filter((path) => path.includes('/resolve/'))
    .map((path) => last(path.split('/')))

describe('a model from a hub', () => {
  it('comes with config, tokenizer and the shards of its index, each checked by the hash that the hub says', async () => {
    const place = new FakePlace()
    const steps: ModelProgress[] = []
    const got = await get('test/llama', place, { onProgress: (step) => void steps.push(step) })
    expect(got).toMatchObject({ ok: true, value: { name: 'test/llama', address: 'test/llama' } })
    if (!got.ok) return
    expect(got.value.files.map(({ name }) => name).sort()).toEqual(
      [...sharded.map(({ name }) => name), 'tokenizer_config.json'].sort(),
    )
    for (const { name, sha256, checked, bytes } of got.value.files) {
      const wanted = sharded.find((each) => each.name === name)?.bytes ?? new TextEncoder().encode('{}')
      expect([name, checked, bytes, sha256]).toEqual([
        name,
        true,
        wanted.length,
        createHash('sha256').update(wanted).digest('hex'),
      ])
    }
    expect(await modelIn(place)).toMatchObject({ ok: true, value: { family: 'llama' } })
    const all = got.value.files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)
    expect(steps.at(-1)).toMatchObject({ done: all, total: all })
    expect(steps.every(({ done }, i) => done >= (steps[i - 1]?.done ?? 0))).toBe(true)
    // Files are asked for by commit, and what tells what the model is comes first.
    expect(hub.asked[0]?.path).toBe('/hub/api/models/test/llama/revision/main')
    expect(
      hub.asked
        .filter(({ path }) => path.includes('/resolve/'))
        .every(({ path }) => path.includes(`/resolve/${got.value.revision}/`)),
    ).toBe(true)
    expect(asks()[0]).toBe('config.json')
    expect(place.states.at(-1)).toEqual(got.value)
  })

  it('comes as the one GGUF file, named or not, by its address too', async () => {
    for (const name of [
      'test/gguf',
      'test/many/qwen3.gguf',
      `${hub.url}/hub/test/gguf`,
      `${hub.url}/hub/test/gguf/resolve/main/qwen3.gguf`,
    ]) {
      const place = new FakePlace()
      expect(await get(name, place), name).toMatchObject({
        ok: true,
        value: { files: [{ name: 'qwen3.gguf', checked: true }] },
      })
      expect(await modelIn(place)).toMatchObject({ ok: true, value: { family: 'qwen3' } })
    }
  })

  it('says that a hash was only computed where a plain server gives none', async () => {
    const got = await get(`${hub.url}/hub/test/gguf/qwen3.gguf`, new FakePlace())
    expect(got).toMatchObject({
      ok: true,
      value: {
        name: 'qwen3.gguf',
        files: [{ sha256: createHash('sha256').update(gguf.bytes).digest('hex'), checked: false }],
      },
    })
  })

  it('goes on after a cancel with what is here: whole files are not asked for again', async () => {
    const place = new FakePlace()
    const stop = new AbortController()
    hub.mischief.slow = 2
    const all = sharded.reduce((sum, { bytes }) => sum + bytes.length, 0)
    await expect(
      get('test/llama', place, {
        signal: stop.signal,
        onProgress: ({ done }) => void (done > all / 2 && stop.abort()),
      }),
    ).rejects.toMatchObject({ name: 'AbortError' })
    const before = place.states.at(-1) ?? null
    const whole = new Set(before?.files.filter(({ sha256 }) => sha256 !== null).map(({ name }) => name))
    expect(whole.size).toBeGreaterThan(2)
    hub.mischief.slow = 0
    hub.asked.length = 0
    expect(await get('test/llama', place, {}, before)).toMatchObject({ ok: true })
    expect(asks().filter((name) => whole.has(name))).toEqual([])
    expect(await modelIn(place)).toMatchObject({ ok: true })
  })

  it('takes a file anew whose hash the hub has changed meanwhile', async () => {
    const place = new FakePlace()
    const first = await get('test/gguf', place)
    const changed = { ...gguf, bytes: readFileSync(join(fixtures, 'qwen2.gguf')) }
    hub.replace('test/gguf', [changed])
    const again = await get('test/gguf', place, {}, first.ok ? first.value : null)
    // The one GGUF file has the same name, other bytes.
    expect(again).toMatchObject({ ok: true, value: { files: [{ checked: true }] } })
    expect(Buffer.from(place.files.get('qwen3.gguf')?.bytes ?? []).equals(changed.bytes)).toBe(true)
  })

  it('asks again for the list where the hub was too busy for it', async () => {
    const busy = [408, 429, 503]
    const patient: ModelPorts['fetch'] = (url, init) => {
      const status = url.includes('/api/models/') ? busy.shift() : undefined
      return status === undefined ? fetch(url, init) : Promise.resolve(new Response(null, { status }))
    }
    expect(await get('test/gguf', new FakePlace(), { fetch: patient })).toMatchObject({ ok: true })
    expect(busy).toEqual([])
  })

  it('refuses by config.json before any weights come', async () => {
    const got = await get('test/llama', new FakePlace(), {
      check: (config) =>
        (config as { model_type?: unknown }).model_type === 'llama' ? fail('model-files') : ok(null),
    })
    expect(got).toEqual(fail('model-files'))
    expect(asks().some((name) => name.endsWith('.safetensors'))).toBe(false)
  })

  it('refuses what has no room before it comes', async () => {
    const place = new FakePlace()
    place.free = 5000
    const got = await get('test/gguf', place)
    expect(got).toMatchObject({
      ok: false,
      error: { code: 'hub-full', message: expect.stringContaining('free') as string },
    })
    expect(asks()).toEqual([])
  })

  it.each([
    ['test/many', 'hub-choose', 'test/many/qwen3.gguf'],
    ['test/many/big-00001-of-00002.gguf', 'hub-parts', 'one part'],
    ['test/gguf/none.gguf', 'hub-no-file', 'qwen3.gguf'],
    ['test/none', 'hub-no-model', 'neither'],
    ['nobody/nothing', 'hub-private', 'spelling'],
    ['nonsense', 'hub-name', 'owner/name'],
  ])('%s is refused in one line', async (name, code, words) => {
    expect(await get(name, new FakePlace())).toMatchObject({
      ok: false,
      error: { code, message: expect.stringContaining(words) as string },
    })
  })

  it('brings all parts of a GGUF file that is split, whichever is named or none', async () => {
    const parts = [1, 2].map((part) => ({ ...gguf, name: `big-0000${part}-of-00002.gguf` }))
    hub.replace('test/split', [...parts, text('README.md', 'words')])
    hub.replace('test/many', [gguf, ...parts])
    for (const name of ['test/split', 'test/many/big-00002-of-00002.gguf']) {
      const place = new FakePlace()
      expect((await get(name, place)).ok).toBe(true)
      expect([...place.files.keys()].sort()).toEqual(parts.map((part) => part.name))
    }
  })

  it('is refused where an index names a shard that is not there, or is no list', async () => {
    hub.replace(
      'test/llama',
      sharded.filter(({ name }) => !name.includes('00003')),
    )
    expect(await get('test/llama', new FakePlace())).toMatchObject({
      ok: false,
      error: { code: 'hub-shard' },
    })
    hub.replace(
      'test/llama',
      sharded.map((each) => (each.name.endsWith('index.json') ? text(each.name, '{}') : each)),
    )
    expect(await get('test/llama', new FakePlace())).toMatchObject({
      ok: false,
      error: { code: 'hub-index' },
    })
    expect(
      await get('test/gguf', new FakePlace(), { fetch: async () => new Response('<html>') }),
    ).toMatchObject({ ok: false, error: { code: 'hub-listing-json' } })
    expect(
      await get('test/gguf', new FakePlace(), { fetch: async () => Response.json({ siblings: 3 }) }),
    ).toMatchObject({ ok: false, error: { code: 'hub-listing' } })
  })

  it('leaves out of a list what would leave the folder', async () => {
    const got = await get('test/gguf', new FakePlace(), {
      fetch: async () => Response.json({ siblings: [{ rfilename: '../evil.gguf', size: 4 }] }),
    })
    expect(got).toMatchObject({ ok: false, error: { code: 'hub-no-model' } })
  })

  it('throws away what is not what the hub says', async () => {
    hub.mischief.lie = true
    const place = new FakePlace()
    expect(await get('test/gguf', place)).toMatchObject({ ok: false, error: { code: 'hub-hash' } })
    expect(place.files.get('qwen3.gguf')?.size).toBe(0)
  })
})
