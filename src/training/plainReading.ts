// Text that is read and not asked about, as a sequence whose tokens are predicted one after the other. Pure.

/**
 * What follows the prompt is predicted; the first token of all never is, which matters to a tokenizer that
 * begins a text with no mark. At most `context` tokens.
 */
export function plainReading(
  prompt: readonly number[],
  written: readonly number[],
  context: number,
): { readonly tokens: readonly number[]; readonly from: number } {
  const tokens = [...prompt, ...written].slice(0, context)
  return { tokens, from: Math.min(Math.max(1, prompt.length), tokens.length) }
}
