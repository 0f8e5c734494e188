// Texts too long to be held whole: their encoding is found in one pass over the bytes, and what they say
// comes in another, piece by piece. It must not know what the pieces are read as.

import {
  bomEncoding,
  checked,
  damagedShare,
  declaredEncoding,
  decoderOf,
  guessEncoding,
  wideEncoding,
} from './decodeText'
import type { ReadContext, ReaderItem } from './document'
import { kindOfText, type TextKind } from './kinds'
import { LONGEST_DOCUMENT, partsOf, type Piece, type Pieces } from './textPieces'
import { problem, type Problem } from '../problems'

/** Bytes up to which a text is read as one string. */
export const WHOLE_BYTES = 8e6
/** Bytes that are decoded at once. */
const PIECE = 2_000_000

type Source = Blob | Uint8Array<ArrayBuffer>

const sizeOf = (source: Source): number => (source instanceof Blob ? source.size : source.length)

async function sliceOf(source: Source, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  return source instanceof Blob
    ? new Uint8Array(await source.slice(from, to).arrayBuffer())
    : source.subarray(from, to)
}

async function* slicesOf(source: Source): AsyncGenerator<{ bytes: Uint8Array<ArrayBuffer>; share: number }> {
  const size = sizeOf(source)
  for (let at = 0; at < size; at += PIECE) {
    const end = Math.min(size, at + PIECE)
    yield { bytes: await sliceOf(source, at, end), share: end / size }
  }
}

async function* decoded(source: Source, encoding: string): AsyncGenerator<Piece> {
  const decoder = decoderOf(encoding)
  for await (const { bytes, share } of slicesOf(source)) {
    const text = decoder.decode(bytes, { stream: true })
    if (text !== '') yield { text, share }
  }
  const rest = decoder.decode()
  if (rest !== '') yield { text: rest, share: 1 }
}

interface Found {
  readonly encoding: string
  readonly isGuess: boolean
  readonly note: Problem | null
}

/** As decodeText finds it for short ones. Throws file.binary as a ProblemError. */
async function encodingOf(source: Source, context: ReadContext): Promise<Found> {
  if (context.encoding !== null) return { encoding: context.encoding, isGuess: true, note: null }
  const head = await sliceOf(source, 0, 200_000)
  const marked = bomEncoding(head)
  if (marked !== null) return { encoding: marked, isGuess: false, note: null }
  const { lost, beyond, hasZero } = await utf8Faults(source, context)
  if (!hasZero && lost === 0) return { encoding: 'utf-8', isGuess: false, note: null }
  const declared = declaredEncoding(head)
  if (declared !== null) return { encoding: declared, isGuess: false, note: null }
  if (!hasZero && beyond > 2 * lost && lost <= Math.max(1, beyond * damagedShare))
    return { encoding: 'utf-8', isGuess: true, note: problem('file.badBytes', { count: lost }) }
  const wide = wideEncoding(head.subarray(0, 4096))
  if (wide !== null) return { encoding: wide, isGuess: true, note: null }
  return { ...(await guessEncoding(head)), isGuess: true }
}

/** Characters that are no UTF-8, bytes beyond ASCII, and whether there is a zero. */
async function utf8Faults(source: Source, context: ReadContext) {
  const strict = new TextDecoder('utf-8', { fatal: true })
  let valid = true
  for await (const { bytes, share } of slicesOf(source)) {
    context.progress(share * SCAN_SHARE)
    try {
      if (strict.decode(bytes, { stream: true }).includes('\0')) return { lost: 0, beyond: 0, hasZero: true }
    } catch {
      valid = false
      break
    }
  }
  try {
    if (valid) strict.decode()
  } catch {
    valid = false
  }
  if (valid) return { lost: 0, beyond: 0, hasZero: false }
  const lax = new TextDecoder('utf-8')
  let [lost, beyond] = [0, 0]
  for await (const { bytes } of slicesOf(source)) {
    const text = lax.decode(bytes, { stream: true })
    if (text.includes('\0')) return { lost, beyond, hasZero: true }
    for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) lost += 1
    for (const byte of bytes) if (byte >= 0x80) beyond += 1
  }
  if (lax.decode() !== '') lost += 1
  return { lost, beyond, hasZero: false }
}
/** Share of the whole work that finding the encoding counts as. */
const SCAN_SHARE = 0.1

export interface LongText {
  readonly kind: TextKind
  readonly pieces: AsyncIterable<Piece>
  /** What a reader should know of how it was decoded. */
  readonly note: Problem | null
}

/** Throws ProblemError where it is no text. */
export async function openLongText(path: string, source: Source, context: ReadContext): Promise<LongText> {
  const { encoding, isGuess, note } = await encodingOf(source, context)
  if (isGuess) context.guessed(encoding)
  const size = sizeOf(source)
  const start = decoderOf(encoding).decode(await sliceOf(source, 0, ENDS))
  if (context.encoding === null) {
    checked(start)
    checked(decoderOf(encoding).decode(await sliceOf(source, Math.floor((size - ENDS) / 4) * 4, size)))
  }
  return { kind: kindOfText(start, path), pieces: decoded(source, encoding), note }
}
/** Bytes at either end by which a text is told from other things. */
const ENDS = 200_000

/** Running text as documents of bounded length. */
export async function* inParts(pieces: Pieces, context: ReadContext): AsyncGenerator<ReaderItem> {
  let count = 0
  for await (const { text, share } of partsOf(told(pieces, context))) {
    count += 1
    yield { kind: 'document', suffix: `#${count}`, text, share }
  }
  if (count > 1) context.inParts(count, LONGEST_DOCUMENT / 1e6)
}

async function* told(pieces: Pieces, context: ReadContext): AsyncGenerator<Piece> {
  for await (const piece of pieces) {
    context.progress(piece.share)
    yield piece
  }
}
