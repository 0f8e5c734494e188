// One file in, its documents out: by content where the name lies, cleaned, and with one clear line for what
// cannot be read.

import { isLostPart } from '../base/lostPart'
import { messageOf, ok, type Result } from '../base/result'
import { problem, ProblemError, problemIn, type Problem } from '../problems'
import { openArchive } from './archive'
import { cleanText } from './clean'
import { decode } from './decodeText'
import type { ReaderItem } from './document'
import { kindOfBytes, kindOfText, type BinaryKind, type TextKind } from './kinds'
import { readCsv } from './readers/csv'
import { textOfDocx } from './readers/docx'
import { textOfEpub } from './readers/epub'
import { textOfHtml } from './readers/html'
import { readJson, readJsonLines } from './readers/json'
import { looksLikeMail, textOfMail } from './readers/mail'
import { cellsOf, textOfNotebook } from './readers/notebook'
import { textOfSubtitles } from './readers/subtitles'
import { textOfMarkdown } from './readers/markdown'
import { textOfPdf } from './readers/pdf'
import { gunzip, isGzip, tarEntries } from './unpack'

export interface ReadDocument {
  /** Path of the file, with `#n` for a record and `/path` for a file inside an archive. */
  readonly name: string
  readonly text: string
  /** Share of the dropped file read so far, 0..1. */
  readonly share: number
}

/**
 * Documents of a file in order. Failures name the file (or the file inside an archive) and never end the
 * others;
 * a file that gives neither document nor failure does not exist. Throws nothing.
 */
export async function* readFile(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
): AsyncGenerator<Result<ReadDocument>> {
  let documents = 0
  let failures = 0
  try {
    for await (const found of readBytes(path, bytes, 0)) {
      if (found.kind === 'problem') {
        failures += 1
        yield { ok: false, error: problemIn(path + found.suffix, found.problem) }
        continue
      }
      const text = cleanText(found.text)
      if (!/[\p{L}\p{N}]/u.test(text)) continue
      documents += 1
      yield ok({ name: path + found.suffix, text, share: found.share })
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

/** `depth` 1 inside an archive, where no further archive is opened. */
async function* readBytes(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  depth: number,
): AsyncGenerator<ReaderItem> {
  if (bytes.length === 0) throw new ProblemError(problem('file.empty'))
  const kind = kindOfBytes(bytes, path)
  if (kind !== null) {
    yield* readBinary(kind, path, bytes, depth)
    return
  }
  const { text, note } = await decode(bytes)
  if (text.trim() === '') throw new ProblemError(problem('file.blank'))
  yield* readText(kindOfText(text, path), text, bytes)
  if (note !== null) yield { kind: 'problem', suffix: '', problem: note }
}

const whole = (text: string): ReaderItem => ({ kind: 'document', suffix: '', text, share: 1 })

async function* readBinary(
  kind: BinaryKind,
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  depth: number,
): AsyncGenerator<ReaderItem> {
  switch (kind) {
    case 'pdf':
      yield whole(await textOfPdf(bytes))
      return
    case 'docx':
      yield whole(await textOfDocx(bytes))
      return
    case 'epub': {
      const { text, missing } = await textOfEpub(bytes)
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
      yield* readBytes(name, inner, depth)
      return
    }
    case 'zip':
      yield* readArchive(openArchive(bytes), depth)
      return
    case 'tar':
      yield* readArchive(
        [...tarEntries(bytes)].map((entry) => ({ path: entry.path, read: () => entry.bytes })),
        depth,
      )
      return
  }
}

async function* readText(
  kind: TextKind,
  text: string,
  bytes: Uint8Array<ArrayBuffer>,
): AsyncGenerator<ReaderItem> {
  switch (kind) {
    case 'jsonl':
      yield* readJsonLines(text)
      return
    case 'json': {
      const cells = cellsOf(text)
      if (cells === null) yield* readJson(text)
      else yield whole(await textOfNotebook(cells))
      return
    }
    case 'notebook': {
      const cells = cellsOf(text)
      if (cells === null) throw new ProblemError(problem('file.badJson'))
      yield whole(await textOfNotebook(cells))
      return
    }
    case 'csv':
      yield* readCsv(text)
      return
    case 'markdown':
      yield whole(await textOfMarkdown(text))
      return
    case 'html':
      yield whole(await textOfHtml(text))
      return
    case 'subtitles':
      yield whole(textOfSubtitles(text))
      return
    case 'mail':
      yield whole(looksLikeMail(text) ? await textOfMail(bytes) : text)
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

async function* readArchive(
  all: readonly { readonly path: string; read(): Uint8Array<ArrayBuffer> }[],
  depth: number,
): AsyncGenerator<ReaderItem> {
  if (depth > 1) throw new ProblemError(problem('file.nestedArchive'))
  const entries = all
    .filter(({ path }) => !hidden(path))
    .map((entry) => ({ path: shown(entry.path), read: () => entry.read() }))
  if (entries.length === 0) throw new ProblemError(problem('file.emptyArchive'))
  for (const [index, entry] of entries.entries()) {
    const suffix = `/${entry.path}`
    const from = index / entries.length
    try {
      for await (const found of readBytes(entry.path, entry.read(), depth + 1)) {
        if (found.kind === 'problem') yield { ...found, suffix: suffix + found.suffix }
        else yield { ...found, suffix: suffix + found.suffix, share: from + found.share / entries.length }
      }
    } catch (thrown) {
      yield { kind: 'problem', suffix, problem: damaged(thrown) }
    }
  }
}
