// A recorded run: a folder with run.json, metrics.jsonl, episodes.jsonl and, where there are any,
// warmstart.jsonl and probes.jsonl (each may be .gz; `files` of run.json names those that are there, so that
// none is asked for in vain). Episodes are kept as lines and parsed when their round is asked for. Must not
// know the page.

import { isJson } from '../base/jsonObject'
import { messageOf, ok, type Result } from '../base/result'
import { fail } from '../problems'
import { isPresetName, readConfig, preset } from '../config/config'
import { isEpisode, isMetrics, isProbe, isWarmStart } from '../protocol/recordGuards'
import type { Episode, ProbeRecord, RoundMetrics, RunRecord, WarmStartPoint } from '../protocol/records'
import type { ReadableStores } from '../protocol/storeDoor'
import { lines } from './lines'

export type Fetch = (url: string) => Promise<Response>

export interface Recording {
  readonly run: RunRecord
  readonly metrics: readonly RoundMetrics[]
  readonly warmStart: readonly WarmStartPoint[]
  readonly probes: readonly ProbeRecord[]
  /** Episodes of a round; waits until that part of the file has arrived. */
  episodes(round: number): Promise<Episode[]>
  /** Settles when the first episode is there, or the file has ended without one. */
  readonly firstEpisode: Promise<Episode | null>
  /** Lines that could not be read, by file; complete once everything has arrived. */
  readonly skipped: () => Readonly<Record<string, number>>
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const isText = (value: unknown): value is string => typeof value === 'string'

export function readRun(input: unknown): Result<RunRecord> {
  if (!isJson(input) || !isText(input.id) || !isText(input.name)) return fail('recording-run')
  const linked = isJson(input.linked) ? input.linked : {}
  const presetName = isText(linked.preset) && isPresetName(linked.preset) ? linked.preset : 'default'
  return ok({
    id: input.id,
    name: input.name,
    created: isNumber(input.created) ? input.created : 0,
    linked: {
      preset: presetName,
      seed: isNumber(linked.seed) ? linked.seed : 1,
      config: readConfig(linked.config, preset(presetName)).config,
    },
    corpora: Array.isArray(input.corpora) ? input.corpora.filter(isText) : [],
    rounds: isNumber(input.rounds) ? input.rounds : 0,
    warmSteps: isNumber(input.warmSteps) ? input.warmSteps : 0,
    state: 'finished',
    vocabulary: Array.isArray(input.vocabulary) ? input.vocabulary.map(String) : [],
    device: isText(input.device) ? input.device : '',
    note: isText(input.note) ? input.note : '',
  })
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/**
 * Round of an episode's line without parsing all of it; undefined where the line does not begin as an episode
 * does.
 */
function roundOf(line: string): number | undefined {
  const found = /^\{"v":\d+,"round":(\d+)/.exec(line)
  if (found !== null) return Number(found[1])
  const episode = parse(line)
  return isEpisode(episode) ? episode.round : undefined
}

async function body(
  fetcher: Fetch,
  base: string,
  name: string,
  there: readonly string[] | null,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null> {
  for (const file of [name, `${name}.gz`]) {
    if (there !== null && !there.includes(file)) continue
    const response = await fetcher(`${base}/${file}`).catch(() => null)
    // A static host may answer a missing file with its start page.
    if (
      response?.ok === true &&
      response.body !== null &&
      !(response.headers.get('content-type') ?? '').includes('text/html')
    )
      return response.body
  }
  return null
}

/** Opens the recording in the folder `base`; metrics are read whole, episodes go on arriving afterwards. */
export async function openRecording(
  base: string,
  fetcher: Fetch = (url) => fetch(url),
): Promise<Result<Recording>> {
  const skipped: Record<string, number> = {}
  let there: readonly string[] | null = null
  const skip = (file: string): void => void (skipped[file] = (skipped[file] ?? 0) + 1)

  async function all<T>(name: string, is: (value: unknown) => value is T): Promise<T[]> {
    const stream = await body(fetcher, base, name, there)
    const out: T[] = []
    if (stream === null) return out
    for await (const line of lines(stream)) {
      const value = parse(line)
      if (is(value)) out.push(value)
      else skip(name)
    }
    return out
  }

  const description = await fetcher(`${base}/run.json`).catch(() => null)
  if (description?.ok !== true) return fail('recording-missing', { base })
  let input: unknown
  try {
    input = await description.json()
  } catch (thrown) {
    return fail('recording-unread', { reason: messageOf(thrown) })
  }
  there = isJson(input) && Array.isArray(input.files) ? input.files.filter(isText) : null
  const run = readRun(input)
  if (!run.ok) return run

  const episodeLines = streamEpisodes(
    () => body(fetcher, base, 'episodes.jsonl', there),
    () => skip('episodes.jsonl'),
  )
  const [metrics, warmStart, probes] = await Promise.all([
    all('metrics.jsonl', isMetrics),
    all('warmstart.jsonl', isWarmStart),
    all('probes.jsonl', isProbe),
  ])
  if (metrics.length === 0) return fail('recording-empty', { base })
  return ok({ run: run.value, metrics, warmStart, probes, ...episodeLines, skipped: () => skipped })
}

function streamEpisodes(
  open: () => Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null>,
  skip: () => void,
): Pick<Recording, 'episodes' | 'firstEpisode'> {
  const byRound = new Map<number, string[]>()
  const waiting = new Set<() => void>()
  let newest = -1
  let ended = false
  let announceFirst: (episode: Episode | null) => void = () => undefined
  const firstEpisode = new Promise<Episode | null>((resolve) => (announceFirst = resolve))
  const read = (line: string): Episode | null => {
    const value = parse(line)
    if (isEpisode(value)) return value
    skip()
    return null
  }
  const pump = async (): Promise<void> => {
    const stream = await open()
    if (stream === null) return
    for await (const line of lines(stream)) {
      const round = roundOf(line)
      if (round === undefined) {
        skip()
        continue
      }
      if (newest === -1) announceFirst(read(line))
      newest = Math.max(newest, round)
      const known = byRound.get(round)
      if (known === undefined) byRound.set(round, [line])
      else known.push(line)
      for (const wake of waiting) wake()
    }
  }
  void pump()
    .catch(() => skip())
    .finally(() => {
      ended = true
      announceFirst(null)
      for (const wake of waiting) wake()
    })
  return {
    firstEpisode,
    async episodes(round) {
      while (!ended && newest <= round) {
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            waiting.delete(wake)
            resolve()
          }
          waiting.add(wake)
        })
      }
      return (byRound.get(round) ?? []).map(read).filter((episode) => episode !== null)
    },
  }
}

/** A recording as stores with one run in them. */
export function storesOf(recording: Recording): ReadableStores {
  const { run, metrics, warmStart, probes } = recording
  const own = <T>(id: string, lines: readonly T[]): Promise<T[]> =>
    Promise.resolve(id === run.id ? [...lines] : [])
  return {
    runs: {
      runs: () => Promise.resolve([run]),
      metrics: (id) => own(id, metrics),
      warmStart: (id) => own(id, warmStart),
      probes: (id) => own(id, probes),
      checkpoints: (id) => own(id, []),
      episodes: (id, round) => (id === run.id ? recording.episodes(round) : own(id, [])),
      usage: () => Promise.resolve(null),
    },
    corpora: {
      corpora: () => Promise.resolve([]),
      documents: () => Promise.resolve([]),
      document: () => Promise.resolve(null),
      text: () => Promise.resolve(null),
    },
  }
}
