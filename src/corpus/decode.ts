// Bytes to text: by byte order mark, else UTF-8, else what the file itself declares, else UTF-16 by its
// zeros, else windows-1252; bytes that no text would have are told as binary.

import { problem, ProblemError } from '../problems'

/** Control characters that plain text does not have, and what windows-1252 leaves undefined. */
const strange = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f\u0081\u008d\u008f\u0090\u009d]/g
/** More of them than this share and it is no text. */
const strangeShare = 0.002

/** Throws file.binary as a ProblemError. */
export function decodeText(bytes: Uint8Array): string {
  const marked = bomEncoding(bytes)
  if (marked !== null) return checked(new TextDecoder(marked).decode(bytes))
  const utf8 = strict(bytes, 'utf-8')
  if (utf8 !== null && !utf8.includes('\0')) return checked(utf8)
  const declared = declaredEncoding(bytes)
  const read = declared === null ? null : strict(bytes, declared)
  if (read !== null) return checked(read)
  const wide = wideEncoding(bytes)
  if (wide !== null) return checked(new TextDecoder(wide).decode(bytes))
  return checked(western(bytes))
}

/** What windows-1252 has at 0x80..0x9f; some versions of Node decode these as controls. */
const upper = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

function western(bytes: Uint8Array): string {
  const text = new TextDecoder('windows-1252').decode(bytes)
  return text.replace(/[\u0080-\u009f]/g, (sign) => upper[sign.charCodeAt(0) - 0x80] ?? sign)
}

function checked(text: string): string {
  const sample = text.length > 400_000 ? text.slice(0, 200_000) + text.slice(-200_000) : text
  const found = sample.match(strange)?.length ?? 0
  if (sample.includes('\0') || found > Math.max(1, sample.length * strangeShare)) {
    throw new ProblemError(problem('file.binary'))
  }
  return text
}

function strict(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function bomEncoding(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

/** `<meta charset=...>`, `<?xml encoding=...?>` and the like, near the start. */
function declaredEncoding(bytes: Uint8Array): string | null {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 2048))
  return /<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1] ?? null
}

/** UTF-16 without a mark: western text has a zero in nearly every other byte. */
function wideEncoding(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, 4096)
  const zeros = [0, 0]
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = zeros
  const half = sample.length / 2
  if (bytes.length % 2 !== 0 || half < 4) return null
  if (odd > 0.7 * half && even < 0.05 * half) return 'utf-16le'
  if (even > 0.7 * half && odd < 0.05 * half) return 'utf-16be'
  return null
}
