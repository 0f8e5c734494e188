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
