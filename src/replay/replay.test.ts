import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Event } from '../protocol/door'
import { openRecording, type Fetch, type Recording } from './recording'
import { ReplayDoor } from './replayDoor'
import { sampleEpisode, sampleMetrics, sampleRun } from './samples'

const jsonl = (list: readonly unknown[]): string =>
  list.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join('\n')

const folder: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>> = {
  'run.json': JSON.stringify(sampleRun('rec', 3)),
  'metrics.jsonl': jsonl([sampleMetrics(0), sampleMetrics(1), '{"round": 1', sampleMetrics(2)]),
  'episodes.jsonl.gz': Uint8Array.from(
    gzipSync(jsonl([sampleEpisode(0), sampleEpisode(0, 1), 'no episode', sampleEpisode(2)])),
  ),
  'probes.jsonl': jsonl([{ round: 1, accuracy: 0.5, answers: [] }]),
  'warmstart.jsonl': jsonl([{ step: 0, loss: 5, learningRate: 1e-3, tokens: 10, seconds: 1 }]),
}
const serve =
  (files: typeof folder): Fetch =>
  (url) => {
    const body = files[url.replace('base/', '')]
    return Promise.resolve(
      body === undefined
        ? new Response('<html>', { status: 200, headers: { 'content-type': 'text/html' } })
        : new Response(body, { headers: { 'content-type': 'application/octet-stream' } }),
    )
  }
async function recording(files = folder): Promise<Recording> {
  const opened = await openRecording('base', serve(files))
  if (!opened.ok) throw new Error(opened.error.message)
  return opened.value
}

describe('openRecording', () => {
  it('reads run, metrics, probes and warm start, and counts lines that it cannot read', async () => {
    const opened = await recording()
    expect(opened.run).toMatchObject({ id: 'rec', state: 'finished', vocabulary: sampleRun().vocabulary })
    expect(opened.metrics).toEqual([0, 1, 2].map((round) => sampleMetrics(round)))
    expect(opened.probes).toHaveLength(1)
    expect(opened.warmStart).toHaveLength(1)
    expect(await opened.episodes(0)).toEqual([sampleEpisode(0), sampleEpisode(0, 1)])
    expect(await opened.episodes(1)).toEqual([])
    expect(await opened.episodes(2)).toEqual([sampleEpisode(2)])
    expect(await opened.firstEpisode).toEqual(sampleEpisode(0))
    expect(opened.skipped()).toEqual({ 'metrics.jsonl': 1, 'episodes.jsonl': 1 })
  })

  it('gives a round before the rest of a large file has arrived', async () => {
    let more: (text: string | null) => void = () => undefined
    const slow = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(controller) {
        more = (text) =>
          text === null
            ? controller.close()
            : controller.enqueue(Uint8Array.from(new TextEncoder().encode(text)))
        more(`${JSON.stringify(sampleEpisode(0))}\n${JSON.stringify(sampleEpisode(1))}\n`)
      },
    })
    const fetcher: Fetch = (url) =>
      url.endsWith('/episodes.jsonl') ? Promise.resolve(new Response(slow)) : serve(folder)(url)
    const opened = await openRecording('base', fetcher)
    if (!opened.ok) throw new Error(opened.error.message)
    expect(await opened.value.episodes(0)).toHaveLength(1)
    let later: number | null = null
    const asked = opened.value.episodes(1).then((found) => (later = found.length))
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(later).toBeNull()
    more(null)
    await asked
    expect(later).toBe(1)
  })

  it('says in one line what is missing', async () => {
    const missing = await openRecording('base', () => Promise.resolve(new Response('', { status: 404 })))
    expect(missing).toMatchObject({ ok: false, error: { code: 'recording-missing' } })
    for (const [files, code] of [
      [{ ...folder, 'run.json': '{' }, 'recording-unread'],
      [{ ...folder, 'run.json': '[]' }, 'recording-run'],
      [{ 'run.json': folder['run.json'] ?? '' }, 'recording-empty'],
    ] as const) {
      expect(await openRecording('base', serve(files))).toMatchObject({ ok: false, error: { code } })
    }
  })

  it('asks only for the files that run.json names', async () => {
    const asked: string[] = []
    const files = {
      ...folder,
      'run.json': JSON.stringify({ ...sampleRun('rec'), files: ['metrics.jsonl', 'episodes.jsonl.gz'] }),
    }
    const opened = await openRecording('base', (url) => {
      asked.push(url)
      return serve(files)(url)
    })
    if (!opened.ok) throw new Error(opened.error.message)
    expect(await opened.value.episodes(0)).toHaveLength(2)
    expect(asked.sort()).toEqual(['base/episodes.jsonl.gz', 'base/metrics.jsonl', 'base/run.json'])
    expect(opened.value.probes).toEqual([])
  })

  it('has no episodes where the folder has none', async () => {
    const { 'episodes.jsonl.gz': _, ...rest } = folder
    const opened = await recording(rest)
    expect(await opened.firstEpisode).toBeNull()
    expect(await opened.episodes(0)).toEqual([])
  })
})

describe('ReplayDoor', () => {
  afterEach(() => vi.useRealTimers())

  const told = (events: readonly Event[]): number[] =>
    events.filter((event) => event.kind === 'round').map(({ metrics }) => metrics.round)

  it('plays, pauses, steps, ends, begins again and stops through the door', async () => {
    const source = await recording()
    await source.episodes(2)
    vi.useFakeTimers()
    const door = new ReplayDoor(source, { pace: 100, head: 1 })
    const events: Event[] = []
    door.listen((event) => events.push(event))
    await vi.advanceTimersByTimeAsync(1)
    expect(events[0]).toEqual({ kind: 'ready', device: null, failure: null })
    expect(events.some(({ kind }) => kind === 'warmStart')).toBe(true)
    expect(told(events)).toEqual([0])
    expect(events.filter((event) => event.kind === 'episodes')).toHaveLength(1)

    expect((await door.send({ kind: 'run.step' })).ok).toBe(true)
    expect(told(events)).toEqual([0, 1])
    expect(events.find((event) => event.kind === 'probe')).toMatchObject({ probe: { round: 1 } })
    await door.send({ kind: 'run.start' })
    await vi.advanceTimersByTimeAsync(100)
    expect(told(events)).toEqual([0, 1, 2])
    expect(events.findLast((event) => event.kind === 'status')).toMatchObject({
      running: false,
      run: { state: 'finished', rounds: 3 },
    })
    await door.send({ kind: 'run.start' })
    await vi.advanceTimersByTimeAsync(100)
    await door.send({ kind: 'run.pause' })
    await vi.advanceTimersByTimeAsync(1000)
    expect(told(events)).toEqual([0, 1, 2, 0])
    await door.send({ kind: 'run.stop' })
    expect(events.findLast((event) => event.kind === 'status')).toMatchObject({
      run: { rounds: 0, state: 'paused' },
    })
    door.close()
    const length = events.length
    await door.send({ kind: 'run.step' })
    expect(events).toHaveLength(length)
  })

  it('stops where it is told to, and refuses what needs an engine with a line that says so', async () => {
    const source = await recording()
    vi.useFakeTimers()
    const door = new ReplayDoor(source, { pace: 10, head: 0 })
    const events: Event[] = []
    door.listen((event) => events.push(event))
    await door.send({ kind: 'run.start', until: 2 })
    await vi.advanceTimersByTimeAsync(1000)
    expect(told(events)).toEqual([0, 1])
    expect(await door.send({ kind: 'corpus.starter', name: 'prose' })).toMatchObject({
      ok: false,
      failure: { code: 'recording-only' },
    })
    door.close()
  })
})
