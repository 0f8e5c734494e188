import { problem } from '../problems'
import { describe, expect, it } from 'vitest'
import type { FileOutcome, Progress, SourceFile } from '../protocol/door'
import { StoreError } from '../protocol/ports'
import { textId } from './clean'
import { importFiles } from './importer'
import { MemoryCorpora, zipOf } from './memoryCorpora'
import { largestText } from './readFile'

const file = (path: string, content: string | Uint8Array<ArrayBuffer>): SourceFile => ({
  path,
  data: new Blob([content]),
})

const full = problem('store-full', { what: 'Documents', usage: null })
/** A store that takes so many portions of documents, and is full then. */
function fullAfter(portions: number): MemoryCorpora {
  const store = new MemoryCorpora()
  let calls = 0
  const add = store.add.bind(store)
  store.add = (corpus, documents) =>
    ++calls > portions ? Promise.reject(new StoreError('quota', full)) : add(corpus, documents)
  return store
}

describe('importFiles', () => {
  it('counts documents, duplicates and failures, file by file, and in the store', async () => {
    const store = new MemoryCorpora()
    const outcomes: FileOutcome[] = []
    const files = [
      file('a.txt', 'one'),
      file('b.txt', ' one \r\n'),
      file('empty.txt', ''),
      file('c.jsonl', '{"text":"two"}\n{"text":"three"}\n{"text":"two"}'),
      file('d.zip', zipOf({ 'x.txt': 'four', 'y.pdf': 'no pdf' })),
    ]
    const summary = await importFiles(files, {
      corpus: 'c',
      store,
      onFile: (outcome) => outcomes.push(outcome),
      now: () => 5,
    })
    expect(summary).toEqual({
      files: 5,
      documents: 4,
      duplicates: 2,
      failures: 2,
      cancelled: false,
      stopped: null,
    })
    expect(
      outcomes.map(({ path, documents, duplicates, failure }) => [
        path,
        documents,
        duplicates,
        failure?.code ?? null,
      ]),
    ).toEqual([
      ['a.txt', 1, 0, null],
      ['b.txt', 0, 1, null],
      ['empty.txt', 0, 0, 'file.empty'],
      ['c.jsonl', 2, 1, null],
      ['d.zip', 0, 0, 'file.notPdf'],
      ['d.zip', 1, 0, null],
    ])
    expect(outcomes[4]?.failure?.message).toMatch(/^d\.zip\/y\.pdf: /)
    expect([...store.kept.values()]).toEqual(
      await Promise.all(
        [
          ['a.txt', 'one'],
          ['c.jsonl#1', 'two'],
          ['c.jsonl#2', 'three'],
          ['d.zip/x.txt', 'four'],
        ].map(async ([name = '', text = '']) => ({
          id: await textId(text),
          corpus: 'c',
          name,
          length: text.length,
          tokens: Math.ceil(text.length / 3),
          added: 5,
          text,
        })),
      ),
    )
    expect(store.duplicates).toBe(2)
    const again = await importFiles(files, { corpus: 'c', store })
    expect(again).toMatchObject({ documents: 0, duplicates: 6, failures: 2 })
  })

  it('says of an archive in which nothing can be read that it gave nothing', async () => {
    const outcomes: FileOutcome[] = []
    await importFiles([file('e.zip', zipOf({ 'y.pdf': 'no pdf' }))], {
      corpus: 'c',
      store: new MemoryCorpora(),
      onFile: (outcome) => outcomes.push(outcome),
    })
    expect(outcomes.map(({ failure }) => [failure?.where, failure?.code])).toEqual([
      ['e.zip/y.pdf', 'file.notPdf'],
      ['e.zip', 'file.noneWithin'],
    ])
  })

  it('adds in batches and reports bytes up to the end', async () => {
    const store = new MemoryCorpora()
    const reports: Progress[] = []
    const lines = Array.from({ length: 2000 }, (_, n) => JSON.stringify({ text: `Document ${String(n)}.` }))
    await importFiles([file('all.jsonl', lines.join('\n'))], {
      corpus: 'c',
      store,
      onProgress: (progress) => reports.push(progress),
    })
    expect(store.kept.size).toBe(2000)
    expect([...store.kept.values()].map(({ text }) => text)).toEqual(
      lines.map((line) => (JSON.parse(line) as { text: string }).text),
    )
    expect(store.largestBatch).toBeLessThanOrEqual(256)
    const last = reports.at(-1)
    expect(last).toMatchObject({
      activity: 'importing',
      unit: 'bytes',
      done: lines.join('\n').length,
      total: lines.join('\n').length,
    })
    expect(reports.filter(({ done }) => !Number.isInteger(done))).toEqual([])
    for (let n = 1; n < reports.length; n++)
      expect(reports[n]?.done).toBeGreaterThanOrEqual(reports[n - 1]?.done ?? 0)
  })

  it('stops when told, and keeps what came before', async () => {
    const store = new MemoryCorpora()
    const stop = new AbortController()
    const files = ['a', 'b', 'c'].map((name) => file(`${name}.txt`, name))
    const summary = await importFiles(files, {
      corpus: 'c',
      store,
      signal: stop.signal,
      onFile: ({ path }) => path === 'b.txt' && stop.abort(),
    })
    expect(summary).toMatchObject({ files: 2, documents: 2, cancelled: true })
    expect(store.kept.size).toBe(2)
  })

  it('stops when the device is full, and says so', async () => {
    const store = fullAfter(2)
    const lines = Array.from({ length: 2000 }, (_, n) => JSON.stringify({ text: `Document ${String(n)}.` }))
    const summary = await importFiles([file('all.jsonl', lines.join('\n'))], { corpus: 'c', store })
    expect(summary.stopped).toEqual(full)
    expect(store.kept.size).toBe(512)
  })

  it('tells of each file what was kept of it once the device is full', async () => {
    const store = fullAfter(2)
    const lines = (from: number, count: number): string =>
      Array.from({ length: count }, (_, n) => JSON.stringify({ text: `Document ${from + n}.` })).join('\n')
    const told = new Map<string, FileOutcome>()
    const summary = await importFiles(
      [
        file('kept.jsonl', lines(0, 200)),
        file('empty.txt', ' '),
        file('part.jsonl', lines(1000, 400)),
        file('lost.txt', 'One more.'),
        file('long.jsonl', lines(2000, 2000)),
        file('unread.txt', 'Not this either.'),
      ],
      {
        corpus: 'c',
        store,
        onFile(outcome) {
          expect(told.has(outcome.path)).toBe(outcome.corrected === true)
          told.set(outcome.path, outcome)
        },
      },
    )
    const outcomes = [...told.values()]
    expect(summary).toMatchObject({ stopped: full, documents: 512 })
    expect(outcomes.map(({ path, documents }) => `${path} ${documents}`)).toEqual([
      'kept.jsonl 200',
      'empty.txt 0',
      'part.jsonl 312',
      'lost.txt 0',
      'long.jsonl 0',
    ])
    expect(outcomes[0]?.failure).toBeNull()
    expect(outcomes[1]?.failure?.code).toBe('file.blank')
    expect(outcomes[2]?.failure?.message).toBe(
      'part.jsonl: was read, but only 312 of its 400 documents could be stored.',
    )
    expect(outcomes[3]?.failure?.message).toBe('lost.txt: was read, but could not be stored.')
    expect(outcomes[4]?.failure?.message).toBe(
      'long.jsonl: was read, but could not be stored. The file after it was not added.',
    )
  })

  it('names a file that is too large or gone, and goes on', async () => {
    const store = new MemoryCorpora()
    const large = { size: largestText + 1 } as Blob
    const gone = { size: 3, arrayBuffer: () => Promise.reject(new Error('it was moved')) } as unknown as Blob
    const outcomes: FileOutcome[] = []
    const summary = await importFiles(
      [{ path: 'large.txt', data: large }, { path: 'gone.txt', data: gone }, file('a.txt', 'one')],
      { corpus: 'c', store, onFile: (outcome) => outcomes.push(outcome) },
    )
    expect(summary).toMatchObject({ documents: 1, failures: 2 })
    expect(outcomes.map(({ failure }) => failure?.message ?? '')).toEqual([
      expect.stringMatching(/^large\.txt: is 2000 MB/),
      expect.stringMatching(/^gone\.txt: could not be opened \(it was moved\)/),
      '',
    ])
  })
})
