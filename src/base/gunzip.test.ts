import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { gunzip } from './gunzip'

/** A body that arrives in pieces of `size` bytes. */
function body(bytes: Uint8Array, size: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size))
      controller.close()
    },
  })
}
const read = async (bytes: Uint8Array, size: number): Promise<string> =>
  new Response(await gunzip(body(bytes, size))).text()

describe('gunzip', () => {
  const text = 'a line\nand another: Ä\n'
  it.each([1, 2, 3, 1000])(
    'unpacks what is packed and passes on what is not, in pieces of %i',
    async (size) => {
      expect(await read(new Uint8Array(gzipSync(text)), size)).toBe(text)
      expect(await read(new TextEncoder().encode(text), size)).toBe(text)
    },
  )
  it('takes a body of nothing and one of a single byte', async () => {
    expect(await read(new Uint8Array(0), 1)).toBe('')
    expect(await read(new TextEncoder().encode('x'), 1)).toBe('x')
  })
  it('fails on a packed body that breaks off', async () => {
    const half = new Uint8Array(gzipSync(text.repeat(50))).slice(0, 30)
    await expect(read(half, 1000)).rejects.toThrow()
  })
})
