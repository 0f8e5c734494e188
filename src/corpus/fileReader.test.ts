import { afterEach, describe, expect, it } from 'vitest'
import { FileReader, readingLimits, type FileBatch } from './fileReader'
import { bytesOf, zipOf } from './memoryCorpora'
import type { ReaderDeath, ReaderReply, ReaderThread } from './readerMessages'
import { serveReader } from './serveReader'

/** A thread that reads, but for texts with a word in them that makes it hang, die or grow. */
class FakeThread implements ReaderThread {
  ended = false
  bytes = 0
  private reply: (reply: ReaderReply) => void = () => undefined
  private die: (why: ReaderDeath) => void = () => undefined
  private readonly serve = serveReader((reply) => {
    const said = JSON.stringify(reply.texts)
    if (!/HANG|DIE|GROW|GONE/.test(said)) return this.reply(reply)
    this.end()
    if (said.includes('DIE')) this.die({ kind: 'thrown', reason: 'it fell\nover' })
    if (said.includes('GONE')) this.die({ kind: 'thrown', reason: '' })
    if (said.includes('GROW')) this.bytes = 2e9
  })

  post(request: Parameters<ReaderThread['post']>[0]): void {
    if (!this.ended) this.serve(request)
  }
  listen(onReply: (reply: ReaderReply) => void, onDeath: (why: ReaderDeath) => void): void {
    this.reply = onReply
    this.die = onDeath
  }
  memory(): number {
    return this.bytes
  }
  end(): void {
    this.ended = true
    this.reply = () => undefined
  }
}

const threads: FakeThread[] = []
const open = (): FakeThread => {
  threads.push(new FakeThread())
  return threads[threads.length - 1] as FakeThread
}
afterEach(() => void threads.splice(0))

async function read(
  reader: FileReader,
  path: string,
  content: string | Uint8Array<ArrayBuffer>,
  signal?: AbortSignal,
) {
  const batches: FileBatch[] = []
  for await (const batch of reader.read({ path, data: new Blob([content]) }, { signal })) batches.push(batch)
  return {
    names: batches.flatMap(({ texts }) => texts.map(({ name }) => name)),
    lines: batches.flatMap(({ failures }) => failures.map(({ message }) => message)),
    ended: batches.at(-1)?.end !== null && batches.length > 0,
  }
}

describe('a reader that can be ended', () => {
  const limits = { ...readingLimits, stillSeconds: 0.3 }

  it('leaves a file that takes too long, names it, and reads the next', async () => {
    const reader = new FileReader(open, limits)
    expect(await read(reader, 'a.txt', 'one')).toEqual({ names: ['a.txt'], lines: [], ended: true })
    const { lines, ended } = await read(reader, 'b.txt', 'HANG')
    expect(lines).toEqual([expect.stringMatching(/^b\.txt: took more than \d+ s to read and was skipped\. /)])
    expect(ended).toBe(true)
    expect(await read(reader, 'c.txt', 'two')).toEqual({ names: ['c.txt'], lines: [], ended: true })
    expect(threads).toHaveLength(2)
  })

  it('leaves a file that takes too much memory, and one that ends the thread', async () => {
    const reader = new FileReader(open, { ...limits, stillSeconds: 60 })
    expect((await read(reader, 'b.txt', 'GROW')).lines).toEqual([
      'b.txt: took more than 800 MB of memory to read and was skipped. Split it into smaller files.',
    ])
    // A script that is no longer on its host fails without a word.
    expect((await read(reader, 'g.txt', 'GONE')).lines).toEqual([
      expect.stringContaining('Part of the page could not be loaded'),
    ])
    expect((await read(reader, 'd.txt', 'DIE')).lines).toEqual([
      expect.stringMatching(/^d\.txt: crashed its reader \(it fell\) and was skipped\. [^\n]+$/),
    ])
    expect((await read(reader, 'c.txt', 'two')).names).toEqual(['c.txt'])
  })

  it('leaves one file of an archive, and the rest of it where several take too long', async () => {
    const reader = new FileReader(open, limits)
    const bytes = zipOf({ 'a.txt': 'one', 'b.txt': 'HANG', 'c.txt': 'three', 'd/e.txt': 'four' })
    const { names, lines } = await read(reader, 'z.zip', bytes)
    expect(names).toEqual(['z.zip/a.txt', 'z.zip/c.txt', 'z.zip/d/e.txt'])
    expect(lines).toEqual([expect.stringMatching(/^z\.zip\/b\.txt: took more than/)])
    const many = zipOf(Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`${n}.txt`, 'HANG'])))
    const second = await read(reader, 'm.zip', many)
    expect(second.lines).toHaveLength(4)
    expect(second.lines[3]).toMatch(/^m\.zip: contains several files that could not be read in time/)
  })

  it('is cancelled at once, in the midst of a file', async () => {
    const reader = new FileReader(open)
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 50)
    const began = performance.now()
    expect(await read(reader, 'b.txt', 'HANG', stop.signal)).toEqual({ names: [], lines: [], ended: false })
    expect(performance.now() - began).toBeLessThan(5000)
    expect(threads[0]?.ended).toBe(true)
    expect((await read(reader, 'c.txt', 'two')).names).toEqual(['c.txt'])
  })

  it('gives what was left out, and the encoding that was guessed or chosen', async () => {
    const reader = new FileReader(open, limits)
    const notebook = '{"nbformat":4,"cells":[{"cell_type":"code","source":"x = 1","outputs":[{"text":"1"}]}]}'
    const ends: unknown[] = []
    for await (const { end } of reader.read({ path: 'n.ipynb', data: new Blob([notebook]) }))
      if (end !== null) ends.push(end)
    expect(ends).toEqual([
      {
        notes: [expect.objectContaining({ message: 'n.ipynb: Left out: the output of 1 cell.' })],
        encoding: null,
      },
    ])
    const greek = Uint8Array.of(0xe1, 0xe2, 0xe3, 0x20, 0xe1)
    const texts: string[] = []
    for await (const batch of reader.read(
      { path: 'g.txt', data: new Blob([greek]) },
      { encoding: 'windows-1253' },
    )) {
      texts.push(...batch.texts.map(({ text }) => text))
      if (batch.end !== null) expect(batch.end.encoding).toBe('windows-1253')
    }
    expect(texts).toEqual(['αβγ α'])
    const lines: string[] = []
    for await (const { failures } of reader.read(
      { path: 'g.txt', data: new Blob([bytesOf('x')]) },
      { encoding: 'klingon' },
    ))
      lines.push(...failures.map(({ message }) => message))
    expect(lines).toEqual([
      'g.txt: cannot be read as "klingon": that encoding is not known here. Choose another.',
    ])
  })
})
