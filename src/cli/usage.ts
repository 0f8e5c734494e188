// Wrong usage of the command line, and the exit codes: 0 done, 1 failed, 2 wrong usage. What it says stays in
// English sentences: no page ever shows it.

export const DONE = 0
export const FAILED = 1
export const WRONG_USAGE = 2

/** What was asked for cannot be meant; the message says what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** A whole number in low .. high, for an option. */
export function wholeNumber(
  option: string,
  low: number,
  high = Number.MAX_SAFE_INTEGER,
): (text: string) => number {
  return (text) => {
    const value = /^-?\d+$/.test(text.trim()) ? Number(text) : NaN
    if (!Number.isSafeInteger(value) || value < low || value > high)
      throw new UsageError(`${option}: "${text}" is not a whole number from ${low} to ${high}.`)
    return value
  }
}

/** A number in low .. high, for an option. */
export function anyNumber(option: string, low: number, high: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? NaN : Number(text)
    if (!(value >= low && value <= high))
      throw new UsageError(`${option}: "${text}" is not a number from ${low} to ${high}.`)
    return value
  }
}
