import { crc32 as reference } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { crc32 } from './crc32'

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

it('gives the check value of the standard, and 0 for nothing', () => {
  expect(crc32(ascii('123456789'))).toBe(0xcbf43926)
  expect(crc32(new Uint8Array())).toBe(0)
  expect(crc32(ascii('The quick brown fox jumps over the lazy dog'))).toBe(0x414fa339)
})

it("is zlib's, of any bytes in any two parts, wherever they lie in their buffer", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), fc.nat(70), fc.nat(3), (bytes, cut, offset) => {
      const own = new Uint8Array(bytes.length + offset).subarray(offset)
      own.set(bytes)
      expect(crc32(own)).toBe(reference(bytes))
      expect(crc32(own.subarray(cut), crc32(own.subarray(0, cut)))).toBe(reference(bytes))
    }),
  )
})
