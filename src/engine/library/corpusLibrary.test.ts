import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CorpusFolders } from '../../cli/corpusFolders'
import { nodePorts } from '../../cli/nodePorts'
import { serveReader } from '../../corpus/serveReader'
import type { ReaderThread } from '../../corpus'
import type { Event, FileOutcome } from '../../protocol/door'
import { CorpusLibrary } from './corpusLibrary'

let folder: string
let store: CorpusFolders
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spice-library-'))
  store = new CorpusFolders(folder)
})
afterEach(() => rm(folder, { recursive: true }))

function library(openReader?: () => ReaderThread) {
  const outcomes: FileOutcome[] = []
  const emit = (event: Event): void => {
    if (event.kind === 'file') outcomes.push(event.outcome)
  }
  const ports = { ...nodePorts({ out: folder, weights: null, probe: null }), corpora: store }
  return {
    outcomes,
    corpora: new CorpusLibrary(openReader === undefined ? ports : { ...ports, openReader }, emit),
  }
}
const texts = async (): Promise<Record<string, string | null>> =>
  Object.fromEntries(
    await Promise.all(
      (await store.documents('c')).map(async ({ id, name }) => [name, await store.text('c', id)] as const),
    ),
  )
const file = (path: string, content: BlobPart) => ({ path, data: new Blob([content]) })

describe('a corpus that is renamed', () => {
  it('keeps its documents and what else is known of it, and no empty name', async () => {
    const { corpora } = library()
    await corpora.add('c', 'c', [file('a.txt', 'stays')])
    await corpora.change('c', { name: undefined, weights: { 'a.txt': 2 } })
    const [before] = await store.corpora()
    await corpora.change('c', { name: ' Farm diaries ', weights: undefined })
    await corpora.change('c', { name: '  ', weights: undefined })
    expect(await new CorpusFolders(folder).corpora()).toEqual([{ ...before, name: 'Farm diaries' }])
    expect(await texts()).toEqual({ 'a.txt': 'stays' })
    await expect(corpora.change('other', { name: 'x', weights: undefined })).rejects.toThrow()
  })
})

describe('a file read again in another encoding', () => {
  it('takes the place of what it gave, and of nothing else', async () => {
    const { corpora, outcomes } = library()
    const greek = file('a.txt', Uint8Array.of(0xe1, 0xe2, 0xe3))
    await corpora.add('c', 'c', [greek, file('a.txt.old', 'stays'), file('b.txt', 'stays too')])
    expect(outcomes[0]?.encoding).not.toBeNull()
    await corpora.reread('c', greek, 'windows-1253')
    expect(await texts()).toEqual({ 'a.txt': 'αβγ', 'a.txt.old': 'stays', 'b.txt': 'stays too' })
    expect(outcomes.at(-1)).toMatchObject({ path: 'a.txt', encoding: 'windows-1253', failure: null })
    await corpora.reread('c', greek, 'windows-1253')
    await corpora.reread('c', greek, 'none')
    expect(outcomes.at(-1)?.failure?.code).toBe('file.unknownEncoding')
    expect((await texts())['a.txt']).toBe('αβγ')
  })
})

describe('an import that is cancelled', () => {
  it('ends in the midst of a file, keeps what had come in, and says what was not read', async () => {
    /** Reads the first file and is then silent. */
    const open = (): ReaderThread => {
      let hear: Parameters<ReaderThread['listen']>[0] = () => undefined
      const serve = serveReader((reply) => hear(reply))
      return {
        post: (request) => (request.kind === 'read' && request.path !== 'a.txt' ? undefined : serve(request)),
        listen: (onReply) => (hear = onReply),
        end: () => (hear = () => undefined),
      }
    }
    const { corpora, outcomes } = library(open)
    const coming = corpora.add(
      'c',
      'c',
      ['a', 'b', 'c', 'd'].map((name) => file(`${name}.txt`, name)),
    )
    setTimeout(() => corpora.cancel(), 200)
    await coming
    expect(Object.keys(await texts())).toEqual(['a.txt'])
    expect(outcomes.map(({ path, failure }) => [path, failure?.message ?? null])).toEqual([
      ['a.txt', null],
      [
        'b.txt',
        'b.txt: was not read to the end because you canceled, and the 2 files after it were skipped. Documents already added are kept.',
      ],
    ])
  })
})
