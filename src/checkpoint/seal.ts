// The checksum of a checkpoint's file: CRC-32 of all its bytes, the header with the run's position included,
// with zeros in the checksum's own place. It is the first of the file's metadata, so that its place is known.

import { crc32 } from '../base/crc32'

/** Its key in the metadata; a writer gives it `unsealed` and seals the file. */
export const CHECKSUM = 'crc32'
export const unsealed = '0'.repeat(8)

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
/** What stands before the digits, after eight bytes of length. */
const opening = ascii(`{"__metadata__":{"${CHECKSUM}":"`)
const from = 8 + opening.length
const to = from + unsealed.length

const isSealable = (bytes: Uint8Array): boolean =>
  bytes.length >= to && opening.every((byte, i) => byte === bytes[8 + i])

function digitsOf(bytes: Uint8Array): string {
  const before = crc32(ascii(unsealed), crc32(bytes.subarray(0, from)))
  return crc32(bytes.subarray(to), before).toString(16).padStart(unsealed.length, '0')
}

/** Writes the checksum into its place and gives the file back. */
export function seal(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (!isSealable(bytes)) throw new Error('the checksum is the first of the metadata')
  bytes.set(ascii(digitsOf(bytes)), from)
  return bytes
}

/** Whether a file whose metadata has the checksum `digits` is as it was sealed. */
export const isIntact = (bytes: Uint8Array, digits: string): boolean =>
  isSealable(bytes) && digits === digitsOf(bytes)
