import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Tokenizer } from '../text/tokenizer'
import { readSnapshot } from '../engine/checkpoints/snapshot'
import { examples, type ExamplesOptions } from './examplesCommand'
import { sequencesIn } from './gapsCommand'
import { UsageError } from './usage'

let root = ''
const options = (name: string): ExamplesOptions => ({
  preset: 'nano',
  seed: 3,
  set: ['game.answerTypes=integer,mcq'],
  tokens: 6000,
  stories: 60,
  out: join(root, name),
})
const read = (name: string, file: string): Promise<Buffer> => readFile(join(root, name, file))

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'spice-examples-'))
  expect(examples(options('a'))).toBe(0)
}, 60_000)
afterAll(() => rm(root, { recursive: true, force: true }))

it('writes whole sequences of both seats that the tokenizer beside them reads', async () => {
  const start = readSnapshot(new Uint8Array(await read('a', 'start.safetensors')))
  if (!start.ok) throw new Error(start.error.message)
  const { tokenizer, architecture } = start.value
  if (!(tokenizer instanceof Tokenizer)) throw new Error('a tokenizer of others')
  const bytes = await read('a', 'examples.u16')
  const data = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2)
  const texts: string[] = []
  let held = 0
  for (let at = 0; at < data.length; at += 2 + (data[at] ?? 0)) {
    const [length = 0, from = 0] = data.slice(at, at + 2)
    const tokens = data.slice(at + 2, at + 2 + length)
    expect(tokens).toHaveLength(length)
    expect(from).toBeLessThan(length)
    expect(Math.max(...tokens)).toBeLessThan(architecture.vocabulary)
    expect(tokens.at(-1)).toBe(tokenizer.mark('end'))
    texts.push([...tokens].map((id) => tokenizer.display(id)).join(''))
    held += length
  }
  const about = JSON.parse((await read('a', 'examples.json')).toString()) as {
    tokens: number
    sequences: number
    seed: number
  }
  expect(about).toMatchObject({ tokens: held, sequences: texts.length, seed: 3 })
  for (const mark of ['integer:', 'mcq:', '⟨reasoner⟩'])
    expect(texts.some((text) => text.includes(mark))).toBe(true)
  // Kinds of story that are not in play are left out.
  expect(texts.some((text) => text.includes('expression:') || text.includes('string:'))).toBe(false)
}, 60_000)

it('gives the same bytes again and keeps what a folder holds', async () => {
  expect(examples(options('b'))).toBe(0)
  for (const file of ['start.safetensors', 'examples.u16', 'examples.json'])
    expect((await read('a', file)).equals(await read('b', file))).toBe(true)
  expect(() => examples(options('a'))).toThrow(UsageError)
}, 60_000)

describe('examples of any text', () => {
  const sentence = (i: number): string =>
    `The archive number ${i} keeps many old letters about the river Elbe and its harbour near Hamburg.`
  const lines = Array.from({ length: 40 }, (_, i) =>
    JSON.stringify({
      source: `book ${i % 2}`,
      split: i === 7 ? 'unseen' : 'train',
      text:
        i === 7
          ? 'Zwiebelkuchen '.repeat(60)
          : Array.from({ length: 6 }, (_, k) => sentence(6 * i + k)).join(' '),
    }),
  )
  const make = async (name: string, more: Partial<ExamplesOptions> = {}): Promise<Uint16Array> => {
    const text = join(root, 'text.jsonl')
    await writeFile(text, lines.join('\n'))
    const shape = 'width=32,layers=1,heads=1,hidden=64'
    expect(examples({ ...options(name), set: [], text, shape, ...more })).toBe(0)
    const bytes = await read(name, 'examples.u16')
    return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2)
  }

  it('read what is trained on and nothing that is held out, in the shape that was asked for', async () => {
    const data = await make('text-a')
    const start = readSnapshot(new Uint8Array(await read('text-a', 'start.safetensors')))
    if (!start.ok || !(start.value.tokenizer instanceof Tokenizer)) throw new Error('no start')
    expect(start.value.architecture).toMatchObject({ width: 32, layers: 1, heads: 1, kvHeads: 1, hidden: 64 })
    const texts: string[] = []
    for (const tokens of sequencesIn(data)) texts.push(start.value.tokenizer.decode(tokens))
    const all = texts.join('')
    expect(all).toContain('river Elbe')
    expect(all).not.toContain('Zwiebel')
  })
  it('with fewer tokens are the beginning of those with more', async () => {
    const [some, more] = [await make('text-b'), await make('text-c', { tokens: 12_000 })]
    expect(more.length).toBeGreaterThan(some.length)
    expect(more.slice(0, some.length)).toEqual(some)
  })
  it('refuse a shape that is none', async () => {
    await expect(make('text-d', { shape: 'depth=3' })).rejects.toThrow(UsageError)
  })
})
