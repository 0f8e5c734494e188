// One file in, its documents out: by content where the name lies, cleaned, and with one clear line for what
// cannot be read.

import { isLostPart } from '../base/lostPart'
import { messageOf, ok, type Result } from '../base/result'
import { problem, ProblemError, problemIn, type Problem } from '../problems'
import type { SourceMarks } from '../protocol/ports'
import { openArchive } from './archive'
import { cleanText } from './clean'
import { decode } from './decodeText'
import { plainReading, type ReadContext, type ReaderItem } from './document'
import { kindOfBytes, kindOfText, type BinaryKind, type TextKind } from './kinds'
import { readCsv } from './readers/csv'
import { textOfDocx } from './readers/docx'
import { textOfEpub } from './readers/epub'
import { readFeed } from './readers/feed'
import { textOfHtml } from './readers/html'
import { readJson, readJsonLines } from './readers/json'
import { looksLikeMail, mailsOfBox, textOfMail } from './readers/mail'
import { cellsOf, textOfNotebook } from './readers/notebook'
import { readSubtitles } from './readers/subtitles'
import { sectionsOfMarkdown, textOfMarkdown } from './readers/markdown'
import { textOfPdf } from './readers/pdf'
import { inParts, openLongText, WHOLE_BYTES } from './longText'
import { onePiece } from './textPieces'
import { gunzip, isGzip, tarEntries } from './unpack'

export interface ReadDocument {
  /** Path of the file, with `#n` for a record and `/path` for a file inside an archive. */
  readonly name: string
  readonly text: string
  /** Share of the dropped file read so far, 0..1. */
  readonly share: number
  readonly marks?: SourceMarks
}

export interface ReadOptions extends Partial<ReadContext> {
  /** Files of an archive that were read before, in its order. */
  readonly skip?: number
  /** Before each file of an archive, with its path there and its bytes when unpacked. */
  readonly onEntry?: (index: number, path: string, bytes: number) => void
}
type Reading = ReadContext & Required<Pick<ReadOptions, 'skip' | 'onEntry'>>

/**
 * Documents of a file in order. Failures name the file (or the file inside an archive) and never end the
 * others;
 * a file that gives neither document nor failure does not exist. Throws nothing.
 */
export async function* readFile(
  path: string,
  source: Blob | Uint8Array<ArrayBuffer>,
  options: ReadOptions = {},
): AsyncGenerator<Result<ReadDocument>> {
  let documents = 0
  let failures = 0
  const reading = { ...plainReading, skip: 0, onEntry: () => undefined, ...options }
  try {
    for await (const found of readSource(path, source, reading)) {
      if (found.kind === 'problem') {
        failures += 1
        yield { ok: false, error: problemIn(path + found.suffix, found.problem) }
        continue
      }
      const text = cleanText(found.text)
      if (!/[\p{L}\p{N}]/u.test(text)) {
        if (found.suffix !== '') reading.leftOut('records', 1)
        continue
      }
      documents += 1
      const { share, marks } = found
      // Marks of a text that cleaning has changed would point beside what they mean.
      const held = marks !== undefined && text === found.text && marks.at.length > 0 ? { marks } : {}
      yield ok({ name: path + found.suffix, text, share, ...held })
    }
  } catch (thrown) {
    failures += 1
    yield { ok: false, error: problemIn(path, damaged(thrown)) }
  }
  if (documents === 0 && failures === 0) yield { ok: false, error: problemIn(path, problem('file.noText')) }
}

function damaged(thrown: unknown): Problem {
  if (thrown instanceof ProblemError) return thrown.problem
  if (isLostPart(thrown)) return problem('part-missing')
  return problem('file.unreadable', { reason: messageOf(thrown).split('\n', 1).join('') })
}

/** Larger files are refused: they are unpacked from memory. */
export const largestFile = 400e6
/** Larger texts are refused, though they are read in pieces. */
export const largestText = 2e9

async function* readSource(
  path: string,
  source: Blob | Uint8Array<ArrayBuffer>,
  reading: Reading,
): AsyncGenerator<ReaderItem> {
  // Readers take over what they read.
  if (source instanceof Uint8Array) {
    yield* readBytes(path, source.slice(), 0, reading)
    return
  }
  const { size } = source
  if (size > largestText) throw tooLarge(size, largestText)
  // Of a long text, its head says that it is one.
  const isText = size > WHOLE_BYTES && kindOfBytes(await bytesOf(source, 1024), path, 'head') === null
  if (!isText && size > largestFile) throw tooLarge(size, largestFile)
  if (isText) yield* readLong(path, source, reading)
  else yield* readBytes(path, await bytesOf(source, size), 0, reading)
}

async function bytesOf(source: Blob, count: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const part = count < source.size ? source.slice(0, count) : source
    return new Uint8Array(await part.arrayBuffer())
  } catch (thrown) {
    throw new ProblemError(problem('file.unopened', { reason: messageOf(thrown) }))
  }
}

/** `depth` 1 inside an archive, where no further archive is opened. */
async function* readBytes(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  depth: number,
  reading: Reading,
): AsyncGenerator<ReaderItem> {
  if (bytes.length === 0) throw new ProblemError(problem('file.empty'))
  const kind = kindOfBytes(bytes, path)
  if (kind !== null) {
    yield* readBinary(kind, path, bytes, depth, reading)
    return
  }
  if (bytes.length > WHOLE_BYTES) {
    yield* readLong(path, bytes, reading)
    return
  }
  const { text, note, encoding } = await decode(bytes, { chosen: reading.encoding, always: depth === 0 })
  if (encoding !== null) reading.guessed(encoding)
  if (text.trim() === '') throw new ProblemError(problem('file.blank'))
  yield* readText(kindOfText(text, path), text, bytes, reading)
  if (note !== null) yield { kind: 'problem', suffix: '', problem: note }
}

/** Larger ones of the formats that have to be read whole are refused. */
export const largestWhole = 100e6

async function* readLong(
  path: string,
  source: Blob | Uint8Array<ArrayBuffer>,
  reading: Reading,
): AsyncGenerator<ReaderItem> {
  const { kind, pieces, note } = await openLongText(path, source, reading)
  switch (kind) {
    case 'jsonl':
      yield* readJsonLines(pieces)
      break
    case 'csv':
      yield* readCsv(pieces)
      break
    case 'markdown':
      yield* inParts(sectionsOfMarkdown(pieces), reading)
      break
    case 'text':
      yield* inParts(pieces, reading)
      break
    case 'json':
    case 'notebook':
    case 'html':
    case 'subtitles':
    case 'feed':
    case 'mail': {
      const size = source instanceof Blob ? source.size : source.length
      if (size > largestWhole) throw tooLarge(size, largestWhole)
      const bytes = source instanceof Uint8Array ? source : await bytesOf(source, size)
      let text = ''
      for await (const piece of pieces) text += piece.text
      yield* readText(kind, text, bytes, reading)
    }
  }
  if (note !== null) yield { kind: 'problem', suffix: '', problem: note }
}

const tooLarge = (size: number, limit: number): ProblemError =>
  new ProblemError(problem('file.tooLarge', { megabytes: Math.round(size / 1e6), limit: limit / 1e6 }))

const whole = (text: string): Extract<ReaderItem, { kind: 'document' }> => ({
  kind: 'document',
  suffix: '',
  text,
  share: 1,
})

async function* readBinary(
  kind: BinaryKind,
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  depth: number,
  reading: Reading,
): AsyncGenerator<ReaderItem> {
  switch (kind) {
    case 'pdf':
      yield whole(await textOfPdf(bytes, reading))
      return
    case 'docx':
      yield whole(await textOfDocx(bytes, reading))
      return
    case 'epub': {
      const { text, missing } = await textOfEpub(bytes, reading)
      yield whole(text)
      if (missing > 0)
        yield { kind: 'problem', suffix: '', problem: problem('file.missingChapters', { count: missing }) }
      return
    }
    case 'gzip': {
      // What is packed is one file, or a tar of many, which is an archive like any other.
      const inner = gunzip(bytes)
      if (isGzip(inner)) throw new ProblemError(problem('file.nestedArchive'))
      const name = path.replace(/\.(?:gz|gzip)$/iu, '').replace(/\.tgz$/iu, '.tar')
      yield* readBytes(name, inner, depth, reading)
      return
    }
    case 'zip':
      yield* readArchive(openArchive(bytes), depth, reading)
      return
    case 'tar':
      yield* readArchive([...tarEntries(bytes)], depth, reading)
      return
  }
}

/** A mail, or the mails of a box. */
async function* readMail(
  text: string,
  bytes: Uint8Array<ArrayBuffer>,
  reading: Reading,
): AsyncGenerator<ReaderItem> {
  const mails = mailsOfBox(bytes)
  if (mails === null) {
    yield whole(looksLikeMail(text) ? await textOfMail(bytes, reading) : text)
    return
  }
  for (const [index, mail] of mails.entries())
    yield {
      kind: 'document',
      suffix: `#${String(index + 1)}`,
      text: await textOfMail(mail, reading),
      share: (index + 1) / mails.length,
    }
}

function subtitles(text: string, { leftOut }: ReadContext): ReaderItem {
  let bad = 0
  const read = readSubtitles(text, () => (bad += 1))
  if (bad > 0 && read.text === '') throw new ProblemError(problem('file.badCues', { count: bad }))
  if (bad > 0) leftOut('cues', bad)
  return { ...whole(''), ...read }
}

async function* readText(
  kind: TextKind,
  text: string,
  bytes: Uint8Array<ArrayBuffer>,
  reading: Reading,
): AsyncGenerator<ReaderItem> {
  switch (kind) {
    case 'jsonl':
      yield* readJsonLines(onePiece(text))
      return
    case 'json': {
      const cells = cellsOf(text)
      if (cells === null) yield* readJson(text, reading)
      else yield whole(await textOfNotebook(cells, reading))
      return
    }
    case 'notebook': {
      const cells = cellsOf(text)
      if (cells === null) throw new ProblemError(problem('file.badJson'))
      yield whole(await textOfNotebook(cells, reading))
      return
    }
    case 'csv':
      yield* readCsv(onePiece(text))
      return
    case 'markdown':
      yield whole(await textOfMarkdown(text, reading))
      return
    case 'html':
      yield whole(await textOfHtml(text, reading))
      return
    case 'feed':
      yield* readFeed(text, reading)
      return
    case 'subtitles':
      yield subtitles(text, reading)
      return
    case 'mail':
      yield* readMail(text, bytes, reading)
      return
    case 'text':
      yield whole(text)
      return
  }
}

/** Files that a system puts beside a person's own; `..` in a path is no hidden folder. */
const hidden = (path: string): boolean =>
  path
    .split(/[/\\]/)
    .some((part) => (part.startsWith('.') && part !== '.' && part !== '..') || part === '__MACOSX')

/** A name as it is shown: no way up, no control signs. */
const shown = (path: string): string =>
  path
    .split(/[/\\]/)
    .filter((part) => part !== '.' && part !== '..' && part !== '')
    .join('/')
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd')

interface PackedFile {
  readonly path: string
  readonly size: number
  read(): Uint8Array<ArrayBuffer>
}

async function* readArchive(
  all: readonly PackedFile[],
  depth: number,
  reading: Reading,
): AsyncGenerator<ReaderItem> {
  if (depth > 1) throw new ProblemError(problem('file.nestedArchive'))
  const entries = all.filter(({ path }) => !hidden(path))
  const unseen = all.filter(({ path }) => hidden(path) && !/(?:^|[/\\])(?:__MACOSX|\.DS_Store)/.test(path))
  if (unseen.length > 0) reading.leftOut('hiddenFiles', unseen.length)
  if (entries.length === 0) throw new ProblemError(problem('file.emptyArchive'))
  for (const [index, entry] of entries.entries()) {
    if (depth === 0 && index < reading.skip) continue
    const path = shown(entry.path)
    if (depth === 0) reading.onEntry(index, path, entry.size)
    const suffix = `/${path}`
    const from = index / entries.length
    const within = {
      ...reading,
      progress: (share: number) => reading.progress(from + share / entries.length),
    }
    try {
      for await (const found of readBytes(path, entry.read(), depth + 1, within)) {
        if (found.kind === 'problem') yield { ...found, suffix: suffix + found.suffix }
        else yield { ...found, suffix: suffix + found.suffix, share: from + found.share / entries.length }
      }
    } catch (thrown) {
      yield { kind: 'problem', suffix, problem: damaged(thrown) }
    }
  }
}
