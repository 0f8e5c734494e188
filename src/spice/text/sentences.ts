// Sentences by their closing marks, in any script: enough to count premises and to find a sentence's first
// word.

/** Marks that close a sentence before a space or the end of the text (a point inside 3.14 does not)... */
const closing = /[.!?…।॥؟۔።]["'”’»)\]]*(?=\s|$)/gu
/** ...and those that close it wherever they stand. */
const closingAlone = /[。！？｡]["'”’»」』）]*/gu

/** Where the sentences of a text stand, without white space at their ends, in order. */
export function sentenceSpans(text: string): { readonly start: number; readonly end: number }[] {
  const ends = [...text.matchAll(closing), ...text.matchAll(closingAlone)].map(
    (match) => match.index + match[0].length,
  )
  const cuts = [0, ...ends.sort((a, b) => a - b), text.length]
  return cuts.slice(1).flatMap((cut, i) => {
    const part = text.slice(cuts[i], cut)
    const start = cut - part.trimStart().length
    const end = start + part.trim().length
    return end > start ? [{ start, end }] : []
  })
}

/** The sentences of a text, trimmed, in order; what follows the last mark is one too. */
export const sentences = (text: string): string[] =>
  sentenceSpans(text).map(({ start, end }) => text.slice(start, end))

/** True where the text ends as a question does. */
export const isQuestion = (sentence: string): boolean => /[?？؟;；]["'”’»」』）)\]]*$/u.test(sentence)
