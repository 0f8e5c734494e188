// CRC-32 as zip, gzip and PNG have it (polynomial 0xEDB88320, reflected; RFC 1952, section 8), four bytes at
// a time. It finds every damage of up to 32 bits in a row; it is no guard against forgery.

/** Entry 256 k + b, a u32: the remainder of byte b with k zero bytes after it. */
const table = (() => {
  const entries = new DataView(new ArrayBuffer(4 * 4 * 256))
  for (let b = 0; b < 256; b++) {
    let remainder = b
    for (let k = 0; k < 4; k++) {
      for (let bit = 0; bit < 8; bit++)
        remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1
      entries.setUint32(4 * (256 * k + b), remainder)
    }
  }
  return entries
})()

/** The checksum of `bytes`, 0 .. 2^32-1; `before` is that of the bytes in front of them. */
export function crc32(bytes: Uint8Array, before = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const fours = bytes.length - (bytes.length % 4)
  let crc = ~before
  for (let i = 0; i < fours; i += 4) {
    crc ^= view.getUint32(i, true)
    crc =
      table.getUint32(3072 + ((crc << 2) & 1020)) ^
      table.getUint32(2048 + ((crc >>> 6) & 1020)) ^
      table.getUint32(1024 + ((crc >>> 14) & 1020)) ^
      table.getUint32((crc >>> 22) & 1020)
  }
  for (let i = fours; i < bytes.length; i++)
    crc = (crc >>> 8) ^ table.getUint32(((crc ^ view.getUint8(i)) << 2) & 1020)
  return ~crc >>> 0
}
