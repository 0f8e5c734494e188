import 'fake-indexeddb/auto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Database } from '../../storage/database'
import { DexieRuns } from '../../storage/runStore'
import { importRun } from './runBundle'

const path = join(import.meta.dirname, '../../../e2e/fixtures/compatibility/run.spice-run.zip.gz')
const files = unzipSync(gunzipSync(readFileSync(path)))
const text = (name: string): string => strFromU8(files[name] ?? new Uint8Array(0))
const lineOf = (name: string): Record<string, unknown> =>
  JSON.parse(text(name).split('\n')[0] ?? '') as Record<string, unknown>
const manifest = JSON.parse(text('manifest.json')) as { checkpoints: Record<string, unknown>[] }

let database: Database
let runs: DexieRuns
beforeEach(() => {
  database = new Database(`bundles-${crypto.randomUUID()}`)
  runs = new DexieRuns(database, null)
})
afterEach(() => database.delete())

/** The file with some of its parts changed, read into the store. */
function imported(change: Readonly<Record<string, string>>) {
  const parts: Zippable = { ...files }
  for (const [name, content] of Object.entries(change)) parts[name] = strToU8(content)
  return importRun(runs, new Uint8Array(zipSync(parts)), 'new')
}
const line = (name: string, change: object): Record<string, string> => ({
  [name]: `${JSON.stringify({ ...lineOf(name), ...change })}\n`,
})

/** The one line that says what is wrong; nothing of the run is kept. */
async function refusal(change: Readonly<Record<string, string>>): Promise<string> {
  const result = await imported(change)
  expect(await runs.runs()).toEqual([])
  if (result.ok) throw new Error('it came in')
  expect(result.error.message).not.toMatch(/[\n\r]|undefined|NaN|DataError|IDB/)
  return result.error.message
}

describe('a run’s file', () => {
  it('comes in', async () => {
    expect((await imported({})).ok).toBe(true)
    expect(await runs.metrics('new')).toHaveLength(1)
  })

  it('names the file, the line and the part that is no record', async () => {
    for (const [change, where] of [
      [{ 'metrics.jsonl': '{"round":0}\n' }, 'line 1 of metrics.jsonl is wrong at "passRate"'],
      [{ 'metrics.jsonl': '\n{"round":0\n' }, 'line 2 of metrics.jsonl is no record'],
      [{ 'metrics.jsonl': '7\n' }, 'line 1 of metrics.jsonl is no record'],
      [line('metrics.jsonl', { passRate: [] }), 'wrong at "passRate"'],
      [line('metrics.jsonl', { passHistogram: [{}] }), 'wrong at "passHistogram.0"'],
      [line('metrics.jsonl', { round: -1 }), 'wrong at "round"'],
      [line('metrics.jsonl', { round: 1.5 }), 'wrong at "round"'],
      [line('episodes.jsonl', { episode: undefined }), 'line 1 of episodes.jsonl is wrong at "episode"'],
      [line('episodes.jsonl', { candidates: [null] }), 'wrong at "candidates.0"'],
      [line('episodes.jsonl', { prompts: null }), 'wrong at "prompts"'],
      [line('warmstart.jsonl', { loss: '3' }), 'line 1 of warmstart.jsonl is wrong at "loss"'],
      [line('probes.jsonl', { answers: [7] }), 'line 1 of probes.jsonl is wrong at "answers.0"'],
    ] as const)
      expect(await refusal(change)).toContain(where)
  })

  it('has checkpoints with the names of files', async () => {
    const named = (name: unknown): Record<string, string> => ({
      'manifest.json': JSON.stringify({ ...manifest, checkpoints: [{ ...manifest.checkpoints[0], name }] }),
    })
    for (const name of ['../1', 'a\nb', 7, null])
      expect(await refusal(named(name))).toContain('wrong at "name"')
    expect(await refusal(named('12'))).toContain('is missing its checkpoint "12"')
    expect(await refusal({ 'manifest.json': JSON.stringify({ ...manifest, checkpoints: {} }) })).toContain(
      'checkpoints in manifest.json',
    )
    for (const odd of ['null', '[]', '7'])
      expect(await refusal({ 'manifest.json': odd })).toContain('manifest')
  })

  it('has as many rounds as it has lines, whatever its record says', async () => {
    const record = { ...(JSON.parse(text('run.json')) as object), rounds: 10_000 }
    const result = await imported({ 'run.json': JSON.stringify(record) })
    expect(result.ok && result.value.rounds).toBe(1)
  })

  it('writes into no other run', async () => {
    for (const name of ['metrics.jsonl', 'episodes.jsonl', 'warmstart.jsonl', 'probes.jsonl'])
      expect((await imported(line(name, { run: 'other' }))).ok, name).toBe(true)
    expect(await runs.metrics('other')).toEqual([])
    expect(await runs.episodes('other', 0)).toEqual([])
    expect(await runs.warmStart('other')).toEqual([])
    expect(await runs.probes('other')).toEqual([])
  })

  it('is not unpacked where it is a bomb', async () => {
    // Zeros pack to a thousandth; 60 MB of them twice.
    const bomb = new Uint8Array(60e6)
    const packed = zipSync({ ...files, 'metrics.jsonl': bomb, 'episodes.jsonl': bomb })
    const began = performance.now()
    const result = await importRun(runs, new Uint8Array(packed), 'new')
    expect(performance.now() - began).toBeLessThan(2000)
    expect(!result.ok && result.error.message).toContain('60 MB')
    expect(await runs.runs()).toEqual([])
  })

  it('is refused where it is cut, or no zip', async () => {
    const whole = new Uint8Array(zipSync(files))
    for (const bytes of [whole.slice(0, whole.length / 2), new Uint8Array(0), new Uint8Array(100)]) {
      const result = await importRun(runs, bytes, 'new')
      expect(!result.ok && result.error.code).toBe('import-zip')
    }
  })
})
