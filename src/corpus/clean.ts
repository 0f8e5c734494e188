// Makes texts of all sources alike: line ends, composed characters, no controls. Changes how text is written,
// never what it says.

/**
 * NFC; \n for every line end; controls, byte order marks and soft hyphens gone; blanks joined; at most one
 * blank line in a row.
 */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085\f\v]/g, '\n')
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b\ufeff]|\p{Cs}/gu, '')
    .replace(/(\S)[ \t\u00a0\u2000-\u200a\u202f]+/g, '$1 ')
    .replace(/[ \t\u00a0]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .normalize('NFC')
    .trim()
}

/**
 * Joins the lines of a printed page into running text: a word cut by a hyphen at a line end is whole again,
 * and
 * typographic ligatures are letters.
 */
export function joinLines(text: string): string {
  return text
    .replace(/[\ufb00-\ufb06]/g, (ligature) => ligature.normalize('NFKD'))
    .replace(/(\p{L})[-\u00ad\u2010]\n(?=\p{Ll})/gu, '$1')
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Stable id of a document: the first 128 bits of the SHA-256 of its text. */
export async function textId(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return hex(new Uint8Array(digest, 0, 16))
}
