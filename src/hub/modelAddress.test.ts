import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { fileUrl, HUB, isInside, listingUrl, nameOf, parseModelAddress } from './modelAddress'

const parsed = (text: string) => {
  const read = parseModelAddress(text)
  return read.ok ? read.value : read.error.code
}

describe("a model's name", () => {
  it.each([
    [
      'HuggingFaceTB/SmolLM2-135M-Instruct',
      { hub: HUB, id: 'HuggingFaceTB/SmolLM2-135M-Instruct', revision: 'main', file: null },
    ],
    [' Qwen/Qwen3-0.6B ', { hub: HUB, id: 'Qwen/Qwen3-0.6B', revision: 'main', file: null }],
    [
      'Qwen/Qwen3-0.6B-GGUF/sub/q8.gguf',
      { hub: HUB, id: 'Qwen/Qwen3-0.6B-GGUF', revision: 'main', file: 'sub/q8.gguf' },
    ],
    [
      'https://huggingface.co/Qwen/Qwen3-0.6B',
      { hub: HUB, id: 'Qwen/Qwen3-0.6B', revision: 'main', file: null },
    ],
    [
      'https://huggingface.co/Qwen/Qwen3-0.6B/tree/v1',
      { hub: HUB, id: 'Qwen/Qwen3-0.6B', revision: 'v1', file: null },
    ],
    [
      'https://huggingface.co/a/b/blob/main/m.gguf',
      { hub: HUB, id: 'a/b', revision: 'main', file: 'm.gguf' },
    ],
    [
      'https://huggingface.co/a/b/resolve/v2/m.gguf?download=true',
      { hub: HUB, id: 'a/b', revision: 'v2', file: 'm.gguf' },
    ],
    ['http://localhost:80/hub/a/b', { hub: 'http://localhost/hub', id: 'a/b', revision: 'main', file: null }],
  ])('%s', (text, wanted) => {
    expect(parsed(text)).toEqual({ kind: 'model', ...wanted })
  })

  it('is a file of its own where an address ends with one', () => {
    expect(parsed('https://example.org/files/m.gguf?x=1')).toEqual({
      kind: 'file',
      url: 'https://example.org/files/m.gguf?x=1',
      id: 'm.gguf',
    })
  })

  it.each([
    '',
    'model',
    'a/',
    '/b',
    'a b/c',
    '../x',
    'a/..',
    'a/b/notes.txt',
    'a/b/../c.gguf',
    'https://',
    'https://huggingface.co/a',
    'https://h/a/b/resolve/main/%2e%2e%2fx.gguf',
    'https://h/%E0%A4%A/b',
  ])('refuses %j in one line', (text) => {
    expect(parsed(text)).toBe('hub-name')
  })

  it('never leaves its folder, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.tuple(fc.string(), fc.string(), fc.string()).map((parts) => parts.join('/')),
        ),
        (text) => {
          const read = parseModelAddress(text)
          if (read.ok && read.value.kind === 'model') {
            expect(isInside(read.value.id)).toBe(true)
            expect(read.value.file === null || isInside(read.value.file)).toBe(true)
          }
        },
      ),
    )
  })

  it('is asked for at the addresses of the hub', () => {
    expect(listingUrl(HUB, 'a/b', 'main')).toBe(
      'https://huggingface.co/api/models/a/b/revision/main?blobs=true',
    )
    expect(fileUrl(HUB, 'a/b', 'refs/pr/1', 'x y/m.gguf')).toBe(
      'https://huggingface.co/a/b/resolve/refs%2Fpr%2F1/x%20y/m.gguf',
    )
  })

  it('is kept under the file where one is named', () => {
    const name = (text: string): string => {
      const read = parseModelAddress(text)
      return read.ok ? nameOf(read.value) : ''
    }
    expect([name('a/b'), name('a/b/m.gguf'), name('https://h/m.gguf')]).toEqual([
      'a/b',
      'a/b/m.gguf',
      'm.gguf',
    ])
  })
})
