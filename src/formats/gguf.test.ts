import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gguf as libraryReads } from '@huggingface/gguf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readGguf } from './gguf'
import { ggufBytes, joined, text, types, u32, u64, type GgufContents } from './ggufFixture'

const fixture = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(join(import.meta.dirname, '..', '..', 'e2e', 'fixtures', 'models', name)))
const F32 = 0
const Q4_K = 12
const x = { name: 'x', dimensions: [4, 2], type: F32, offset: 0 }

async function codeOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const result = await readGguf(new Blob([bytes]))
  if (!result.ok) expect(result.error.message).toMatch(/^This GGUF file cannot be read: .+\.$/)
  return result.ok ? 'accepted' : result.error.code
}

describe('readGguf', () => {
  it.each(['llama.gguf', 'qwen3.gguf', 'types.gguf'])('reads %s as @huggingface/gguf does', async (name) => {
    const bytes = fixture(name)
    const ours = await readGguf(new Blob([bytes]))
    if (!ours.ok) throw new Error(ours.error.message)
    const served = async (_: unknown, init?: RequestInit): Promise<Response> => {
      const [from = 0, to = 0] =
        (new Headers(init?.headers).get('range') ?? '').match(/\d+/g)?.map(Number) ?? []
      return new Response(bytes.slice(from, to + 1), {
        headers: { 'content-range': `bytes ${from}-${to}/${bytes.length}` },
      })
    }
    const theirs = await libraryReads('https://localhost/model.gguf', { fetch: served })
    expect(
      [...ours.value.tensors.values()].map(({ name: own, shape, begin }) => [own, shape, begin]),
    ).toEqual(
      theirs.tensorInfos.map(({ name: own, shape, offset }) => [
        own,
        shape.map(Number).toReversed(),
        Number(theirs.tensorDataOffset + offset),
      ]),
    )
    const metadata = Object.entries(theirs.metadata).filter(
      ([key]) => !['version', 'tensor_count', 'kv_count'].includes(key),
    )
    expect(Object.fromEntries(ours.value.metadata)).toEqual(Object.fromEntries(metadata))
  })

  it('accepts what is in order', async () => {
    expect(await codeOf(ggufBytes({ tensors: [x], data: 32 }))).toBe('accepted')
    expect(await codeOf(ggufBytes({ version: 2, values: [['a', { type: types.u64, bytes: u64(7) }]] }))).toBe(
      'accepted',
    )
  })

  const broken: [string, GgufContents, string][] = [
    ['does not begin with GGUF', { magic: 'GGML' }, 'gguf-magic'],
    ['is of version 1', { version: 1 }, 'gguf-version'],
    ['is big-endian', { version: 0x03000000 }, 'gguf-endian'],
    ['claims 2^53 tensors', { tensorCount: 2 ** 53 }, 'gguf-length'],
    ['claims 2^64 - 1 values', { valueCount: 2n ** 64n - 1n }, 'gguf-length'],
    [
      'has a string of 2^53 bytes',
      { values: [['a', { type: types.string, bytes: text('b', 2 ** 53) }]] },
      'gguf-length',
    ],
    [
      'has a list of 2^53 numbers',
      { values: [['a', { type: types.array, bytes: joined(u32(types.u32), u64(2 ** 53)) }]] },
      'gguf-length',
    ],
    [
      'has a list of more strings than it has bytes',
      { values: [['a', { type: types.array, bytes: joined(u32(types.string), u64(100)) }]], data: 100 },
      'gguf-length',
    ],
    [
      'has lists in lists in lists in lists',
      {
        values: [
          [
            'a',
            {
              type: types.array,
              bytes: joined(...Array.from({ length: 9 }, () => joined(u32(types.array), u64(1)))),
            },
          ],
        ],
      },
      'gguf-depth',
    ],
    [
      'has a number beyond 2^53',
      { values: [['a', { type: types.u64, bytes: u64(2n ** 60n) }]] },
      'gguf-number',
    ],
    ['has a value of an unknown type', { values: [['a', { type: 77, bytes: u32(0) }]] }, 'gguf-type'],
    [
      'has a list of an unknown type',
      { values: [['a', { type: types.array, bytes: joined(u32(77), u64(0)) }]] },
      'gguf-list-type',
    ],
    [
      'states a value twice',
      {
        values: [
          ['a', { type: types.u32, bytes: u32(1) }],
          ['a', { type: types.u32, bytes: u32(2) }],
        ],
      },
      'gguf-key-twice',
    ],
    [
      'has an alignment of 3',
      { values: [['general.alignment', { type: types.u32, bytes: u32(3) }]] },
      'gguf-alignment',
    ],
    [
      'has an alignment of 0',
      { values: [['general.alignment', { type: types.u32, bytes: u32(0) }]] },
      'gguf-alignment',
    ],
    [
      'has an alignment that is a word',
      { values: [['general.alignment', { type: types.string, bytes: text('32') }]] },
      'gguf-alignment',
    ],
    ['has two tensors of one name', { tensors: [x, { ...x, offset: 32 }], data: 64 }, 'gguf-tensor-twice'],
    ['has a tensor beyond its end', { tensors: [x], data: 16 }, 'gguf-beyond'],
    [
      'has a tensor that begins beyond its end',
      { tensors: [{ ...x, offset: 1 << 20 }], data: 32 },
      'gguf-beyond',
    ],
    ['has a tensor at 2^60', { tensors: [{ ...x, offset: 2n ** 60n }], data: 32 }, 'gguf-number'],
    ['has a tensor at an odd place', { tensors: [{ ...x, offset: 4 }], data: 64 }, 'gguf-unaligned'],
    [
      'has tensors that overlap',
      {
        tensors: [
          { ...x, dimensions: [16] },
          { ...x, name: 'y', offset: 32 },
        ],
        data: 64,
      },
      'gguf-overlap',
    ],
    [
      'has a tensor of 2^40 by 2^40',
      { tensors: [{ ...x, dimensions: [2 ** 40, 2 ** 40] }], data: 32 },
      'gguf-shape',
    ],
    ['has a tensor of 2^53 numbers', { tensors: [{ ...x, dimensions: [2 ** 53] }], data: 32 }, 'gguf-number'],
    [
      'has a tensor of a length that f64 rounds',
      { tensors: [{ ...x, dimensions: [2 ** 52] }], data: 32 },
      'gguf-beyond',
    ],
    ['has a tensor of nothing', { tensors: [{ ...x, dimensions: [0, 2] }], data: 32 }, 'gguf-shape'],
    ['has a tensor of no dimensions', { tensors: [{ ...x, dimensions: [] }], data: 32 }, 'gguf-dimensions'],
    [
      'has a tensor of 4 billion dimensions',
      { tensors: [{ ...x, dimensions: Array.from({ length: 9 }, () => 1) }], data: 32 },
      'gguf-dimensions',
    ],
    ['has a type that cannot be read', { tensors: [{ ...x, type: 16 }], data: 32 }, 'gguf-dtype'],
    ['has a type that does not exist', { tensors: [{ ...x, type: 4_000_000_000 }], data: 32 }, 'gguf-dtype'],
    [
      'has half a block in a row',
      { tensors: [{ ...x, dimensions: [128, 2], type: Q4_K }], data: 200 },
      'gguf-blocks',
    ],
  ]
  it.each(broken)('names a file that %s', async (_, written, code) => {
    expect(await codeOf(ggufBytes(written))).toBe(code)
  })

  it('names every cut of a file, and says so before it reads on', async () => {
    const bytes = fixture('qwen3.gguf')
    const read = await readGguf(new Blob([bytes]))
    if (!read.ok) throw new Error(read.error.message)
    const headerEnd = Math.min(...[...read.value.tensors.values()].map(({ begin }) => begin))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 32 }), async (length) => {
        const code = await codeOf(bytes.slice(0, length))
        expect(
          length < headerEnd - 32
            ? ['gguf-short', 'gguf-length']
            : ['gguf-beyond', 'gguf-short', 'gguf-length'],
        ).toContain(code)
      }),
      { numRuns: 300 },
    )
  })

  it('never throws and never asks for more than the file has, whatever byte is damaged', async () => {
    const bytes = fixture('llama.gguf')
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(2500), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (damages) => {
          const damaged = bytes.slice()
          for (const [at, value] of damages) damaged[at] = value
          const result = await readGguf(new Blob([damaged]))
          if (result.ok)
            for (const { end } of result.value.tensors.values()) expect(end).toBeLessThanOrEqual(bytes.length)
          else expect(result.error.code).toMatch(/^gguf-/)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('reads a header that is longer than its first look', async () => {
    const tokens = Array.from({ length: 60_000 }, (_, i) => `token number ${i} of a long list`)
    const bytes = ggufBytes({
      values: [
        [
          'tokenizer.ggml.tokens',
          {
            type: types.array,
            bytes: joined(u32(types.string), u64(tokens.length), ...tokens.map((token) => text(token))),
          },
        ],
      ],
    })
    expect(bytes.length).toBeGreaterThan(2 << 20)
    const read = await readGguf(new Blob([bytes]))
    expect(read.ok && read.value.metadata.get('tokenizer.ggml.tokens')).toEqual(tokens)
  })
})
