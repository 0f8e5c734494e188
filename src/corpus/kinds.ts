// What a file is: by its bytes first, and by its name only where text could be several things.

import { at } from '../base/at'
import { isPrefixedArchive, openArchive } from './archive'
import { MAIN_PART } from './readers/docx'
import { beginsAsFeed } from './readers/feed'
import { isRecording } from './recordings'
import { looksLikeBox } from './readers/mail'
import { looksLikeSubtitles } from './readers/subtitles'
import { isGzip, isTar } from './unpack'
import { problem, ProblemError } from '../problems'

/** Kinds of bytes that are no text. */
export type BinaryKind = 'pdf' | 'docx' | 'epub' | 'zip' | 'gzip' | 'tar'
export type TextKind =
  'text' | 'markdown' | 'html' | 'jsonl' | 'json' | 'csv' | 'notebook' | 'subtitles' | 'mail' | 'feed'
export type Kind = BinaryKind | TextKind

const extensions: Readonly<Record<string, TextKind>> = {
  md: 'markdown',
  markdown: 'markdown',
  mdx: 'markdown',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  xml: 'html',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
  csv: 'csv',
  tsv: 'csv',
  ipynb: 'notebook',
  srt: 'subtitles',
  vtt: 'subtitles',
  ass: 'subtitles',
  ssa: 'subtitles',
  eml: 'mail',
  mbox: 'mail',
  mht: 'mail',
  mhtml: 'mail',
  rss: 'feed',
  atom: 'feed',
}

/** Extensions of archives. */
const packed: ReadonlySet<string> = new Set(['docx', 'epub', 'zip'])

export function extensionOf(path: string): string {
  const match = /\.([^./]+)$/.exec(path)
  return match === null ? '' : at(match, 1).toLowerCase()
}

const startsWith = (bytes: Uint8Array, ...values: number[]): boolean =>
  values.every((value, index) => bytes[index] === value)

/**
 * Kinds that bytes alone decide, or null for what may be text. Of the head of a file, 1,024 bytes, 'zip' may
 * stand for any packed form. Throws ProblemError for what is known and not read.
 */
export function kindOfBytes(
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
  part: 'whole' | 'head' = 'whole',
): BinaryKind | null {
  const named = extensionOf(path)
  const isProgram = startsWith(bytes, 0x4d, 0x5a) || startsWith(bytes, 0x7f, 0x45, 0x4c, 0x46)
  if (
    part === 'head' &&
    (startsWith(bytes, 0x50, 0x4b) ||
      startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0) ||
      isProgram ||
      packed.has(named))
  )
    return 'zip'
  if (startsWith(bytes, 0x50, 0x4b, 3, 4) || startsWith(bytes, 0x50, 0x4b, 5, 6)) return kindOfArchive(bytes)
  if (isGzip(bytes)) return 'gzip'
  if (isTar(bytes)) return 'tar'
  if (startsWith(bytes, 0x50, 0x41, 0x52, 0x31)) throw new ProblemError(problem('file.parquet'))
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw oldOffice(bytes)
  if (isRecording(bytes)) throw new ProblemError(problem('file.recording'))
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 1024))
  if (head.includes('%PDF-')) return 'pdf'
  if (head.startsWith('{\\rtf')) throw new ProblemError(problem('file.richText'))
  if (isPrefixedArchive(bytes)) return kindOfArchive(bytes)
  if (named === 'pdf') throw new ProblemError(problem('file.notPdf'))
  if (packed.has(named)) throw new ProblemError(problem('file.notItsKind', { extension: named }))
  return null
}

function kindOfArchive(bytes: Uint8Array<ArrayBuffer>): BinaryKind {
  const names = new Set(openArchive(bytes).map(({ path }) => path))
  if ([...names].some((name) => MAIN_PART.test(name))) return 'docx'
  if (names.has('META-INF/container.xml')) return 'epub'
  if (names.has('xl/workbook.xml')) throw new ProblemError(problem('file.spreadsheet'))
  if (names.has('ppt/presentation.xml')) throw new ProblemError(problem('file.presentation'))
  if (names.has('content.xml') && names.has('mimetype')) throw new ProblemError(problem('file.openDocument'))
  return 'zip'
}

/**
 * Office files with a password are a compound file that holds the stream EncryptedPackage (its name in
 * UTF-16).
 */
function oldOffice(bytes: Uint8Array): ProblemError {
  const name = 'EncryptedPackage'.split('').join('\0')
  const locked = new TextDecoder('latin1').decode(bytes).includes(name)
  return locked ? new ProblemError(problem('file.locked')) : new ProblemError(problem('file.oldOffice'))
}

/** What a text is: what it begins with goes before its name. */
export function kindOfText(text: string, path: string): TextKind {
  const start = text.slice(0, 500).trimStart().toLowerCase()
  if (/^(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)?<(?:!doctype html|html)\b/.test(start)) return 'html'
  if (beginsAsFeed(start)) return 'feed'
  const named = extensions[extensionOf(path)] ?? 'text'
  if (named === 'text' && looksLikeSubtitles(text)) return 'subtitles'
  if (named === 'text' && looksLikeBox(text)) return 'mail'
  // A list over several lines.
  if (named === 'jsonl' && /^\ufeff?\s*[[{]\s*\n/.test(text.slice(0, 500))) return 'json'
  if (named !== 'jsonl' && start.startsWith('{') && firstLinesAreObjects(text)) return 'jsonl'
  return named
}

function firstLinesAreObjects(text: string): boolean {
  const lines = text
    .slice(0, 200_000)
    .split('\n', 3)
    .filter((line) => line.trim() !== '')
  if (lines.length < 2) return false
  return lines.slice(0, 2).every((line) => {
    try {
      const value: unknown = JSON.parse(line)
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    } catch {
      return false
    }
  })
}
