// The alphabet in which byte-level BPE files write bytes: printable Latin-1 characters stand for themselves,
// the others for U+0100 and on, in order (GPT-2's encoder.py). Knows no vocabulary.

import { at } from '../base/at'

const printable = (byte: number): boolean =>
  (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae

let next = 256
const letters = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : next++))
const byteOf = new Map(letters.map((letter, byte) => [letter, byte]))

/** Bytes written in that alphabet. */
export const tokenOfBytes = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => at(letters, byte)).join('')

/** Bytes of a token written in that alphabet, or null where it is written otherwise. */
export function bytesOfToken(token: string): Uint8Array<ArrayBuffer> | null {
  const bytes = new Uint8Array(token.length)
  for (let i = 0; i < token.length; i++) {
    const byte = byteOf.get(at(token, i))
    if (byte === undefined) return null
    bytes[i] = byte
  }
  return bytes
}
