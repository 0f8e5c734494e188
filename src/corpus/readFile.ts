// One file in, its documents out: by content where the name lies, cleaned, and with one clear line for what
// cannot be read.

import { messageOf, ok, type Result } from '../base/result'
import { problem, ProblemError, problemIn, type Problem } from '../problems'
import { openArchive } from './archive'
import { cleanText } from './clean'
import { decodeText } from './decode'
import type { Found } from './document'
import { kindOfBytes, kindOfText, type Kind } from './kinds'
import { readCsv } from './readers/csv'
import { textOfDocx } from './readers/docx'
import { textOfEpub } from './readers/epub'
import { textOfHtml } from './readers/html'
import { readJson, readJsonLines } from './readers/json'
import { textOfMarkdown } from './readers/markdown'
import { textOfPdf } from './readers/pdf'

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
  return problem('file.unreadable', { reason: messageOf(thrown).split('\n', 1).join('') })
}

/** `depth` 1 inside an archive, where no further archive is opened. */
async function* readBytes(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  depth: number,
): AsyncGenerator<Found> {
  if (bytes.length === 0) throw new ProblemError(problem('file.empty'))
  const kind = kindOfBytes(bytes, path)
  if (kind === 'zip') yield* readArchive(bytes, depth)
  else if (kind !== null) yield whole(await textOfBinary(kind, bytes))
  else {
    const text = decodeText(bytes)
    if (text.trim() === '') throw new ProblemError(problem('file.blank'))
    yield* readText(kindOfText(text, path), text)
  }
}

const whole = (text: string): Found => ({ kind: 'document', suffix: '', text, share: 1 })

function textOfBinary(kind: Kind, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  switch (kind) {
    case 'pdf':
      return textOfPdf(bytes)
    case 'docx':
      return textOfDocx(bytes)
    case 'epub':
      return textOfEpub(bytes)
    default:
      throw new Error(`${kind} is no binary kind`)
  }
}

async function* readText(kind: Kind, text: string): AsyncGenerator<Found> {
  if (kind === 'jsonl') yield* readJsonLines(text)
  else if (kind === 'json') yield* readJson(text)
  else if (kind === 'csv') yield* readCsv(text)
  else if (kind === 'markdown') yield whole(await textOfMarkdown(text))
  else if (kind === 'html') yield whole(await textOfHtml(text))
  else yield whole(text)
}

const hidden = (path: string): boolean =>
  path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX')

async function* readArchive(bytes: Uint8Array<ArrayBuffer>, depth: number): AsyncGenerator<Found> {
  if (depth > 1) throw new ProblemError(problem('file.nestedArchive'))
  const entries = openArchive(bytes).filter(({ path }) => !hidden(path))
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
