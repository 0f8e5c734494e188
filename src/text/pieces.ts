// Cuts text into the pieces that merges never cross: words with the space before them, single digits,
// runs of other signs, white space. Knows nothing of tokens. The pieces joined give the text back.

// A piece is at most 24 characters long (bar its leading space), so that scripts without spaces stay cheap to
// merge.
// A space belongs to the word or sign after it, never to a digit: a number has the same tokens wherever it
// stands.
const piece =
  /\p{Nd}|['’](?:s|t|d|m|re|ve|ll)(?![\p{L}\p{M}])| ?[\p{L}\p{M}]{1,24}| ?[^\s\p{L}\p{M}\p{Nd}]{1,24}|\s{1,24}(?!\S)|\s/giu

/** Pieces of a text in order; the text is well formed. */
export function piecesOf(text: string): readonly string[] {
  return text.match(piece) ?? []
}

/** The text with lone surrogates, which have no UTF-8, replaced by U+FFFD. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd')
}
