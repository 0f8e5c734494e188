import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openHub, type Hub } from '../../e2e/fixtures/hub'
import { openModel } from '../checkpoint/openModel'
import type { DownloadState } from '../hub'
import { downloadTo } from './downloadCommand'
import { filesAt } from './files'

const gguf = new Uint8Array(readFileSync('e2e/fixtures/models/qwen3.gguf'))
let hub: Hub
let root = ''
let said: string[] = []
beforeAll(async () => {
  hub = await openHub({ 'test/qwen': [{ name: 'q.gguf', bytes: gguf }] })
})
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'spice-download-'))
  said = []
})
afterEach(() => rm(root, { recursive: true, force: true }))
afterAll(() => hub.close())

const get = (
  name: string,
  out = join(root, 'm'),
  signal = new AbortController().signal,
  hear = (text: string) => void said.push(text),
) => downloadTo(name, { out, hub: `${hub.url}/hub` }, { signal, line: hear, wait: async () => undefined })

describe('spice download', () => {
  it('brings a model into a folder that --model takes, with percent and hash', async () => {
    expect(await get('test/qwen')).toBe(0)
    expect(await openModel(await filesAt(join(root, 'm')))).toMatchObject({
      ok: true,
      value: { family: 'qwen3' },
    })
    expect(said.some((line) => line.startsWith('100 %'))).toBe(true)
    const state = JSON.parse(await readFile(join(root, 'm', 'download.json'), 'utf8')) as DownloadState
    expect(said).toContain(`q.gguf  sha256 ${state.files[0]?.sha256 ?? ''}  as the server says`)
    expect(said.at(-1)).toContain('--model')
  })

  it('stops where it is told to, and goes on with the same command', async () => {
    const stop = new AbortController()
    hub.mischief.slow = 5
    const code = await get('test/qwen', undefined, stop.signal, (text) => {
      said.push(text)
      if (/^ [3-9]\d %/.test(text)) stop.abort()
    })
    hub.mischief.slow = 0
    expect([code, said.at(-1)]).toEqual([1, 'Stopped. Go on with the same command.'])
    const had = (await readFile(join(root, 'm', 'q.gguf'))).length
    expect(had).toBeLessThan(gguf.length)
    expect(await get('test/qwen')).toBe(0)
    expect(hub.asked.at(-1)?.range).toBe(`bytes=${had}-`)
    expect(new Uint8Array(await readFile(join(root, 'm', 'q.gguf')))).toEqual(gguf)
  })

  it('refuses a folder of other things, and says what the hub said', async () => {
    await writeFile(join(root, 'mine.txt'), 'mine')
    await expect(get('test/qwen', root)).rejects.toThrow('is not empty')
    await get('test/qwen')
    await expect(get('test/other')).rejects.toThrow('is where test/qwen goes')
    await expect(get('test/other', join(root, 'n'))).rejects.toThrow('Check the spelling')
  })
})
