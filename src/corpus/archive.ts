// A zip file entry by entry, within limits: what it says of itself is read first, so that an encrypted,
// broken or bomb-like archive is refused before anything is unpacked (format: PKWARE APPNOTE 6.3, sections
// 4.3 and 4.4).

import { inflateSync } from 'fflate'
import { crc32 } from '../base/crc32'
import { problem, ProblemError } from '../problems'

export interface ArchiveEntry {
  readonly path: string
  /** Bytes when unpacked, as the archive says; never exceeded. */
  readonly size: number
  readonly encrypted: boolean
  /** Throws ProblemError. */
  read(): Uint8Array<ArrayBuffer>
}

export interface ArchiveLimits {
  readonly entries: number
  readonly entryBytes: number
  readonly totalBytes: number
  /** Unpacked bytes a packed one, held to from `ratioFrom` unpacked bytes on. */
  readonly ratio: number
  readonly ratioFrom: number
}

export const archiveLimits: ArchiveLimits = {
  entries: 200_000,
  entryBytes: 300e6,
  totalBytes: 2e9,
  ratio: 1000,
  ratioFrom: 20e6,
}

const broken = (): ProblemError => new ProblemError(problem('file.damagedArchive'))

/**
 * Files of the archive in its order, folders left out; what stands before it, as a self-extracting one has a
 * program, is passed over. Throws ProblemError.
 */
export function openArchive(given: Uint8Array<ArrayBuffer>, limits = archiveLimits): ArchiveEntry[] {
  const whole = new DataView(given.buffer, given.byteOffset, given.byteLength)
  const found = findEnd(whole)
  if (found === null) throw broken()
  const count = whole.getUint16(found + 10, true)
  const directory = whole.getUint32(found + 16, true)
  if (count === 0xffff || directory === 0xffffffff) throw new ProblemError(problem('file.zip64Archive'))
  const before = count === 0 ? 0 : bytesBefore(whole, found)
  if (before === null) throw broken()
  const bytes = given.subarray(before)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = found - before
  let at = directory
  const entries: ArchiveEntry[] = []
  let total = 0
  for (let n = 0; n < count; n++) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) throw broken()
    const nameLength = view.getUint16(at + 28, true)
    const path = entryName(bytes.subarray(at + 46, at + 46 + nameLength))
    const entry = entryAt(bytes, view, at, path, limits)
    total += entry.size
    if (total > limits.totalBytes || entries.length >= limits.entries)
      throw new ProblemError(problem('file.largeArchive'))
    if (!path.endsWith('/')) entries.push(entry)
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

/** Position of the end record: in the last 64 KB, after it only the comment; null where there is none. */
function findEnd(view: DataView): number | null {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at
  }
  return null
}

/**
 * Bytes before the first that the archive counts: the directory stands right before the end record, wherever
 * it says that it is. Null where there is no directory.
 */
function bytesBefore(view: DataView, end: number): number | null {
  const said = view.getUint32(end + 16, true)
  const isDirectory = (at: number): boolean =>
    at >= 0 && at + 46 <= end && view.getUint32(at, true) === 0x02014b50
  if (isDirectory(said)) return 0
  const size = view.getUint32(end + 12, true)
  return isDirectory(end - size) && end - size >= said ? end - size - said : null
}

/** True for an archive with other bytes before it. */
export function isPrefixedArchive(bytes: Uint8Array<ArrayBuffer>): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = bytes.length < 22 ? null : findEnd(view)
  return end !== null && view.getUint16(end + 10, true) > 0 && bytesBefore(view, end) !== null
}

function entryAt(
  bytes: Uint8Array<ArrayBuffer>,
  view: DataView,
  at: number,
  path: string,
  limits: ArchiveLimits,
): ArchiveEntry {
  const encrypted = (view.getUint16(at + 8, true) & 1) === 1
  const method = view.getUint16(at + 10, true)
  const packed = view.getUint32(at + 20, true)
  const size = view.getUint32(at + 24, true)
  const local = view.getUint32(at + 42, true)
  const read = (): Uint8Array<ArrayBuffer> => {
    if (encrypted) throw new ProblemError(problem('file.lockedEntry'))
    if (size > limits.entryBytes || (size > limits.ratioFrom && size > packed * limits.ratio)) {
      throw new ProblemError(problem('file.largeEntry', { megabytes: Math.round(size / 1e6) }))
    }
    if (local + 30 > view.byteLength || view.getUint32(local, true) !== 0x04034b50) throw broken()
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    if (start + packed > view.byteLength) throw broken()
    const data = bytes.subarray(start, start + packed)
    if (method !== 0 && method !== 8) throw new ProblemError(problem('file.packedEntry'))
    const out = method === 0 ? data.slice() : inflated(data, size)
    if (crc32(out) !== view.getUint32(at + 16, true)) throw broken()
    return out
  }
  return { path, size, encrypted, read }
}

function inflated(data: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  let out: Uint8Array
  try {
    // With its room given, the inflater writes no more than that.
    out = inflateSync(data, { out: new Uint8Array(size) })
  } catch {
    throw broken()
  }
  if (out.length !== size) throw broken()
  return out as Uint8Array<ArrayBuffer>
}

function entryName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
