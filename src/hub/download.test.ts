// One file from a real server on this machine that breaks off, changes, lies and refuses.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openHub, type Hub } from '../../e2e/fixtures/hub'
import { downloadFile, type DownloadPorts, type RemoteFile } from './download'
import { FakeFile } from './fakeHub'

const random = (length: number, seed: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (Math.imul(i + seed, 2654435761) >>> 13) & 255)
const weights = random(300_000, 1)
const other = random(310_000, 2)
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

let hub: Hub
beforeAll(async () => {
  hub = await openHub({})
})
beforeEach(() => {
  hub.replace('a/b', [{ name: 'm.gguf', bytes: weights }])
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

const remote = (more: Partial<RemoteFile> = {}): RemoteFile => ({
  name: 'm.gguf',
  url: `${hub.url}/hub/a/b/resolve/main/m.gguf`,
  bytes: null,
  expected: null,
  ...more,
})

class Kept {
  readonly file = new FakeFile()
  etag: string | null = null
  readonly waits: number[] = []
  readonly steps: (readonly [number, number | null])[] = []
  stop = new AbortController()

  get ports(): DownloadPorts {
    return {
      fetch: (url, init) => fetch(url, init),
      signal: this.stop.signal,
      wait: async (milliseconds) => void this.waits.push(milliseconds),
      remember: async (etag) => void (this.etag = etag),
      onBytes: (done, total) => void this.steps.push([done, total]),
    }
  }
  get(file: RemoteFile) {
    return downloadFile(file, this.file, this.etag, this.ports)
  }
  /** As far as about `bytes`, then cancelled. */
  async begin(file: RemoteFile, bytes: number): Promise<void> {
    hub.mischief.slow = 2
    const ports = { ...this.ports, onBytes: (done: number) => void (done > bytes && this.stop.abort()) }
    await expect(downloadFile(file, this.file, this.etag, ports)).rejects.toMatchObject({
      name: 'AbortError',
    })
    hub.mischief.slow = 0
    this.stop = new AbortController()
    hub.asked.length = 0
  }
}

const codeOf = (result: Awaited<ReturnType<typeof downloadFile>>): string =>
  result.ok ? 'ok' : result.error.code

describe('a download', () => {
  it('follows redirects, tells its bytes, and computes a hash where the server says none', async () => {
    const kept = new Kept()
    expect(await kept.get(remote())).toEqual({
      ok: true,
      value: { bytes: 300_000, sha256: sha256(weights), checked: false },
    })
    expect(kept.file.bytes).toEqual(weights)
    expect(hub.asked.map(({ path }) => path)).toEqual(['/hub/a/b/resolve/main/m.gguf', '/hub/cdn/a/b/m.gguf'])
    expect(kept.steps[0]).toEqual([0, null])
    expect(kept.steps.at(-1)).toEqual([300_000, 300_000])
    expect(kept.steps.every(([done], i) => done >= (kept.steps[i - 1]?.[0] ?? 0))).toBe(true)
  })

  it('holds a hash against what came, and keeps nothing of another file', async () => {
    const good = new Kept()
    expect(
      await good.get(remote({ bytes: 300_000, expected: { kind: 'sha256', hex: sha256(weights) } })),
    ).toMatchObject({ ok: true, value: { checked: true } })
    const bad = new Kept()
    const got = await bad.get(remote({ bytes: 300_000, expected: { kind: 'sha256', hex: sha256(other) } }))
    expect(codeOf(got)).toBe('hub-hash')
    expect([bad.file.size, bad.etag]).toEqual([0, null])
  })

  it("holds git's name of a small file against it", async () => {
    const text = new TextEncoder().encode('{"a":1}')
    hub.replace('a/b', [{ name: 'config.json', bytes: text }])
    const hex = createHash('sha1').update('blob 7\0{"a":1}').digest('hex')
    const file = { name: 'config.json', url: `${hub.url}/hub/a/b/resolve/main/config.json`, bytes: 7 }
    expect(await new Kept().get({ ...file, expected: { kind: 'git', hex } })).toMatchObject({
      ok: true,
      value: { checked: true },
    })
    expect(
      codeOf(
        await new Kept().get({
          ...file,
          expected: { kind: 'git', hex: hex.replace(/^./, (first) => (first === '0' ? '1' : '0')) },
        }),
      ),
    ).toBe('hub-hash')
  })

  it('stops when told to and goes on from there, with Range and If-Range', async () => {
    const kept = new Kept()
    await kept.begin(remote(), 100_000)
    const had = kept.file.size
    expect(had).toBeGreaterThan(100_000)
    expect(had).toBeLessThan(300_000)
    expect(await kept.get(remote())).toMatchObject({ ok: true, value: { sha256: sha256(weights) } })
    expect(hub.asked.at(-1)).toEqual({
      path: '/hub/cdn/a/b/m.gguf',
      range: `bytes=${had}-`,
      ifRange: kept.etag,
    })
    expect(kept.steps[0]?.[0]).toBe(had)
  })

  it('begins again where the ETag has changed', async () => {
    const kept = new Kept()
    await kept.begin(remote(), 100_000)
    hub.replace('a/b', [{ name: 'm.gguf', bytes: other }])
    expect(await kept.get(remote())).toMatchObject({
      ok: true,
      value: { bytes: 310_000, sha256: sha256(other) },
    })
    expect(kept.file.bytes).toEqual(other)
  })

  it('begins again where the ETag has changed and If-Range could not be sent', async () => {
    hub.mischief.etags = 'weak'
    const kept = new Kept()
    await kept.begin(remote(), 100_000)
    hub.replace('a/b', [{ name: 'm.gguf', bytes: other }])
    expect(await kept.get(remote())).toMatchObject({ ok: true, value: { sha256: sha256(other) } })
    expect(
      hub.asked
        .filter(({ path }) => path.startsWith('/hub/cdn'))
        .map(({ range, ifRange }) => [range === undefined, ifRange]),
    ).toEqual([
      [false, undefined],
      [true, undefined],
    ])
  })

  it('takes all from a server that ignores ranges', async () => {
    const kept = new Kept()
    await kept.begin(remote(), 100_000)
    hub.mischief.ignoreRanges = true
    expect(await kept.get(remote())).toMatchObject({ ok: true, value: { sha256: sha256(weights) } })
    expect(kept.file.bytes).toEqual(weights)
  })

  it('begins again where neither ETag nor hash tells whether the rest would fit, and goes on where a hash does', async () => {
    hub.mischief.etags = 'none'
    const blind = new Kept()
    await blind.begin(remote(), 100_000)
    expect(await blind.get(remote())).toMatchObject({ ok: true, value: { sha256: sha256(weights) } })
    expect(hub.asked.at(-1)?.range).toBeUndefined()
    const told = new Kept()
    const file = remote({ bytes: 300_000, expected: { kind: 'sha256', hex: sha256(weights) } })
    await told.begin(file, 100_000)
    expect(await told.get(file)).toMatchObject({ ok: true, value: { checked: true } })
    expect(hub.asked.at(-1)?.range).toMatch(/^bytes=\d+-$/)
  })

  it('goes on by itself where the connection breaks, and gives up when nothing comes any more', async () => {
    hub.mischief.cut = { after: 60_000, times: 4 }
    const kept = new Kept()
    expect(await kept.get(remote())).toMatchObject({ ok: true, value: { sha256: sha256(weights) } })
    expect(hub.asked.filter(({ path }) => path.startsWith('/hub/cdn')).map(({ range }) => range)).toEqual([
      undefined,
      'bytes=60000-',
      'bytes=120000-',
      'bytes=180000-',
      'bytes=240000-',
    ])
    hub.mischief.cut = { after: 0, times: 100 }
    expect(codeOf(await new Kept().get(remote({ bytes: 300_000 })))).toMatch(/^hub-(cut|offline)$/)
  })

  it('asks again where the server is busy, longer each time, and says so when it stays busy', async () => {
    hub.mischief.statuses = [503, 500, 429]
    const kept = new Kept()
    expect(codeOf(await kept.get(remote()))).toBe('ok')
    expect(kept.waits).toEqual([0, 0, 0])
    hub.mischief.statuses = [503, 503, 503, 503, 503]
    const got = await new Kept().get(remote())
    expect(got).toMatchObject({
      ok: false,
      error: { code: 'hub-busy', message: expect.stringContaining('try again later') as string },
    })
  })

  it.each([
    [404, 'EntryNotFound', 'hub-missing', 'Check owner'],
    [401, 'RepoNotFound', 'hub-private', 'private'],
    [401, 'GatedRepo', 'hub-gated', 'Accept them'],
    [403, '', 'hub-gated', 'terms'],
    [418, '', 'hub-refused', '418'],
  ])('%i %s is one line that says what to do', async (status, code, wanted, words) => {
    hub.mischief.refuse = { status, code }
    const got = await new Kept().get(remote())
    expect(got).toMatchObject({
      ok: false,
      error: { code: wanted, message: expect.stringContaining(words) as string },
    })
    expect(hub.asked).toHaveLength(1)
  })

  it('says that a server cannot be reached, after four more tries that leave If-Range out in turn', async () => {
    const kept = new Kept()
    await kept.begin(remote(), 50_000)
    const sent: (string | undefined)[] = []
    const fetchNothing: DownloadPorts['fetch'] = (_, { headers }) => {
      sent.push(headers['if-range'])
      return Promise.reject(new TypeError('Failed to fetch'))
    }
    const got = await downloadFile(remote(), kept.file, kept.etag, { ...kept.ports, fetch: fetchNothing })
    expect(got).toMatchObject({
      ok: false,
      error: { code: 'hub-offline', message: expect.stringContaining('Check the connection') as string },
    })
    expect(sent.map((each) => each === kept.etag)).toEqual([true, false, true, false, true])
    expect(kept.waits).toEqual([500, 1000, 2000, 4000])
    expect(kept.file.size).toBeGreaterThan(50_000)
  })

  it('keeps what has come where the disk is full, and says what is still to come', async () => {
    const kept = new Kept()
    kept.file.room = 200_000
    const got = await kept.get(remote({ bytes: 300_000 }))
    expect(got).toMatchObject({
      ok: false,
      error: {
        code: 'hub-full',
        message: expect.stringMatching(/0\.1 MB are still to come.*Delete/) as string,
      },
    })
    expect(kept.file.size).toBeGreaterThan(100_000)
    kept.file.room = Infinity
    expect(await kept.get(remote({ bytes: 300_000 }))).toMatchObject({
      ok: true,
      value: { sha256: sha256(weights) },
    })
  })

  it('throws away what is longer than it should be', async () => {
    const kept = new Kept()
    expect(codeOf(await kept.get(remote({ bytes: 1000 })))).toBe('hub-size')
    expect(kept.file.size).toBe(0)
  })
})
