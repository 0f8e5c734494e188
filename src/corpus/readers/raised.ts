// Which raised text is a power: of a number, a variable or a unit. It knows no format.

/** A number, a letter that ends no ordinal (2^n, but 3e and 1o), or a sum of them. */
const exponent = /^(?:[-−–+]?\d+|[-−–+]?\d*[b-df-np-qt-zB-Z]|[-−–+]?\w{1,4}(?:[-−–+]\w{1,4})+)$/u
const base = /(?:^|[^\p{L}])\p{L}{1,2}$|[\d)]$/u

/** `^6`, `^(n+1)`; null where what is raised is no power of what stands before it. */
export function powerOf(before: string, raised: string): string | null {
  const text = raised.trim()
  if (!exponent.test(text) || !base.test(before)) return null
  const plain = text.replace(/[−–]/gu, '-')
  return /^-?(?:\d+|\p{L})$/u.test(plain) ? `^${plain}` : `^(${plain})`
}
