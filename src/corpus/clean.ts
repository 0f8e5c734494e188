// Makes texts of all sources alike: line ends, composed characters, no controls. Changes how text is written,
// never what it says.

/** Code units that one replacement goes over: V8 dies of one over some hundred million. */
const PIECE = 1_000_000
/** Code units of one line that are composed at once; combining marks without end are taken in parts. */
const COMPOSED = 10_000
/** A run of marks that no writing has: they are put in order in time that grows with their square. */
const MARKS = /\p{M}{100}/u
const SHORT = 300

/**
 * NFC; \n for every line end; controls, byte order marks and soft hyphens gone; blanks joined; at most one
 * blank line in a row. In time and memory proportional to the text, whatever stands in it.
 */
export function cleanText(text: string): string {
  const out: string[] = []
  for (const piece of pieces(text)) out.push(cleanPiece(piece))
  return out
    .join('')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Parts of the text in order, cut at line ends where there are some. */
function* pieces(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const wanted = start + PIECE
    const line = wanted >= text.length ? text.length : text.lastIndexOf('\n', wanted) + 1
    let end = line > start ? line : Math.min(wanted, text.length)
    // A pair of surrogates stays together.
    if (end < text.length && /[\ud800-\udbff]/.test(text.charAt(end - 1))) end += 1
    yield text.slice(start, end)
    start = end
  }
}

function cleanPiece(piece: string): string {
  return piece
    .replace(/\r\n?|[\u2028\u2029\u0085\f\v]/g, '\n')
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b\ufeff]|\p{Cs}/gu, '')
    .split('\n')
    .map(cleanLine)
    .join('\n')
}

/** Blanks at the head stay as they are: they are indentation. */
function cleanLine(line: string): string {
  const trimmed = line.trimEnd()
  const head = trimmed.length - trimmed.trimStart().length
  const joined = trimmed.slice(0, head) + trimmed.slice(head).replace(/[ \t\u00a0\u2000-\u200a\u202f]+/g, ' ')
  // Up to U+02FF nothing composes.
  if (!/[^\u0000-\u02ff]/.test(joined)) return joined
  const most = joined.length > SHORT && MARKS.test(joined) ? SHORT : COMPOSED
  if (joined.length <= most) return joined.normalize('NFC')
  const parts: string[] = []
  for (let at = 0; at < joined.length; at += most) parts.push(joined.slice(at, at + most).normalize('NFC'))
  return parts.join('')
}

/**
 * Joins the lines of a printed page into running text: a word cut by a hyphen at a line end is whole again,
 * and
 * typographic ligatures are letters.
 */
export function joinLines(text: string): string {
  const uses = usesOf(text)
  return text
    .replace(/[\ufb00-\ufb06]/g, (ligature) => ligature.normalize('NFKD'))
    .replace(/(\p{N})[-\u2010\u2013]\n(?=\p{N})/gu, '$1-')
    .replace(
      /(\p{L}+)([-\u00ad\u2010])\n(\p{Ll}+)/gu,
      (_, head: string, sign: string, tail: string) =>
        head + (sign !== '\u00ad' && keepsHyphen(uses, head, tail) ? '-' : '') + tail,
    )
}

/** First parts of English words that are written with a hyphen however the line falls. */
const hyphened: ReadonlySet<string> = new Set(
  `well self ex half all cross high low long short so non semi anti pre post co multi two three four five six
  seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety one first second third old new full
  part real open hard soft left right built up-to`.split(/\s+/u),
)

/** Whether a text has a word somewhere; of a long one with many cut words, by a list of its words. */
function usesOf(text: string): (word: string) => boolean {
  const cut = text.match(/[-\u00ad\u2010]\n/g)?.length ?? 0
  if (cut * text.length < MOST_COMPARED) return (word) => text.includes(word)
  const words = new Set(text.match(/\p{L}+(?:-\p{L}+)?/gu))
  return (word) => words.has(word)
}
/** Characters that are looked at in one text after the words that its lines cut. */
const MOST_COMPARED = 1e10

/** Whether `head-tail` is a word of its own: as the document writes it elsewhere, else by its first part. */
function keepsHyphen(uses: (word: string) => boolean, head: string, tail: string): boolean {
  if (uses(head + tail)) return false
  return uses(`${head}-${tail}`) || hyphened.has(head.toLowerCase())
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Stable id of a document: the first 128 bits of the SHA-256 of its text. */
export async function textId(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return hex(new Uint8Array(digest, 0, 16))
}
