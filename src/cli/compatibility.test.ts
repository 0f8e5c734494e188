// What people have from an earlier state of the lab opens: a run as one file, a link, a checkpoint, a
// recording. The files are as that state wrote them (e2e/fixtures/compatibility/README.md says how) and are
// never made anew.
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, strFromU8, unzipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { differences, preset } from '../config/config'
import { parseLink, printLink } from '../config/link'
import { readSnapshot } from '../engine/checkpoints/snapshot'
import { EngineHarness, smallConfig, temporary } from '../engine/testing/engineHarness'
import type { Episode, ProbeRecord, RoundMetrics } from '../protocol/records'
import { openRecording } from '../replay/recording'
import { recheckEpisode } from '../spice/recheck'
import { CorpusFolders } from './corpusFolders'
import { RunFolders } from './runFolders'

const folder = join(import.meta.dirname, '..', '..', 'e2e', 'fixtures', 'compatibility')
const bytes = async (name: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await readFile(join(folder, name)))
const lines = <T>(text: string): T[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
const withoutTime = (metrics: readonly RoundMetrics[]): object[] =>
  metrics.map(({ seconds: _, ...rest }) => rest)

describe('a run as one file', () => {
  let root = ''
  beforeEach(async () => {
    root = await temporary()
  })
  afterEach(() => rm(root, { recursive: true, force: true }))

  it('comes in with every record and checkpoint, and is gone on with', async () => {
    const harness = new EngineHarness({
      runs: new RunFolders(join(root, 'runs')),
      corpora: new CorpusFolders(join(root, 'corpora')),
    })
    // The documents stay where they are; here they are the same stories again.
    await harness.create(smallConfig(), 5)
    const zip = gunzipSync(await bytes('run.spice-run.zip.gz'))
    await harness.succeed({ kind: 'run.import', data: new Blob([new Uint8Array(zip)]) })
    const files = unzipSync(zip)
    const text = (name: string): string => strFromU8(files[name] ?? new Uint8Array())
    const { runs } = harness.stores
    const run = await runs.run('run-2')
    if (run === null) throw new Error('no run came in')
    expect(run).toMatchObject({ name: 'Run', rounds: 1, warmSteps: 2, state: 'paused' })
    expect(run.linked.config.reward.challenger).toBe('threshold')
    expect(run.linked.config.gates.active).toEqual(['parse', 'leak', 'duplicate'])

    const metrics = await runs.metrics(run.id)
    expect(metrics).toEqual(lines(text('metrics.jsonl')))
    expect(metrics).toHaveLength(1)
    expect(await runs.episodes(run.id, 0)).toEqual(lines(text('episodes.jsonl')))
    expect(await runs.probes(run.id)).toEqual(lines(text('probes.jsonl')))
    expect(await runs.warmStart(run.id)).toEqual(lines(text('warmstart.jsonl')))
    expect((await runs.checkpoints(run.id)).map(({ name }) => name)).toEqual(['warm', '1'])
    const kept = await runs.checkpoint(run.id, '1')
    expect(
      Buffer.compare(kept ?? new Uint8Array(), files['checkpoints/1.safetensors'] ?? new Uint8Array(1)),
    ).toBe(0)

    await harness.succeed({ kind: 'run.step' })
    await harness.engine.settled()
    expect(harness.failures).toEqual([])
    expect((await runs.run(run.id))?.rounds).toBe(2)
    expect(withoutTime(await runs.metrics(run.id)).slice(0, 1)).toEqual(withoutTime(metrics))
  })
})

it('a link is read without a note, as what was set, and printed the same', async () => {
  const link = strFromU8(await bytes('link.txt')).trim()
  const { notes, ...linked } = parseLink(link)
  expect(notes).toEqual([])
  expect(linked).toMatchObject({ preset: 'nano', seed: 12 })
  const set = differences(preset('nano'), linked.config).map(({ path, to }) => [path, to] as const)
  expect(Object.fromEntries(set)).toEqual({
    'model.size': 'small',
    'weights.trained': 'adapter',
    'weights.rank': 8,
    'game.answerTypes': ['integer', 'mcq'],
    'game.prompts': 'paper',
    'game.challenger': 'frozen',
    'reward.challenger': 'rzero',
    'reward.reasoner': 'random',
    'reward.shuffled': true,
    'gates.active': ['parse', 'goldInPassage', 'leak', 'derivation'],
    'update.advantage': 'standardised',
  })
  expect(printLink(linked)).toBe(link)
})

it('a checkpoint has its weights, optimizer, tokenizer, window of questions and kernels', async () => {
  const read = readSnapshot(new Uint8Array(gunzipSync(await bytes('nano.safetensors.gz'))))
  if (!read.ok) throw new Error(read.error.message)
  const { architecture, tokenizer, values, optimizer, position } = read.value
  expect(architecture).toMatchObject({ width: 64, layers: 4, heads: 2, hidden: 172, vocabulary: 640 })
  expect(tokenizer.size).toBe(640)
  expect(tokenizer.decode(tokenizer.encode('Ann found 3 books.'))).toBe('Ann found 3 books.')
  const written = (base: number): Float32Array =>
    Float32Array.from({ length: 239168 }, (_, i) => base + (i % 251) / 256)
  expect(values).toEqual(written(1))
  expect(optimizer).toEqual({ optimizer: 'adamw', step: 2, tensors: { m: written(2), v: written(3) } })
  expect(position).toMatchObject({ rounds: 2, warmed: true, warm: { step: 5061 } })
  expect(position.questions).toHaveLength(5)
  expect(position.kernels).toContain('nt one=few')
})

it('a recording that is not packed opens with every line, and its rewards follow from its verdicts', async () => {
  const text = async (name: string): Promise<string> => strFromU8(await bytes(join('recording', name)))
  const opened = await openRecording('old', async (url) => {
    const name = url.replace('old/', '')
    const found = await bytes(join('recording', name)).catch(() => null)
    return found === null ? new Response('', { status: 404 }) : new Response(found)
  })
  if (!opened.ok) throw new Error(opened.error.message)
  const { value: recording } = opened
  const { run, metrics, probes } = recording
  expect(run).toMatchObject({ id: 'run', rounds: 2, warmSteps: 5061 })
  expect(run.linked).toMatchObject({ preset: 'nano', seed: 3 })
  expect(metrics).toEqual(lines<RoundMetrics>(await text('metrics.jsonl')))
  expect(probes).toEqual(lines<ProbeRecord>(await text('probes.jsonl')))
  const played = [...(await recording.episodes(0)), ...(await recording.episodes(1))]
  expect(played).toEqual(lines<Episode>(await text('episodes.jsonl')))
  expect(played).toHaveLength(4)
  expect(recording.skipped()).toEqual({})
  for (const episode of played)
    expect(recheckEpisode(episode, run.linked.config, run.linked.seed)).toEqual([])
})
