// The page's state over a fake browser: a door that writes down its commands, stores that hold what a test
// keeps, and files by their path. For tests only.

import { problem } from '../problems'
import type { Command, Door, Event } from '../protocol/door'
import type { ModelRecord } from '../protocol/modelRecord'
import type { CorpusRecord } from '../protocol/ports'
import type { RunRecord } from '../protocol/records'
import { answerQuery, storeDoor, type ReadableStores } from '../protocol/storeDoor'
import { sampleEpisode, sampleMetrics, sampleRun } from '../replay/samples'
import { createApp } from './createApp'
import type { Environment } from './environment'

export const corpus = (id: string): CorpusRecord => ({
  id,
  name: id,
  origin: '',
  licence: '',
  documents: 1,
  characters: 1,
  duplicates: 0,
  tokens: 1,
})

export const model = (id: string): ModelRecord => ({
  id,
  address: null,
  revision: null,
  files: [],
  added: 1,
  facts: null,
})

export interface Kept {
  models?: ModelRecord[]
  runs?: RunRecord[]
  corpora?: CorpusRecord[]
}

/** The built-in weights that the index names. */
export const known = {
  name: 'tiny',
  about: 'Stories.',
  corpora: ['stories-numbers'],
  link: 'v=1&preset=nano&seed=5&game.groupSize=6',
}

export function fakeApp({ kept = {}, env = {} }: { kept?: Kept; env?: Partial<Environment> } = {}) {
  const sent: Command[] = []
  let tell: (event: Event) => void = () => undefined
  let opened = 0
  const hashes: string[] = []
  const entries: ('push' | 'replace')[] = []
  let visited = (): void => undefined
  const door: Door = {
    send: (command) => {
      sent.push(command)
      return Promise.resolve({ id: sent.length, ok: true })
    },
    listen: (listener) => {
      tell = listener
      return () => (tell = () => undefined)
    },
    query: (query) => answerQuery(stores, query),
    close: () => undefined,
  }
  const stores = {
    models: { models: () => Promise.resolve(kept.models ?? []) },
    corpora: { corpora: () => Promise.resolve(kept.corpora ?? []), documents: () => Promise.resolve([]) },
    runs: {
      runs: () => Promise.resolve(kept.runs ?? []),
      usage: () => Promise.resolve({ used: 1, quota: 10 }),
      metrics: () => Promise.resolve([sampleMetrics(0)]),
      warmStart: () => Promise.resolve([]),
      probes: () => Promise.resolve([]),
      checkpoints: () => Promise.resolve([]),
      episodes: (_run: string, round: number) => Promise.resolve([sampleEpisode(round)]),
    },
  } as unknown as ReadableStores
  const files: Record<string, string> = {
    'weights/index.json': JSON.stringify([known, { about: 'no name' }, 7]),
    'rec/rec/run.json': JSON.stringify({ ...sampleRun('rec'), files: ['metrics.jsonl', 'episodes.jsonl'] }),
    'rec/rec/metrics.jsonl': [0, 1, 2].map((round) => JSON.stringify(sampleMetrics(round))).join('\n'),
    'rec/rec/episodes.jsonl': [sampleEpisode(0), sampleEpisode(0, 1), sampleEpisode(1)]
      .map((episode) => JSON.stringify(episode))
      .join('\n'),
  }
  const app = createApp({
    openEngine: () => {
      opened += 1
      return Promise.resolve(door)
    },
    openReader: () => Promise.resolve(storeDoor(stores)),
    fetcher: (url) => Promise.resolve(new Response(files[url] ?? '', { status: url in files ? 200 : 404 })),
    recordings: 'rec',
    featured: 'rec',
    weights: 'weights',
    lessons: 'lessons',
    kernels: 'kernels.json',
    measureRoofline: () => Promise.resolve({ ok: false, failure: problem('not-open') }),
    testDevice: () => () => undefined,
    checkKernel: (operation) => Promise.resolve({ operation, ok: false, failure: problem('not-open') }),
    presence: () => Promise.resolve({ kind: 'present', software: true }),
    userAgent: '',
    touchPoints: 0,
    locks: undefined,
    keep: null,
    versions: { watch: () => undefined, take: () => Promise.resolve(true) },
    save: () => undefined,
    fullScreen: () => Promise.resolve(),
    hash: () => '',
    setHash: (hash, entry) => void (hashes.push(hash), entries.push(entry)),
    acted: false,
    onHash: (listener) => {
      visited = listener
      return () => undefined
    },
    devices: () => Promise.resolve({ speech: () => Promise.resolve(null) }),
    reducedMotion: false,
    onReducedMotion: () => undefined,
    ...env,
  })
  // As after `presence`, which only a test that brings its own waits for.
  if (env.presence === undefined) app.view.setState({ gpu: { kind: 'present', software: true } })
  return {
    app,
    sent,
    hashes,
    entries,
    /** What the page's host serves, by address. */
    files,
    visit: () => visited(),
    tell: (event: Event) => tell(event),
    opened: () => opened,
  }
}
