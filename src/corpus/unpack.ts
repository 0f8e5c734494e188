// gzip and tar, within the limits of archives. (RFC 1952; POSIX.1-2017, pax, "ustar Interchange Format".)

import { Gunzip } from 'fflate'
import { problem, ProblemError } from '../problems'
import { archiveLimits } from './archive'

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8

/** Throws ProblemError where it is damaged or unpacks to more than an archive may. */
export function gunzip(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  const { entryBytes, ratio, ratioFrom } = archiveLimits
  const stream = new Gunzip((chunk) => {
    size += chunk.length
    if (size > entryBytes || (size > ratioFrom && size > bytes.length * ratio))
      throw new ProblemError(problem('file.largeEntry', { megabytes: Math.round(size / 1e6) }))
    chunks.push(chunk)
  })
  try {
    // In portions, so that a bomb is found before it is unpacked.
    for (let at = 0; at < bytes.length; at += PORTION)
      stream.push(bytes.subarray(at, at + PORTION), at + PORTION >= bytes.length)
  } catch (thrown) {
    throw thrown instanceof ProblemError ? thrown : new ProblemError(problem('file.damagedArchive'))
  }
  const out = new Uint8Array(size)
  let at = 0
  // Each portion is let go as it is copied.
  for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) {
    out.set(chunk, at)
    at += chunk.length
  }
  return out
}
const PORTION = 65_536

const BLOCK = 512
/** Bytes of a long name or of a file's attributes that are looked at. */
const LONGEST_HEAD = 65_536
const field = (bytes: Uint8Array, at: number, length: number): string =>
  new TextDecoder('utf-8').decode(bytes.subarray(at, at + length)).replace(/\0[^]*$/, '')

export const isTar = (bytes: Uint8Array): boolean =>
  bytes.length >= 2 * BLOCK && field(bytes, 257, 5) === 'ustar'

export interface TarEntry {
  readonly path: string
  readonly size: number
  read(): Uint8Array<ArrayBuffer>
}

/** Files of a tar archive in order. Throws ProblemError where it is cut short. */
export function* tarEntries(bytes: Uint8Array<ArrayBuffer>): Generator<TarEntry> {
  let longName: string | null = null
  for (let at = 0; at + BLOCK <= bytes.length;) {
    const name = field(bytes, at, 100)
    if (name === '') return
    const size = Number.parseInt(field(bytes, at + 124, 12).trim() || '0', 8)
    const start = at + BLOCK
    if (!Number.isSafeInteger(size) || size < 0 || start + size > bytes.length)
      throw new ProblemError(problem('file.damagedArchive'))
    const type = field(bytes, at + 156, 1)
    const prefix = field(bytes, at + 345, 155)
    const said = (): string => field(bytes, start, Math.min(size, LONGEST_HEAD))
    if (type === 'L') longName = said()
    else if (type === 'x') longName = /(?:^|\n)\d+ path=([^\n]*)\n/.exec(said())?.[1] ?? null
    else {
      const path: string = longName ?? (prefix === '' ? name : `${prefix}/${name}`)
      longName = null
      if (type === '' || type === '0') yield { path, size, read: () => bytes.slice(start, start + size) }
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK
  }
}
