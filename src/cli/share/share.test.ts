import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { crc32c } from '../../formats/eventFile'
import { sampleEpisode, sampleMetrics, sampleRun } from '../../replay/samples'
import { RunFolders } from '../runFolders'
import { UsageError } from '../usage'
import { cardOf, modelCard } from './modelCard'
import { share } from './shareCommand'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'spice-share-'))
  const runs = new RunFolders(root)
  await runs.put({ ...sampleRun('run'), created: 1_700_000_000_000 })
  for (const round of [0, 1]) {
    await runs.addMetrics('run', { ...sampleMetrics(round), seconds: 2.5 })
    await runs.addEpisodes('run', [sampleEpisode(round)])
  }
})
afterEach(() => rm(root, { recursive: true, force: true }))

const text = (path: string): Promise<string> => readFile(join(root, path), 'utf8')
const quiet = { passages: false }

it('knows the checksum of the standard', () => {
  // RFC 3720, B.4.
  expect(crc32c(new Uint8Array(32)).toString(16)).toBe('8a9136aa')
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i)).toString(16)).toBe('46dd794e')
})

describe('spice share', () => {
  it('writes events whose records hold together, the first of them the version', async () => {
    await share(join(root, 'run'), { ...quiet, tensorboard: join(root, 'tb') })
    const bytes = await readFile(join(root, 'tb', 'events.out.tfevents.1700000000.spice-lab'))
    let [at, records] = [0, 0]
    const mask = (crc: number): number => (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
    while (at < bytes.length) {
      const length = Number(bytes.readBigUInt64LE(at))
      const data = bytes.subarray(at + 12, at + 12 + length)
      expect(bytes.readUInt32LE(at + 8)).toBe(mask(crc32c(bytes.subarray(at, at + 8))))
      expect(bytes.readUInt32LE(at + 12 + length)).toBe(mask(crc32c(data)))
      if (records === 0) expect(data.toString('latin1')).toContain('brain.Event:2')
      else expect(data.toString('latin1')).toContain('passRate')
      at += 16 + length
      records += 1
    }
    expect(records).toBe(3)
  })

  it('writes a table with a row a round, whose step is the round', async () => {
    await share(join(root, 'run'), { ...quiet, csv: join(root, 'metrics.csv') })
    const [head = '', ...rows] = (await text('metrics.csv')).trim().split('\r\n')
    const names = head.replaceAll('"', '').split(',')
    expect(names.slice(0, 1)).toEqual(['step'])
    expect(rows.map((row) => row.split(',').length)).toEqual([names.length, names.length])
    expect(rows[1]?.split(',')[names.indexOf('validRate')]).toBe(String(sampleMetrics(1).validRate))
  })

  it('writes the questions with a data card, and passages only where they are asked for', async () => {
    const { passage } = sampleEpisode(0)
    await share(join(root, 'run'), { ...quiet, dataset: join(root, 'set') })
    const rows = (await text('set/episodes.jsonl')).trim().split('\n')
    expect(rows.length).toBeGreaterThan(1)
    expect(Object.keys(JSON.parse(rows[0] ?? '{}') as object)).not.toContain('passage')
    expect(await text('set/README.md')).toMatch(/^---\n[^]*path: episodes\.jsonl[^]*are left out/)
    await share(join(root, 'run'), { passages: true, dataset: join(root, 'whole') })
    expect(JSON.parse((await text('whole/episodes.jsonl')).split('\n')[0] ?? '{}')).toMatchObject({
      passage: passage.text,
    })
  })

  it('writes a page that runs and fetches nothing, whatever a text holds', async () => {
    const episode = sampleEpisode(2)
    await new RunFolders(root).addEpisodes('run', [
      { ...episode, passage: { ...episode.passage, text: '<script src="https://a.b"></script>' } },
    ])
    await share(join(root, 'run'), { passages: true, embed: join(root, 'one.html'), episode: '3.1' })
    await share(join(root, 'run'), { ...quiet, embed: join(root, 'all.html') })
    for (const page of [await text('one.html'), await text('all.html')]) {
      expect(page).toContain(`default-src 'none'`)
      expect(page).not.toMatch(/<(?:script|link|img|iframe)|<[^>]*\s(?:src|href)=|url\(/)
    }
    expect(await text('one.html')).toContain('&lt;script')
    expect(await text('all.html')).toContain('<polyline')
  })

  it('says what is missing', async () => {
    await expect(share(join(root, 'run'), quiet)).rejects.toThrow(UsageError)
    await expect(share(root, { ...quiet, csv: join(root, 'x') })).rejects.toThrow('no run')
    await expect(
      share(join(root, 'run'), { ...quiet, embed: join(root, 'x'), episode: '9' }),
    ).rejects.toThrow('no episode 9')
  })
})

it('gives a model a card that says what it was trained on and what was measured', () => {
  const corpus = { name: 'Stories', origin: 'Made here.', licence: 'CC0', documents: 3 }
  const lines = [sampleMetrics(0), sampleMetrics(1)]
  const card = modelCard(sampleRun('run'), lines, [corpus], '2')
  expect(card).toContain('- Stories: 3 documents. Made here. Licence: CC0')
  expect(card).toContain(`| 2 | `)
  expect(card.match(/^\| \d/gm)).toHaveLength(2)
})

it('finds the card of a checkpoint in its run, up to the rounds that it had', async () => {
  const card = await cardOf(join(root, 'run', 'checkpoints', '1.safetensors'))
  expect(card).toContain('checkpoint 1')
  expect(card).toContain('1 rounds')
  expect(await cardOf(join(root, 'run', 'metrics.jsonl'))).toBeNull()
})
