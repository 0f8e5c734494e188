// Bytes to text: by byte order mark, else UTF-8, else what the file itself declares, else UTF-16 by its
// zeros, else what a detector takes them for; bytes that no text would have are told as binary.

import { at } from '../base/at'
import { problem, ProblemError, type Problem } from '../problems'
import { cyrillicEncoding } from './cyrillic'

/** Control characters that plain text does not have, and what windows-1252 leaves undefined. */
const strange = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f\u0081\u008d\u008f\u0090\u009d]/g
/** More of them than this share and it is no text. */
const strangeShare = 0.002

/**
 * Share of the bytes beyond ASCII that may be no UTF-8 in a text that else is: damage, not another encoding.
 */
export const damagedShare = 0.02

export interface Decoded {
  readonly text: string
  /** What a reader should know of how it was read: a guess, or characters that were lost. */
  readonly note: Problem | null
  /** The encoding, by its WHATWG name, where it was guessed or chosen. */
  readonly encoding: string | null
}

/** An encoding that a person chose; not `always`, it holds where the bytes leave a doubt. */
export interface ChosenEncoding {
  readonly chosen: string | null
  readonly always: boolean
}
const noChoice: ChosenEncoding = { chosen: null, always: false }

/** Throws file.binary and file.unknownEncoding as a ProblemError. */
export async function decode(
  bytes: Uint8Array,
  { chosen, always }: ChosenEncoding = noChoice,
): Promise<Decoded> {
  if (chosen !== null && always) return inEncoding(bytes, chosen)
  const sure = certain(bytes)
  if (sure !== null) return { text: checked(sure), note: null, encoding: null }
  if (chosen !== null) return inEncoding(bytes, chosen)
  const damaged = nearlyUtf8(bytes)
  if (damaged !== null) return { ...damaged, text: checked(damaged.text) }
  const wide = wideEncoding(bytes)
  if (wide !== null) return { text: checked(new TextDecoder(wide).decode(bytes)), note: null, encoding: wide }
  const { encoding, note } = await guessEncoding(bytes)
  return { text: checked(decoderOf(encoding).decode(bytes)), note, encoding }
}

/** Whatever the bytes look like. */
const inEncoding = (bytes: Uint8Array, encoding: string): Decoded => ({
  text: decoderOf(encoding).decode(bytes),
  note: null,
  encoding,
})

/** Decodes a text in pieces. Throws file.unknownEncoding as a ProblemError. */
export function decoderOf(encoding: string): {
  decode(bytes?: Uint8Array, more?: TextDecodeOptions): string
} {
  let decoder: TextDecoder
  try {
    decoder = new TextDecoder(encoding)
  } catch {
    throw new ProblemError(problem('file.unknownEncoding', { encoding }))
  }
  if (decoder.encoding !== 'windows-1252') return decoder
  // Some versions of Node decode 0x80..0x9f as controls.
  return {
    decode: (bytes, more) =>
      decoder
        .decode(bytes, more)
        .replace(/[\u0080-\u009f]/g, (sign) => upper[sign.charCodeAt(0) - 0x80] ?? sign),
  }
}

/** As the text itself says or proves: by its mark, as UTF-8, or as it declares. */
function certain(bytes: Uint8Array): string | null {
  const marked = bomEncoding(bytes)
  if (marked !== null) return new TextDecoder(marked).decode(bytes)
  const utf8 = strict(bytes, 'utf-8')
  // Seven bits a byte, with escapes that switch to Japanese.
  if (utf8?.includes('\u001b$') === true) return strict(bytes, 'iso-2022-jp') ?? utf8
  if (utf8 !== null && !utf8.includes('\0')) return utf8
  const declared = declaredEncoding(bytes)
  return declared === null ? null : strict(bytes, declared)
}

/** Characters of UTF-8 for each byte that is none, from which on the file is UTF-8. */
const LEAST_WHOLE = 3

/** UTF-8 with a stray byte or a character cut in two: those become U+FFFD, the others stay. */
function nearlyUtf8(bytes: Uint8Array): Decoded | null {
  const text = new TextDecoder('utf-8').decode(bytes)
  if (text.includes('\0')) return null
  let lost = 0
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) lost += 1
  let beyond = 0
  for (const byte of bytes) if (byte >= 0x80) beyond += 1
  // Letters of another encoding hardly ever make a character of UTF-8.
  let whole = 0
  for (const sign of text) if (sign > '\u007f' && sign !== '\ufffd') whole += 1
  // A file of another encoding that has a single letter beyond ASCII looks like one stray byte in UTF-8.
  const few = beyond > 2 * lost && lost <= Math.max(1, beyond * damagedShare)
  return few || whole > LEAST_WHOLE * lost
    ? { text, note: problem('file.badBytes', { count: lost }), encoding: 'utf-8' }
    : null
}

/** Bytes that the detector looks at: enough for any language. */
const SAMPLE = 65_536

/** A legacy encoding, by the frequencies of its letters; western where nothing is surer, which is told. */
export async function guessEncoding(
  bytes: Uint8Array,
): Promise<{ readonly encoding: string; readonly note: Problem | null }> {
  const { analyse } = await import('chardet')
  const sample = bytes.subarray(0, SAMPLE)
  const least = shareBeyondAscii(sample) > MOST_WESTERN ? LEAST_SURE_FOREIGN : LEAST_SURE
  const cyrillic = cyrillicEncoding(sample)
  if (cyrillic !== null)
    return { encoding: cyrillic.encoding, note: problem('file.encoding', { encoding: cyrillic.name }) }
  const names = analyse(sample)
    .filter(({ confidence }) => confidence >= least)
    .map(({ name }) => name)
  let isWestern = false
  for (const name of names) {
    isWestern = /^(?:ISO-8859-1$|windows-1252)/iu.test(name)
    if (isWestern || /^(?:ISO-8859-1|UTF-|ASCII|ISO-2022)/iu.test(name)) break
    const text = strict(bytes, name)
    if (text !== null && isText(text))
      return { encoding: new TextDecoder(name).encoding, note: problem('file.encoding', { encoding: name }) }
  }
  if (isMacRoman(sample))
    return { encoding: 'macintosh', note: problem('file.encoding', { encoding: 'Mac Roman' }) }
  const encoding = 'windows-1252'
  const isPlain = isWestern || frenchOrGerman.test(decoderOf(encoding).decode(sample))
  return { encoding, note: isPlain ? null : problem('file.encoding', { encoding }) }
}

/** Texts too short for the detector whose letters are few others' than French and German ones. */
const frenchOrGerman = /^[\0-\u007f\u00a0\u20ac\u2013-\u201e«»ÀÂÄÇÈÉÊËÎÏÔÖÙÛÜßàâäçèéêëîïôöùûü]*$/u

/** Of a hundred, how sure the detector has to be; less where the text can hardly be western. */
const LEAST_SURE = 30
const LEAST_SURE_FOREIGN = 15
/** Share of a western text's letters that are beyond ASCII, at most; French has some 4 %. */
const MOST_WESTERN = 0.2

function shareBeyondAscii(bytes: Uint8Array): number {
  let [beyond, letters] = [0, 0]
  for (const byte of bytes) {
    if (byte >= 0x80) beyond += 1
    else if ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) letters += 1
  }
  return beyond / Math.max(1, beyond + letters)
}

/** Bytes that windows-1252 leaves undefined, five letters of old Macs among them: å ç è ê ù. */
const notWestern = /[\u0081\u008d\u008f\u0090\u009d]/
function isMacRoman(bytes: Uint8Array): boolean {
  if (!notWestern.test(decoderOf('windows-1252').decode(bytes))) return false
  const text = decoderOf('macintosh').decode(bytes)
  const beyond = text.match(/[^\0-\u007f]/gu) ?? []
  const likely = text.match(/[\p{L}\u2018-\u201d\u2026\u2013\u2014\u00a0\u00ab\u00bb]/gu) ?? []
  const kept = likely.filter((sign) => sign > '\u007f').length
  return isText(text) && shareBeyondAscii(bytes) < 2 * MOST_WESTERN && kept >= 0.9 * beyond.length
}

/** What windows-1252 has at 0x80..0x9f. */
const upper = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

export function checked(text: string): string {
  if (!isText(text)) throw new ProblemError(problem('file.binary'))
  return text
}

export function isText(text: string): boolean {
  const sample = text.length > 400_000 ? text.slice(0, 200_000) + text.slice(-200_000) : text
  const found = sample.match(strange)?.length ?? 0
  return !sample.includes('\0') && found <= Math.max(1, sample.length * strangeShare)
}

function strict(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

export function bomEncoding(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

/** `<meta charset=...>`, `<?xml encoding=...?>` and the like, near the start. */
export function declaredEncoding(bytes: Uint8Array): string | null {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 2048))
  return /<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1] ?? null
}

/** UTF-16 without a mark: western text has a zero in nearly every other byte. */
export function wideEncoding(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, 4096)
  const zeros = [0, 0]
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = at(zeros, index % 2) + 1
  })
  const [even = 0, odd = 0] = zeros
  const half = sample.length / 2
  if (bytes.length % 2 !== 0 || half < 4) return null
  if (odd > 0.7 * half && even < 0.05 * half) return 'utf-16le'
  if (even > 0.7 * half && odd < 0.05 * half) return 'utf-16be'
  return null
}
