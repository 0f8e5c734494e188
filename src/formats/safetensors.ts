// Safetensors (https://github.com/huggingface/safetensors, README "Format"): eight bytes of header length, a
// JSON header of names, types, shapes and places, then the numbers, little-endian. Knows no model. Files come
// from strangers: everything that the header claims is checked against the file before memory is taken.
import { isJson } from '../base/jsonObject'
import { messageOf, ok, type Result } from '../base/result'
import { fail } from '../problems'
import { bfloatToFloat, floatToHalf, halfToFloat } from './floatTypes'
import { repeatedKey } from './jsonKeys'

const elementBytes = { F32: 4, F16: 2, BF16: 2 } as const
export type Dtype = keyof typeof elementBytes

/** The header may not be longer; the reference implementation has the same limit. */
const MOST_HEADER_BYTES = 100_000_000
const METADATA = '__metadata__'

export interface TensorEntry {
  readonly name: string
  readonly dtype: Dtype
  readonly shape: readonly number[]
  /** Bytes of the file, from and to. */
  readonly begin: number
  readonly end: number
}

export interface SafetensorsHeader {
  readonly entries: readonly TensorEntry[]
  readonly metadata: Readonly<Record<string, string>>
}

export interface NamedTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly data: Float32Array
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

/**
 * Checks the whole header; on success every entry lies within the file, apart from the others, with no byte
 * left over.
 * `bytes` is the file, or its beginning up to `headerBytes` of a file of `fileBytes`.
 */
export function readHeader(bytes: Uint8Array, fileBytes = bytes.length): Result<SafetensorsHeader> {
  const text = headerText(bytes, fileBytes)
  if (!text.ok) return text
  const { json, dataStart } = text.value
  let parsed: unknown
  try {
    parsed = JSON.parse(json)
  } catch (error) {
    return fail('safetensors-json', { reason: messageOf(error) })
  }
  if (!isJson(parsed)) return fail('safetensors-object')
  const repeated = repeatedKey(json)
  if (repeated !== null) return fail('safetensors-duplicate', { name: repeated })
  const metadata = readMetadata(parsed[METADATA])
  if (!metadata.ok) return metadata
  const entries: TensorEntry[] = []
  for (const [name, raw] of Object.entries(parsed)) {
    if (name === METADATA) continue
    const entry = readEntry(name, raw, dataStart, fileBytes)
    if (!entry.ok) return entry
    entries.push(entry.value)
  }
  const placed = checkPlaces(entries, dataStart, fileBytes)
  return placed.ok ? ok({ entries, metadata: metadata.value }) : placed
}

/** Where the header of a file of `fileBytes` ends, from its first bytes, or why it is no safetensors file. */
export function headerEnd(bytes: Uint8Array, fileBytes: number): Result<number> {
  if (bytes.length < 8) return fail('safetensors-short', { bytes: bytes.length })
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true)
  if (length > BigInt(MOST_HEADER_BYTES)) return fail('safetensors-header', { length: String(length) })
  const end = 8 + Number(length)
  if (end > fileBytes) return fail('safetensors-header-cut', { length: String(length), bytes: fileBytes - 8 })
  return ok(end)
}

function headerText(bytes: Uint8Array, fileBytes: number): Result<{ json: string; dataStart: number }> {
  const end = headerEnd(bytes, fileBytes)
  if (!end.ok) return end
  const dataStart = end.value
  try {
    return ok({
      json: new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, dataStart)),
      dataStart,
    })
  } catch {
    return fail('safetensors-text')
  }
}

function readMetadata(raw: unknown): Result<Record<string, string>> {
  if (raw === undefined) return ok({})
  if (!isJson(raw)) return fail('safetensors-metadata')
  const metadata: [string, string][] = []
  for (const [key, value] of Object.entries(raw)) {
    if (typeof value !== 'string') return fail('safetensors-metadata-value', { key })
    metadata.push([key, value])
  }
  return ok(Object.fromEntries(metadata))
}

function readEntry(name: string, raw: unknown, dataStart: number, fileBytes: number): Result<TensorEntry> {
  if (!isJson(raw)) return fail('safetensors-entry', { name })
  const { dtype, shape, data_offsets: offsets } = raw
  if (typeof dtype !== 'string' || !Object.hasOwn(elementBytes, dtype))
    return fail('safetensors-dtype', { name, type: JSON.stringify(dtype) })
  if (!Array.isArray(shape) || !shape.every(isCount)) return fail('safetensors-shape', { name })
  const bytes = shape.reduce((product, n) => product * n, elementBytes[dtype as Dtype])
  if (!Number.isSafeInteger(bytes) || bytes > fileBytes)
    return fail('safetensors-shape-size', { name, shape })
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    return fail('safetensors-offsets', { name })
  const [begin, end] = offsets as [number, number]
  if (end < begin || dataStart + end > fileBytes)
    return fail('safetensors-beyond', { name, begin, end, bytes: fileBytes - dataStart })
  if (end - begin !== bytes)
    return fail('safetensors-size', { name, bytes: end - begin, shape, type: dtype, needs: bytes })
  return ok({ name, dtype: dtype as Dtype, shape: shape, begin: dataStart + begin, end: dataStart + end })
}

function checkPlaces(entries: readonly TensorEntry[], dataStart: number, fileBytes: number): Result<null> {
  let next = dataStart
  for (const entry of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (entry.begin < next) return fail('safetensors-overlap', { name: entry.name })
    if (entry.begin > next) return fail('safetensors-gap', { bytes: entry.begin - next, name: entry.name })
    next = entry.end
  }
  return next === fileBytes ? ok(null) : fail('safetensors-left', { bytes: fileBytes - next })
}

/** The numbers of one entry of a header that `readHeader` accepted, as f32: exact for all three types. */
export function readTensor(bytes: Uint8Array, entry: TensorEntry): Float32Array {
  // A copy, aligned for its numbers: `slice` of Node's Buffer would be a view.
  const own = new Uint8Array(bytes.subarray(entry.begin, entry.end)).buffer
  switch (entry.dtype) {
    case 'F32':
      return new Float32Array(own)
    case 'F16':
      return Float32Array.from(new Uint16Array(own), halfToFloat)
    case 'BF16':
      return Float32Array.from(new Uint16Array(own), bfloatToFloat)
  }
}

/**
 * A whole file; F16 rounds to the nearest half. Throws for what no caller should ask for: wrong sizes, a name
 * twice.
 */
export function writeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>> = {},
  dtype: 'F32' | 'F16' = 'F32',
): Uint8Array<ArrayBuffer> {
  const header: [string, unknown][] = Object.keys(metadata).length > 0 ? [[METADATA, metadata]] : []
  const names = new Set<string>([METADATA])
  let length = 0
  for (const { name, shape, data } of tensors) {
    if (names.has(name)) throw new Error(`safetensors: "${name}" cannot be written twice`)
    if (shape.reduce((product, n) => product * n, 1) !== data.length)
      throw new Error(`safetensors: "${name}" has ${data.length} numbers for the shape [${shape.join(', ')}]`)
    names.add(name)
    const end = length + data.length * elementBytes[dtype]
    header.push([name, { dtype, shape, data_offsets: [length, end] }])
    length = end
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)))
  // Spaces after the header let the numbers start at a multiple of eight.
  const dataStart = Math.ceil((8 + json.length) / 8) * 8
  const bytes = new Uint8Array(dataStart + length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(dataStart - 8), true)
  bytes.fill(0x20, 8, dataStart)
  bytes.set(json, 8)
  let at = dataStart
  for (const { data } of tensors) {
    const own = dtype === 'F32' ? data : Uint16Array.from(data, floatToHalf)
    bytes.set(new Uint8Array(own.buffer, own.byteOffset, own.byteLength), at)
    at += own.byteLength
  }
  return bytes
}
