// What every store must do, as cases that each adapter's test runs against itself. Knows no adapter.

import { expect } from 'vitest'
import { preset } from '../config/config'
import type { CorpusRecord, CorpusStore, DocumentRecord, RunStore } from './ports'
import type { CheckpointRecord, Episode, RoundMetrics, RunRecord, WarmStartPoint } from './records'

export interface ContractCase<Store> {
  readonly name: string
  readonly run: (store: Store) => Promise<void>
}

const corpus = (id: string): CorpusRecord => ({
  id,
  name: `Corpus ${id}`,
  origin: 'a test',
  licence: 'CC0',
  documents: 0,
  characters: 0,
  duplicates: 0,
  tokens: 0,
})
const document = (id: string, text: string, to = 'c'): DocumentRecord & { text: string } => ({
  id,
  corpus: to,
  name: `${id}.txt`,
  length: text.length,
  tokens: Math.ceil(text.length / 4),
  added: 1,
  text,
})
const recordOf = ({ text: _, ...record }: DocumentRecord & { text: string }): DocumentRecord => record

async function textsOf(store: CorpusStore, id: string): Promise<{ id: string; text: string }[]> {
  const all: { id: string; text: string }[] = []
  for await (const each of store.texts(id)) all.push({ ...each })
  return all
}

export const corpusStoreCases: readonly ContractCase<CorpusStore>[] = [
  {
    name: 'starts empty, and answers for what is not there',
    async run(store) {
      expect(await store.corpora()).toEqual([])
      expect(await store.documents('nowhere')).toEqual([])
      expect(await store.text('nowhere', 'nothing')).toBeNull()
      expect(await store.document('nowhere', 'nothing')).toBeNull()
      expect(await textsOf(store, 'nowhere')).toEqual([])
      await store.remove('nowhere')
      await store.remove('nowhere', ['nothing'])
      await expect(store.add('nowhere', [document('a', 'text', 'nowhere')])).rejects.toThrow('nowhere')
    },
  },
  {
    name: 'keeps documents in the order of adding, with their texts',
    async run(store) {
      await store.put(corpus('c'))
      const documents = ['z', 'a', 'm'].map((id) => document(id, `text of ${id}\n第二行 \u{1f469}`))
      expect(await store.add('c', documents.slice(0, 2))).toEqual({ added: 2, duplicates: 0 })
      expect(await store.add('c', documents.slice(2))).toEqual({ added: 1, duplicates: 0 })
      expect(await store.documents('c')).toEqual(documents.map(recordOf))
      expect(await store.document('c', 'a')).toEqual(recordOf(document('a', 'text of a\n第二行 \u{1f469}')))
      expect(await store.document('c', 'b')).toBeNull()
      await store.put({ ...corpus('c'), name: 'Another', weights: { 'a.txt': 0 } })
      expect(await store.corpora()).toMatchObject([
        { name: 'Another', weights: { 'a.txt': 0 }, documents: 3 },
      ])
      expect(await textsOf(store, 'c')).toEqual(documents.map(({ id, text }) => ({ id, text })))
      expect(await store.text('c', 'm')).toBe(documents[2]?.text)
      expect(await store.text('c', 'q')).toBeNull()
    },
  },
  {
    name: 'leaves duplicates out, within a batch and between batches, and counts them',
    async run(store) {
      await store.put(corpus('c'))
      await store.put(corpus('d'))
      expect(
        await store.add('c', [document('a', 'one'), document('a', 'one'), document('b', 'two2')]),
      ).toEqual({ added: 2, duplicates: 1 })
      expect(await store.add('c', [document('b', 'two2'), document('e', 'three')])).toEqual({
        added: 1,
        duplicates: 1,
      })
      expect(await store.add('d', [document('a', 'one', 'd')])).toEqual({ added: 1, duplicates: 0 })
      expect(await store.add('c', [])).toEqual({ added: 0, duplicates: 0 })
      const kept = (await store.corpora()).find(({ id }) => id === 'c')
      expect(kept).toEqual({ ...corpus('c'), documents: 3, characters: 12, duplicates: 2, tokens: 4 })
      expect((await store.documents('c')).map(({ id }) => id)).toEqual(['a', 'b', 'e'])
    },
  },
  {
    name: 'keeps its own counts when a corpus is put again',
    async run(store) {
      await store.put({ ...corpus('c'), documents: 77, characters: 5 })
      await store.add('c', [document('a', 'one')])
      await store.put({ ...corpus('c'), name: 'New name', documents: 99 })
      expect(await store.corpora()).toEqual([
        { ...corpus('c'), name: 'New name', documents: 1, characters: 3, tokens: 1 },
      ])
    },
  },
  {
    name: 'pages and searches in names and texts, in any case and script',
    async run(store) {
      await store.put(corpus('c'))
      const documents = Array.from({ length: 25 }, (_, n) =>
        document(`n${String(n)}`, n % 5 === 0 ? `The Москва ${String(n)}` : `other (${String(n)})`),
      )
      await store.add('c', documents)
      const ids = async (options: Parameters<CorpusStore['documents']>[1]): Promise<string[]> =>
        (await store.documents('c', options)).map(({ id }) => id)
      expect(await ids({ offset: 20, limit: 10 })).toEqual(['n20', 'n21', 'n22', 'n23', 'n24'])
      expect(await ids({ offset: 3, limit: 2 })).toEqual(['n3', 'n4'])
      expect(await ids({ offset: 30 })).toEqual([])
      expect(await ids({ limit: 0 })).toEqual([])
      expect(await ids({ search: 'МОСКВА' })).toEqual(['n0', 'n5', 'n10', 'n15', 'n20'])
      expect(await ids({ search: 'москва', offset: 1, limit: 2 })).toEqual(['n5', 'n10'])
      expect(await ids({ search: 'N7.TXT' })).toEqual(['n7'])
      expect(await ids({ search: '(7)' })).toEqual(['n7'])
      expect(await ids({ search: 'nowhere to be seen' })).toEqual([])
      expect(await ids({ search: '' })).toHaveLength(25)
    },
  },
  {
    name: 'removes documents, and a whole corpus, with their counts, and no other',
    async run(store) {
      await store.put(corpus('c'))
      await store.put(corpus('d'))
      await store.add('c', [document('a', 'one'), document('b', 'two2'), document('e', 'three')])
      await store.add('d', [document('a', 'one', 'd')])
      await store.remove('c', ['b', 'not there'])
      expect((await store.documents('c')).map(({ id }) => id)).toEqual(['a', 'e'])
      expect(await store.text('c', 'b')).toBeNull()
      expect((await store.corpora()).find(({ id }) => id === 'c')).toEqual({
        ...corpus('c'),
        documents: 2,
        characters: 8,
        tokens: 3,
      })
      expect(await store.add('c', [document('b', 'two2')])).toEqual({ added: 1, duplicates: 0 })
      expect((await textsOf(store, 'c')).map(({ id }) => id)).toEqual(['a', 'e', 'b'])
      await store.remove('c')
      expect((await store.corpora()).map(({ id }) => id)).toEqual(['d'])
      expect(await store.documents('c')).toEqual([])
      expect(await store.text('d', 'a')).toBe('one')
    },
  },
]

const run = (id: string, created = 1): RunRecord => ({
  id,
  name: `Run ${id}`,
  created,
  linked: { preset: 'nano', seed: 1, config: preset('nano') },
  corpora: ['c'],
  rounds: 0,
  warmSteps: 0,
  state: 'new',
  vocabulary: ['a', '↵'],
  device: '',
  note: '',
})
const metrics = (round: number): RoundMetrics => ({
  round,
  passRate: round === 0 ? null : 0.5,
  challengerReward: null,
  validRate: 0.25,
  gates: { parse: 3 },
  noSignalShare: null,
  duplicateShare: 0,
  probeAccuracy: null,
  entropy: 1,
  entropyChallenger: 1,
  entropyReasoner: 1,
  gradNormChallenger: 0,
  gradNormReasoner: 0,
  generatedTokens: 7,
  trainedTokens: 7,
  processedTokens: 9,
  lengthChallenger: 3,
  lengthReasoner: 4,
  passHistogram: [1, 0, 2],
  premiseHistogram: [],
  byType: {},
  seconds: 0.1,
})
const episode = (round: number, n: number): Episode => ({
  v: 1,
  round,
  episode: n,
  passage: { document: 'd', start: 0, end: 3, text: 'one' },
  prompts: { challenger: { tokens: [1, 2], text: 'x' }, reasoner: null },
  candidates: [],
  chosen: null,
  attempts: [],
})
const point = (step: number): WarmStartPoint => ({
  step,
  loss: 5 - step / 10,
  learningRate: 1e-3,
  tokens: 100,
  seconds: 1,
})
const probe = (round: number) => ({
  round,
  accuracy: 0.5,
  answers: [{ question: 'q', gold: '4', answer: null, right: false }],
})
const checkpoint = (name: string, rounds: number): CheckpointRecord => ({
  run: 'r',
  name,
  rounds,
  warmSteps: 3,
  created: rounds,
  bytes: 4,
})
const weights = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values)

export const runStoreCases: readonly ContractCase<RunStore>[] = [
  {
    name: 'starts empty, and answers for what is not there',
    async run(store) {
      expect(await store.runs()).toEqual([])
      expect(await store.run('r')).toBeNull()
      expect(await store.metrics('r')).toEqual([])
      expect(await store.episodes('r', 0)).toEqual([])
      expect(await store.warmStart('r')).toEqual([])
      expect(await store.probes('r')).toEqual([])
      expect(await store.checkpoints('r')).toEqual([])
      expect(await store.checkpoint('r', 'warm')).toBeNull()
      await store.truncate('r', 0)
      await store.removeCheckpoint('r', 'warm')
      await store.remove('r')
    },
  },
  {
    name: 'keeps runs, the newest state of each, oldest first',
    async run(store) {
      await store.put(run('b', 2))
      await store.put(run('a', 3))
      await store.put(run('r', 1))
      await store.put({ ...run('b', 2), rounds: 4, state: 'paused' })
      expect((await store.runs()).map(({ id }) => id)).toEqual(['r', 'b', 'a'])
      expect(await store.run('b')).toEqual({ ...run('b', 2), rounds: 4, state: 'paused' })
    },
  },
  {
    name: 'keeps metrics, episodes, warm start and probes in order, run by run',
    async run(store) {
      await store.put(run('r'))
      await store.put(run('other'))
      for (const round of [0, 1, 2]) {
        await store.addMetrics('r', metrics(round))
        await store.addEpisodes('r', [episode(round, 0), episode(round, 1)])
        await store.addProbe('r', probe(round))
      }
      await store.addWarmStart('r', [point(0), point(1)])
      await store.addWarmStart('r', [point(12)])
      expect(await store.metrics('r')).toEqual([0, 1, 2].map(metrics))
      expect(await store.episodes('r', 1)).toEqual([episode(1, 0), episode(1, 1)])
      expect(await store.probes('r')).toEqual([0, 1, 2].map(probe))
      expect(await store.warmStart('r')).toEqual([0, 1, 12].map(point))
      expect(await store.metrics('other')).toEqual([])
      expect(await store.episodes('other', 1)).toEqual([])
    },
  },
  {
    name: 'keeps checkpoints whole: bytes and record, replaced by name, fewest rounds first',
    async run(store) {
      await store.put(run('r'))
      await store.putCheckpoint(checkpoint('10', 10), weights(1, 2, 3, 4))
      await store.putCheckpoint(checkpoint('warm', 0), weights())
      await store.putCheckpoint(checkpoint('9', 9), weights(9))
      await store.putCheckpoint({ ...checkpoint('10', 10), bytes: 2 }, weights(5, 255))
      expect((await store.checkpoints('r')).map(({ name, bytes }) => [name, bytes])).toEqual([
        ['warm', 4],
        ['9', 4],
        ['10', 2],
      ])
      expect(Array.from((await store.checkpoint('r', '10')) ?? [])).toEqual([5, 255])
      expect((await store.checkpoint('r', 'warm'))?.length).toBe(0)
      await store.removeCheckpoint('r', '10')
      expect(await store.checkpoint('r', '10')).toBeNull()
      expect((await store.checkpoints('r')).map(({ name }) => name)).toEqual(['warm', '9'])
    },
  },
  {
    name: 'keeps a part of a buffer as that part',
    async run(store) {
      await store.put(run('r'))
      await store.putCheckpoint(checkpoint('1', 1), weights(0, 1, 2, 3, 4, 5).subarray(2, 5))
      expect(Array.from((await store.checkpoint('r', '1')) ?? [])).toEqual([2, 3, 4])
    },
  },
  {
    name: 'truncates to the rounds of a checkpoint, and goes on without double lines',
    async run(store) {
      await store.put(run('r'))
      await store.addWarmStart('r', [point(1)])
      for (const round of [0, 1, 2, 3]) {
        await store.addMetrics('r', metrics(round))
        await store.addEpisodes('r', [episode(round, 0)])
        await store.addProbe('r', probe(round))
        await store.putCheckpoint(checkpoint(String(round + 1), round + 1), weights(round))
      }
      await store.truncate('r', 2)
      await store.addMetrics('r', metrics(2))
      await store.addEpisodes('r', [episode(2, 7)])
      expect((await store.metrics('r')).map(({ round }) => round)).toEqual([0, 1, 2])
      expect((await store.episodes('r', 2)).map((each) => each.episode)).toEqual([7])
      expect(await store.episodes('r', 3)).toEqual([])
      expect((await store.probes('r')).map(({ round }) => round)).toEqual([0, 1])
      expect((await store.checkpoints('r')).map(({ rounds }) => rounds)).toEqual([1, 2])
      expect(await store.checkpoint('r', '4')).toBeNull()
      expect(await store.warmStart('r')).toHaveLength(1)
      await store.truncate('r', 0)
      expect(await store.metrics('r')).toEqual([])
      expect(await store.warmStart('r')).toHaveLength(1)
    },
  },
  {
    name: 'rewrites old episodes in their places',
    async run(store) {
      await store.put(run('r'))
      await store.put(run('other'))
      for (const round of [0, 1, 2]) await store.addEpisodes('r', [episode(round, 0), episode(round, 1)])
      await store.addEpisodes('other', [episode(0, 0)])
      await store.rewriteEpisodes('nowhere', 5, (each) => each)
      await store.rewriteEpisodes('r', 2, (each) => ({ ...each, passage: { ...each.passage, text: '' } }))
      const texts = async (id: string, round: number): Promise<string[]> =>
        (await store.episodes(id, round)).map(({ passage }) => passage.text)
      expect(await texts('r', 0)).toEqual(['', ''])
      expect((await store.episodes('r', 1)).map((each) => [each.episode, each.passage.text])).toEqual([
        [0, ''],
        [1, ''],
      ])
      expect(await texts('r', 2)).toEqual(['one', 'one'])
      expect(await texts('other', 0)).toEqual(['one'])
    },
  },
  {
    name: 'removes a run with everything of it, and no other',
    async run(store) {
      for (const id of ['r', 'r2']) {
        await store.put(run(id))
        await store.addMetrics(id, metrics(0))
        await store.addEpisodes(id, [episode(0, 0)])
        await store.addWarmStart(id, [point(0)])
        await store.addProbe(id, probe(0))
        await store.putCheckpoint({ ...checkpoint('1', 1), run: id }, weights(1))
      }
      await store.remove('r')
      expect((await store.runs()).map(({ id }) => id)).toEqual(['r2'])
      expect(await store.metrics('r')).toEqual([])
      expect(await store.checkpoint('r', '1')).toBeNull()
      expect(await store.metrics('r2')).toHaveLength(1)
      expect(await store.episodes('r2', 0)).toHaveLength(1)
      expect(Array.from((await store.checkpoint('r2', '1')) ?? [])).toEqual([1])
    },
  },
]
