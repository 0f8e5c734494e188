// The alphabet in which byte-level BPE files write bytes: printable Latin-1 characters stand for themselves, the others
// for U+0100 and on, in order (GPT-2's encoder.py). Knows no vocabulary.

const printable = (byte: number): boolean => (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae

const byteOf = new Map<string, number>()
let next = 256
for (let byte = 0; byte < 256; byte++) byteOf.set(String.fromCharCode(printable(byte) ? byte : next++), byte)

/** Bytes of a token written in that alphabet, or null where it is written otherwise. */
export function bytesOfToken(token: string): Uint8Array<ArrayBuffer> | null {
  const bytes = new Uint8Array(token.length)
  for (let i = 0; i < token.length; i++) {
    const byte = byteOf.get(token[i] ?? '')
    if (byte === undefined) return null
    bytes[i] = byte
  }
  return bytes
}
