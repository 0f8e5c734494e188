// What a person sees of a token: printable text as it is, the invisible made visible. Never fed back into a
// model.

const shown: Readonly<Record<string, string>> = { '\n': '↵', '\t': '⇥', '\r': '␍' }

/**
 * Text of a token's bytes for reading: line ends, tabs and other controls as signs, a token of spaces alone
 * as ␣,
 * bytes that are no whole characters as hexadecimal.
 */
export function display(bytes: Uint8Array): string {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return Array.from(bytes, (byte) => `‹${byte.toString(16).toUpperCase().padStart(2, '0')}›`).join('')
  }
  if (/^ +$/.test(text)) return '␣'.repeat(text.length)
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (sign) => shown[sign] ?? `‹${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`,
  )
}
