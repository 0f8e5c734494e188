import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Random } from '../../base/random'
import { CorpusFolders } from '../../cli/corpusFolders'
import { corpusTexts } from '../../spice/stories/storyCorpus'
import { temporary } from '../testing/engineHarness'
import { PassageSource } from './passageSource'
import { textsForTokenizer } from './tokenizerTexts'
import { fittingProbes } from '../training/probeQuestions'

let root = ''
let store: CorpusFolders
beforeEach(async () => {
  root = await temporary()
  store = new CorpusFolders(join(root, 'corpora'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function fill(corpus: string, texts: readonly string[]): Promise<void> {
  await store.put({
    id: corpus,
    name: corpus,
    origin: '',
    licence: '',
    documents: 0,
    characters: 0,
    duplicates: 0,
    tokens: 0,
  })
  await add(corpus, texts)
}

async function add(corpus: string, texts: readonly string[]): Promise<void> {
  await store.add(
    corpus,
    texts.map((text, i) => ({
      id: `${corpus}${i}`,
      corpus,
      name: `${i}`,
      length: text.length,
      tokens: 1,
      added: 0,
      text,
    })),
  )
}
/** Halves of a text; nothing of one that begins with "-". */
const halves = (text: string) =>
  text.startsWith('-')
    ? []
    : [0, 1].map((half) => ({ start: half * 5, end: half * 5 + 5, text: text.slice(half * 5, half * 5 + 5) }))

describe('PassageSource', () => {
  it('draws documents evenly over all corpora, then passages evenly, and repeats from its generator', async () => {
    await fill('a', ['aaaaaAAAAA', 'bbbbbBBBBB', '-nothing'])
    await fill('b', ['cccccCCCCC'])
    const source = await PassageSource.open(store, ['a', 'b'], halves)
    expect(source.documents).toBe(4)
    const counts = new Map<string, number>()
    const random = Random.from(1)
    for (let i = 0; i < 1200; i++) {
      const { text, document, start } = await source.draw(random)
      expect([text.length, start % 5, document.length]).toEqual([5, 0, 2])
      counts.set(text, (counts.get(text) ?? 0) + 1)
    }
    expect([...counts.keys()].toSorted()).toEqual(['AAAAA', 'BBBBB', 'CCCCC', 'aaaaa', 'bbbbb', 'ccccc'])
    for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(60)
    const again = await PassageSource.open(store, ['a', 'b'], halves)
    const [first, second] = [Random.from(2), Random.from(2)]
    for (let i = 0; i < 20; i++) expect(await again.draw(first)).toEqual(await source.draw(second))
    expect(again.fingerprint).toBe(source.fingerprint)
  })

  it('draws by length, or by file and then by length, with weights, and nothing of a file that is off', async () => {
    const rows = Array.from({ length: 40 }, (_, row) => ({
      name: `rows.csv#${String(row + 1)}`,
      text: 'rrrrrRRRRR',
    }))
    const files = [
      ...rows,
      { name: 'book.txt', text: 'b'.repeat(1600) },
      { name: 'note.txt', text: 'n'.repeat(400) },
    ]
    await fill('a', [])
    await store.add(
      'a',
      files.map(({ name, text }, i) => ({
        id: `d${i}`,
        corpus: 'a',
        name,
        length: text.length,
        tokens: 1,
        added: 0,
        text,
      })),
    )
    const shares = async (draw: 'document' | 'length' | 'file') => {
      const source = await PassageSource.open(store, ['a'], halves, null, draw)
      const random = Random.from(1)
      const counts = { r: 0, b: 0, n: 0 }
      for (let i = 0; i < 2000; i++)
        counts[(await source.draw(random)).text.charAt(0).toLowerCase() as 'r'] += 1 / 2000
      return [counts.r, counts.b, counts.n].map((share) => Math.round(10 * share) / 10)
    }
    expect(await shares('document')).toEqual([1, 0, 0])
    expect(await shares('length')).toEqual([0.2, 0.7, 0.2])
    expect(await shares('file')).toEqual([0.3, 0.3, 0.3])
    const [record] = await store.corpora()
    if (record === undefined) throw new Error('the corpus is gone')
    const before = (await PassageSource.open(store, ['a'], halves)).fingerprint
    await store.put({ ...record, weights: { 'rows.csv': 0, 'note.txt': 4 } })
    expect(await shares('file')).toEqual([0, 0.2, 0.8])
    expect((await PassageSource.open(store, ['a'], halves)).fingerprint).not.toBe(before)
    const texts: string[] = []
    for await (const text of textsForTokenizer(store, ['a'], 1e6)) texts.push(text.charAt(0))
    expect(texts).toEqual(['b', 'n'])
  })

  it('pools different passages, repeats from its seed, and gives what there is where there are fewer', async () => {
    await fill('a', ['aaaaaAAAAA', 'bbbbbBBBBB', 'cccccCCCCC'])
    const source = await PassageSource.open(store, ['a'], halves)
    const pool = await source.pool(4, 7)
    expect(new Set(pool.map(({ text }) => text)).size).toBe(4)
    expect(await source.pool(4, 7)).toEqual(pool)
    expect(await source.pool(4, 8)).not.toEqual(pool)
    expect(await source.pool(99, 7)).toHaveLength(6)
  })

  it('knows a changed corpus by its fingerprint', async () => {
    await fill('a', ['aaaaaAAAAA', 'bbbbbBBBBB'])
    const { fingerprint } = await PassageSource.open(store, ['a'], halves)
    await store.remove('a', ['a1'])
    expect((await PassageSource.open(store, ['a'], halves)).fingerprint).not.toBe(fingerprint)
  })

  it('holds documents out whole from ten on, and parts of fewer, from passages and from the tokenizer', async () => {
    for (const count of [30, 4]) {
      const own = Array.from({ length: count }, (_, i) =>
        Array.from({ length: 12 }, (_, k) => `Sentence ${k} of text ${i}.`).join(' '),
      )
      await fill(`c${count}`, own)
      const ids = [`c${count}`]
      const whole = (text: string) => [{ start: 0, end: text.length, text }]
      const open = (part: 'read' | 'held') => PassageSource.open(store, ids, whole, part)
      const [read, held] = [await (await open('read')).pool(999, 1), await (await open('held')).pool(999, 1)]
      expect(Math.min(read.length, held.length)).toBeGreaterThan(0)
      const texts: string[] = []
      for await (const text of textsForTokenizer(store, ids, 1e9, true)) texts.push(text)
      expect(texts.toSorted()).toEqual(read.map(({ text }) => text).toSorted())
      for (const { document, start, end, text } of [...read, ...held])
        expect((await store.text(`c${count}`, document))?.slice(start, end)).toBe(text)
      const characters = (all: readonly { text: string }[]): number =>
        all.reduce((sum, { text }) => sum + text.length, 0)
      expect(characters(read) + characters(held)).toBe(own.join('').length)
      expect((await open('held')).fingerprint).toBe((await PassageSource.open(store, ids, whole)).fingerprint)
    }
  })

  it('draws from what comes in while it is open, the new ones first, and knows itself as it then is', async () => {
    await fill('a', ['aaaaaAAAAA'])
    const source = await PassageSource.open(store, ['a'], halves)
    const before = source.fingerprint
    await add('a', ['aaaaaAAAAA', 'bbbbbBBBBB', 'cccccCCCCC'])
    await source.grow()
    expect(source.documents).toBe(3)
    expect(source.fingerprint).not.toBe(before)
    expect(source.fingerprint).toBe((await PassageSource.open(store, ['a'], halves)).fingerprint)
    const random = Random.from(3)
    const drawn: string[] = []
    for (let i = 0; i < 12; i++) drawn.push((await source.draw(random)).document)
    // Of twelve draws about six are for new documents, so both were drawn by then.
    expect(new Set(drawn.filter((id) => id !== 'a0'))).toEqual(new Set(['a1', 'a2']))
  })

  it('reads nothing of what is held out among documents that come in', async () => {
    const texts = (from: number, count: number): string[] =>
      Array.from({ length: count }, (_, i) =>
        `${'abcdefghij'.charAt((from + i) % 10)}${from + i}`.padEnd(10, 'x'),
      )
    await fill('g', texts(0, 20))
    const read = await PassageSource.open(store, ['g'], halves, 'read')
    await add('g', texts(0, 60))
    await read.grow()
    const held = await PassageSource.open(store, ['g'], halves, 'held')
    const documents = async (source: PassageSource): Promise<Set<string>> =>
      new Set((await source.pool(999, 1)).map(({ document }) => document))
    const [drawn, out] = [await documents(read), await documents(held)]
    expect(out.size).toBeGreaterThan(3)
    expect([...drawn].filter((id) => out.has(id))).toEqual([])
    expect(drawn.size + out.size).toBe(60)
    expect(read.nameOf('g3')).toBe('3')
  })

  it('says what to do where there is nothing to read', async () => {
    await fill('a', [])
    await expect(PassageSource.open(store, ['a'], halves)).rejects.toThrow('Add files')
    await fill('b', ['-x', '-y'])
    await expect((await PassageSource.open(store, ['b'], halves)).draw(Random.from(1))).rejects.toThrow(
      'too short',
    )
  })
})

describe('textsForTokenizer', () => {
  const gathered = async (characters: number): Promise<string[]> => {
    const texts: string[] = []
    for await (const text of textsForTokenizer(store, ['a', 'b'], characters)) texts.push(text)
    return texts
  }
  it('gives everything of a small corpus, and an even share of a large one', async () => {
    await fill(
      'a',
      Array.from({ length: 60 }, (_, i) => String(i).padStart(10, 'a')),
    )
    await fill(
      'b',
      Array.from({ length: 40 }, (_, i) => String(i).padStart(10, 'b')),
    )
    expect(await gathered(1e6)).toHaveLength(100)
    const some = await gathered(200)
    expect(some.length).toBeGreaterThanOrEqual(19)
    expect(some.length).toBeLessThanOrEqual(20)
    expect(some.filter((text) => text.startsWith('b')).length).toBeGreaterThanOrEqual(7)
  })
})

describe('fittingProbes', () => {
  it('chooses by the kinds of story in the corpora, and none for other prose', async () => {
    await fill('numbers', corpusTexts('numbers', 80, 4))
    await fill('relations', corpusTexts('relations', 60, 4))
    await fill('prose', [
      'The Danube flows through ten countries on its way to the sea.',
      'Barges carry grain along the river.',
    ])
    expect(await fittingProbes(store, ['numbers'])).toEqual(['integers', 'expressions'])
    expect(await fittingProbes(store, ['relations'])).toEqual(['relations'])
    expect(await fittingProbes(store, ['numbers', 'relations'])).toEqual([
      'integers',
      'expressions',
      'relations',
    ])
    expect(await fittingProbes(store, ['prose'])).toEqual([])
  })
})

describe('the place in the file', () => {
  const text = 'Ice melts.\nWater boils.\nSteam rises.'
  const marks = {
    unit: 'seconds',
    at: [
      [0, 12],
      [text.indexOf('Water'), 65],
      [text.indexOf('Steam'), 130],
    ],
  } as const

  it('goes with each passage, from the marks before its beginning and its end', async () => {
    await fill('film', [])
    const document = { id: 'd', corpus: 'film', name: 'talk.srt#1', length: text.length, tokens: 9, added: 0 }
    await store.add('film', [{ ...document, marks, text }])
    const [first, second] = [0, text.indexOf('boils')]
    const cut = (): { start: number; end: number; text: string }[] => [
      { start: first, end: second, text: text.slice(first, second) },
      { start: second, end: text.length, text: text.slice(second) },
    ]
    const pool = await (await PassageSource.open(store, ['film'], cut)).pool(2, 1)
    expect(new Map(pool.map(({ start, cited }) => [start, cited]))).toEqual(
      new Map([
        [first, { file: 'talk.srt', unit: 'seconds', from: 12, to: 65 }],
        [second, { file: 'talk.srt', unit: 'seconds', from: 65, to: 130 }],
      ]),
    )
  })

  it('is absent where the file knows none', async () => {
    await fill('prose', ['Ants walk on six legs.'])
    const cut = (whole: string): { start: number; end: number; text: string }[] => [
      { start: 0, end: whole.length, text: whole },
    ]
    const passage = await (await PassageSource.open(store, ['prose'], cut)).draw(Random.from(1))
    expect('cited' in passage).toBe(false)
  })
})
