// Where sentences end in a text of any script. Text is given to the segmenter in slices, because its time
// grows with the square of what it is given; a sentence longer than a slice counts as several.

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })

const slice = 4096
/** A line this long (code units) that ends in the middle of a sentence was wrapped, it is no heading. */
const wrapped = 40

// A full stop after one of these, or after a single capital letter, rarely ends a sentence.
const abbreviation =
  /(?:^|[\s(["'“‘])(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|Gen|Col|Capt|Lt|Sgt|Rev|Hon|Gov|Sen|Rep|vs|cf|e\.g|i\.e|viz|approx|ca|Fig|Eq|No|Vol|pp?|ed|U\.S|U\.K)\.\s+$/u

const sentenceEnd = /[.!?:;。！？…]["'”’)\]]*\s*$/u
const itemStart = /^\s*[-*•#|\d]/

export interface Span {
  readonly start: number
  readonly end: number
}

/**
 * Sentences as spans that together cover the text, in order. `text` is one paragraph or any other piece
 * without blank lines.
 */
export function sentencesOf(text: string): Span[] {
  const line = unwrapped(text)
  const spans: Span[] = []
  let start = 0
  for (let from = 0; from < line.length;) {
    const part = line.slice(from, from + slice)
    const atEnd = from + part.length >= line.length
    let end = from
    for (const { segment, index } of segmenter.segment(part)) {
      // The last sentence of a slice may be cut off by the slice: it is read again with what follows, unless
      // it fills the slice.
      if (!atEnd && index + segment.length === part.length && index > 0) break
      end = from + index + segment.length
      if (abbreviation.test(segment.slice(-12)) && end < line.length) continue
      spans.push({ start, end })
      start = end
    }
    from = end
  }
  if (start < line.length) spans.push({ start, end: line.length })
  return spans
}

/**
 * The text with line ends inside sentences as spaces, code unit for code unit; the segmenter ends a sentence
 * at each line end.
 */
function unwrapped(text: string): string {
  const lines = text.split('\n')
  return lines
    .map((line, index) => {
      const next = lines[index + 1]
      if (next === undefined) return line
      const soft = line.length >= wrapped && !sentenceEnd.test(line.slice(-12)) && !itemStart.test(next)
      return line + (soft ? ' ' : '\n')
    })
    .join('')
}
