// The plain shape of a problem: what a record or another version of the lab may hold. Knows no code.

export interface Cause {
  /** Stable, for tests and for the page's words. */
  readonly code: string
  /** What the sentence is filled with. Absent in records from before values were kept. */
  readonly values?: object
  /** The file or place that it is about, which stands before the sentence. */
  readonly where?: string | undefined
  /** What went wrong and what to do about it: the English line as it was written. */
  readonly message: string
}

/** For records that come from a file. */
export function isCause(value: unknown): value is Cause {
  if (typeof value !== 'object' || value === null) return false
  const { code, values, where, message } = value as Partial<Record<keyof Cause, unknown>>
  return (
    typeof code === 'string' &&
    typeof message === 'string' &&
    (values === undefined || (typeof values === 'object' && values !== null)) &&
    (where === undefined || typeof where === 'string')
  )
}
