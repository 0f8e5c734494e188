// Published models through the engine's door: brought in, told, planned for, removed.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openHub, type Hub } from '../../../e2e/fixtures/hub'
import { CorpusFolders } from '../../cli/corpusFolders'
import { RunFolders } from '../../cli/runFolders'
import { preset, withValue } from '../../config/config'
import type { RunConfig } from '../../config/schema'
import { pause } from '../../hub'
import type { Command, Event, SourceFile } from '../../protocol/door'
import type { ModelRecord } from '../../protocol/modelRecord'
import { EngineHarness, temporary } from '../testing/engineHarness'
import { storedModel } from './modelLibrary'
import { FakeModels } from '../testing/memoryModels'

const fixtures = 'e2e/fixtures/models'
const bytesOf = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(join(fixtures, path)))
const file = (path: string, as = path): SourceFile => ({ path: as, data: new Blob([bytesOf(path)]) })
const folder = (): SourceFile[] => readdirSync(join(fixtures, 'llama')).map((name) => file(`llama/${name}`))

let root = ''
let hub: Hub
let store: FakeModels
let harness: EngineHarness
beforeAll(async () => {
  hub = await openHub({
    'test/qwen': [{ name: 'q.gguf', bytes: bytesOf('qwen3.gguf') }],
    'test/broken': [{ name: 'b.gguf', bytes: bytesOf('qwen3.gguf').subarray(0, 9000) }],
  })
})
afterAll(() => hub.close())
beforeEach(async () => {
  root = await temporary()
  store = new FakeModels()
  hub.mischief.slow = 0
  hub.asked.length = 0
  harness = new EngineHarness(
    { runs: new RunFolders(join(root, 'runs')), corpora: new CorpusFolders(join(root, 'corpora')) },
    {
      models: store,
      model: (name) => storedModel(store, name),
      download: { fetch: (url, init) => fetch(url, init), wait: pause },
    },
  )
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function refusal(command: Command): Promise<string> {
  const reply = await harness.send(command)
  return reply.ok ? 'obeyed' : reply.failure.code
}
const told = (): readonly ModelRecord[] => harness.of('models').at(-1)?.models ?? []
const address = (id = 'test/qwen'): string => `${hub.url}/hub/${id}`

describe('a model of others', () => {
  it('is copied from a file, with what it is, its hash, its bytes and its memory', async () => {
    await harness.succeed({
      kind: 'model.add',
      files: [file('qwen3.gguf', 'somewhere/qwen3.gguf'), { path: 'notes.md', data: new Blob(['x']) }],
    })
    const bytes = bytesOf('qwen3.gguf')
    const [model] = told()
    expect(model).toMatchObject({
      id: 'qwen3.gguf',
      address: null,
      added: 1_700_000_000_000,
      facts: { family: 'qwen3' },
    })
    expect(model?.files).toEqual([
      {
        name: 'qwen3.gguf',
        bytes: bytes.length,
        etag: null,
        expected: null,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        checked: false,
      },
    ])
    expect(model?.facts?.parameters).toBeGreaterThan(1000)
    const memory = Object.values(model?.facts?.memory ?? {})
    expect(memory).toHaveLength(4)
    expect(memory.every((size) => size > 0)).toBe(true)
    const progress = harness.of('model.progress').map((event) => event.progress)
    expect(progress.at(-2)).toEqual({
      model: 'qwen3.gguf',
      file: 'qwen3.gguf',
      done: bytes.length,
      total: bytes.length,
    })
    expect(progress.at(-1)).toBeNull()
  })

  it('is copied from a folder, and opens again as it came', async () => {
    await harness.succeed({ kind: 'model.add', files: folder() })
    expect(told()).toMatchObject([{ id: 'llama', facts: { family: 'llama' } }])
    const kept = await storedModel(store, 'llama')
    expect(kept.ok && kept.value.map(({ name }) => name).sort()).toEqual(
      folder()
        .map(({ path }) => path)
        .filter((path) => path !== 'llama/expected.json')
        .concat('llama/expected.json')
        .sort(),
    )
  })

  it('is refused before it is copied where it is none, is there already, or has no room', async () => {
    expect(
      await refusal({
        kind: 'model.add',
        files: [{ path: 'x.gguf', data: new Blob(['PK\u0003\u0004zip']) }],
      }),
    ).toBe('model-zip')
    expect(await refusal({ kind: 'model.add', files: [file('qwen3.gguf'), file('qwen2.gguf')] })).toBe(
      'model-ggufs',
    )
    store.free = 10
    expect(await refusal({ kind: 'model.add', files: [file('qwen3.gguf')] })).toBe('model-room')
    store.free = null
    await harness.succeed({ kind: 'model.add', files: [file('qwen3.gguf')] })
    expect(await refusal({ kind: 'model.add', files: [file('qwen3.gguf')] })).toBe('model-known')
    expect(store.records.size).toBe(1)
  })

  it('is downloaded by its address, and told while it comes', async () => {
    await harness.succeed({ kind: 'model.download', address: address() })
    expect(told()).toMatchObject([
      { id: 'test/qwen', address: address(), facts: { family: 'qwen3' }, files: [{ checked: true }] },
    ])
    expect(
      harness
        .of('model.progress')
        .some(
          ({ progress }) =>
            progress?.model === 'test/qwen' &&
            progress.done > 0 &&
            progress.total === bytesOf('qwen3.gguf').length,
        ),
    ).toBe(true)
    expect(await refusal({ kind: 'model.download', address: address() })).toBe('model-downloaded')
  })

  it('is cancelled at once, is listed as a part, and goes on from there after a reload', async () => {
    hub.mischief.slow = 5
    harness.engine.listen((event: Event) => {
      if (event.kind === 'model.progress' && (event.progress?.done ?? 0) > 30_000)
        void harness.send({ kind: 'model.cancel' })
    })
    await harness.succeed({ kind: 'model.download', address: address() })
    expect(told()).toMatchObject([{ id: 'test/qwen', facts: null, files: [{ sha256: null }] }])
    const had = store.files.get('test/qwen')?.get('q.gguf')?.size ?? 0
    expect(had).toBeGreaterThan(30_000)
    expect(had).toBeLessThan(bytesOf('qwen3.gguf').length)
    expect(await storedModel(store, 'test/qwen')).toMatchObject({ ok: false, error: { code: 'model-part' } })
    hub.mischief.slow = 0
    hub.asked.length = 0
    harness = new EngineHarness(harness.stores, {
      models: store,
      download: { fetch: (url, init) => fetch(url, init), wait: pause },
    })
    await harness.succeed({ kind: 'model.download', address: address() })
    expect(hub.asked.map(({ range }) => range).at(-1)).toBe(`bytes=${had}-`)
    expect(told()).toMatchObject([{ facts: { family: 'qwen3' }, files: [{ checked: true }] }])
  })

  it('is not kept where what came is no model that the lab reads', async () => {
    expect(await refusal({ kind: 'model.download', address: address('test/broken') })).toMatch(/^gguf/)
    expect(told()).toEqual([])
    expect(store.files.size).toBe(0)
    expect(await refusal({ kind: 'model.download', address: address('test/nothing') })).toBe('hub-private')
    expect(await refusal({ kind: 'model.download', address: 'nonsense' })).toBe('hub-name')
  })

  it('is planned for before anything is loaded, and refused with what would fit', async () => {
    await harness.engine.open()
    await harness.succeed({ kind: 'model.add', files: [file('qwen3.gguf')] })
    const plan = async (...changes: readonly (readonly [string, unknown])[]) => {
      const config = changes.reduce<RunConfig>(
        (now, [path, value]) => withValue(now, path, value),
        preset('default'),
      )
      await harness.succeed({
        kind: 'model.plan',
        model: 'qwen3.gguf',
        linked: { preset: 'default', seed: 1, config },
      })
      return harness.of('model.planned').at(-1)?.plan
    }
    const whole = await plan()
    expect(whole).toMatchObject({ model: 'qwen3.gguf', failure: null })
    expect(whole?.total).toBe(
      (whole?.weights ?? 0) + (whole?.optimizer ?? 0) + (whole?.activations ?? 0) + (whole?.sampling ?? 0),
    )
    const adapter = await plan(['weights.trained', 'adapter'], ['weights.storage', 'q4'])
    expect(adapter?.optimizer).toBeLessThan(whole?.optimizer ?? 0)
    const tight = await plan(['weights.gigabytes', (0.9 * (whole?.total ?? 0)) / 1e9])
    expect(tight?.failure).toMatchObject({
      code: 'plan',
      message: expect.stringContaining('would fit') as string,
    })
    expect(harness.devices).toHaveLength(1)
  })

  it('is removed, and whoever asks for it is told', async () => {
    await harness.succeed({ kind: 'model.add', files: [file('qwen3.gguf')] })
    await harness.succeed({ kind: 'model.remove', model: 'qwen3.gguf' })
    expect(told()).toEqual([])
    expect(await storedModel(store, 'qwen3.gguf')).toMatchObject({
      ok: false,
      error: { code: 'no-model', message: expect.stringContaining('under Models') as string },
    })
  })

  it('says so where files have gone meanwhile', async () => {
    await harness.succeed({ kind: 'model.add', files: [file('qwen3.gguf')] })
    store.files.clear()
    expect(await storedModel(store, 'qwen3.gguf')).toMatchObject({ ok: false, error: { code: 'model-file' } })
  })

  it('comes in from nowhere where none can be kept, or by a tab that only reads', async () => {
    const bare = new EngineHarness(harness.stores)
    expect(await bare.send({ kind: 'model.add', files: [file('qwen3.gguf')] })).toMatchObject({
      ok: false,
      failure: { code: 'no-models' },
    })
    harness.writer = false
    expect(await refusal({ kind: 'model.download', address: address() })).toBe('other-tab')
  })
})
