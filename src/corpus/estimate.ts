// Tokens of a text before any tokenizer is chosen.

/** Bytes of UTF-8 a token holds in tokenizers of a few thousand tokens trained on the text itself. */
const bytesPerToken = 3

export function estimateTokens(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2
  }
  return Math.ceil(bytes / bytesPerToken)
}
