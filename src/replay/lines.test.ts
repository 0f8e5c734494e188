import fc from 'fast-check'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { lines } from './lines'

function streamOf(bytes: Uint8Array, cuts: readonly number[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  return new ReadableStream({
    start(controller) {
      for (let i = 0; i + 1 < places.length; i++)
        controller.enqueue(Uint8Array.from(bytes.subarray(places[i], places[i + 1])))
      controller.close()
    },
  })
}
async function all(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string[]> {
  const out: string[] = []
  for await (const line of lines(stream)) out.push(line)
  return out
}

describe('lines', () => {
  it('gives every line whatever the pieces in which bytes arrive, plain or gzip', async () => {
    const line = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => text.trim() !== '' && !/[\r\n]/.test(text))
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 8 }),
        fc.array(fc.nat(5000), { maxLength: 6 }),
        fc.boolean(),
        fc.boolean(),
        async (wanted, cuts, packed, ended) => {
          const plain = new TextEncoder().encode(wanted.join('\n') + (ended ? '\n' : ''))
          const found = await all(streamOf(packed ? gzipSync(plain) : plain, cuts))
          expect(found).toEqual(wanted.map((text) => text))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('leaves empty lines out and takes carriage returns for line ends', async () => {
    expect(await all(streamOf(new TextEncoder().encode('a\r\n\r\n  \nb'), [1, 2]))).toEqual(['a', 'b'])
    expect(await all(streamOf(new Uint8Array(0), []))).toEqual([])
  })
})
