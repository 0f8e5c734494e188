// A text that comes in pieces, as no engine takes half a gigabyte as one string: its pieces, its lines, and
// its parts that are short enough to be documents. Knows neither bytes nor formats.

export interface Piece {
  readonly text: string
  /** Share of the file at the end of this piece, 0..1. */
  readonly share: number
}
export type Pieces = Iterable<Piece> | AsyncIterable<Piece>

/** Characters of a document; a longer text becomes several. */
export const LONGEST_DOCUMENT = 8e6
/** Characters of a line that is looked at; what goes beyond is no record. */
const LONGEST_LINE = 32e6

export const onePiece = (text: string): readonly Piece[] => [{ text, share: 1 }]

export interface Line extends Piece {
  /** Cut, as it went on and on. */
  readonly cut: boolean
}

/** Lines without their \n. */
export async function* linesOf(pieces: Pieces): AsyncGenerator<Line> {
  let open = ''
  let cut = false
  let from = 0
  for await (const { text, share } of pieces) {
    for (let start = 0; start < text.length;) {
      const end = text.indexOf('\n', start)
      const part = text.slice(start, end < 0 ? text.length : end)
      start += part.length + 1
      if (open.length + part.length > LONGEST_LINE) cut = true
      else open += part
      if (end < 0) break
      yield { text: open, share: from + (start / text.length) * (share - from), cut }
      open = ''
      cut = false
    }
    from = share
  }
  if (open !== '' || cut) yield { text: open, share: 1, cut }
}

/** Where a text is best cut before `most`: between paragraphs, else lines, else blanks. */
export function cutBefore(text: string, most: number): number {
  if (text.length <= most) return text.length
  for (const mark of ['\n\n', '\n', ' ']) {
    const found = text.lastIndexOf(mark, most - mark.length)
    if (found > most / 2) return found + mark.length
  }
  return /[\ud800-\udbff]/.test(text.charAt(most - 1)) ? most - 1 : most
}

/** The text as documents of at most LONGEST_DOCUMENT characters. */
export async function* partsOf(pieces: Pieces): AsyncGenerator<Piece> {
  let held: string[] = []
  let length = 0
  let last = 0
  for await (const { text, share } of pieces) {
    held.push(text)
    length += text.length
    last = share
    while (length > LONGEST_DOCUMENT) {
      const whole = held.join('')
      const end = cutBefore(whole, LONGEST_DOCUMENT)
      held = [whole.slice(end)]
      length = whole.length - end
      yield { text: whole.slice(0, end), share }
    }
  }
  if (length > 0) yield { text: held.join(''), share: last }
}
