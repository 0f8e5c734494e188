// TensorBoard's event files: records with CRC-32C around protocol buffers (tensorflow/core/util/event.proto,
// summary.proto), of scalars alone. Knows no metric by name.

/** CRC-32C (Castagnoli, polynomial 0x82F63B78, reflected), a byte at a time: the files are small. */
const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  return crc >>> 0
})
const remainderOf = new DataView(remainders.buffer)

export function crc32c(bytes: Uint8Array): number {
  let crc = ~0
  for (const byte of bytes) crc = (crc >>> 8) ^ remainderOf.getUint32(4 * ((crc ^ byte) & 255), true)
  return ~crc >>> 0
}

/** As TFRecord stores it: a checksum of data that holds checksums would be weak. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes)
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}

function varint(value: number): number[] {
  const out: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...out, rest]
    out.push((rest % 128) | 128)
  }
}

/** Wire types: 0 varint, 1 eight bytes, 2 with its length, 5 four bytes. */
const key = (field: number, type: 0 | 1 | 2 | 5): number => (field << 3) | type
const sized = (field: number, bytes: readonly number[]): number[] => [
  key(field, 2),
  ...varint(bytes.length),
  ...bytes,
]
const text = (field: number, value: string): number[] => sized(field, [...new TextEncoder().encode(value)])

function number(field: number, value: number, bytes: 4 | 8): number[] {
  const view = new DataView(new ArrayBuffer(bytes))
  if (bytes === 8) view.setFloat64(0, value, true)
  else view.setFloat32(0, value, true)
  return [key(field, bytes === 8 ? 1 : 5), ...new Uint8Array(view.buffer)]
}

function record(data: readonly number[]): Uint8Array {
  const out = new Uint8Array(16 + data.length)
  const view = new DataView(out.buffer)
  view.setBigUint64(0, BigInt(data.length), true)
  view.setUint32(8, masked(out.subarray(0, 8)), true)
  out.set(data, 12)
  view.setUint32(12 + data.length, masked(out.subarray(12, 12 + data.length)), true)
  return out
}

export interface Scalars {
  readonly step: number
  /** Seconds since 1970. */
  readonly time: number
  readonly values: readonly (readonly [tag: string, value: number])[]
}

/** The whole file; its name has to contain `tfevents`. */
export function writeEventFile(scalars: readonly Scalars[], began: number): Uint8Array<ArrayBuffer> {
  const events = [
    [...number(1, began, 8), ...text(3, 'brain.Event:2')],
    ...scalars.map(({ step, time, values }) => {
      const summary = values.flatMap(([tag, value]) => sized(1, [...text(1, tag), ...number(2, value, 4)]))
      return [...number(1, time, 8), key(2, 0), ...varint(step), ...sized(5, summary)]
    }),
  ].map(record)
  const out = new Uint8Array(events.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const event of events) {
    out.set(event, at)
    at += event.length
  }
  return out
}
